//! What the page is waiting for, shown after half a second.

use std::time::Duration;

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::dom::effect::effect;
use crate::dom::timer;
use crate::i18n::Text;

const DELAY: Duration = Duration::from_millis(500);

/// A line that appears if something takes longer than half a second.
#[component]
pub fn Waiting(
    /// What the page is waiting for.
    text: Text,
    /// Whether it is waiting now.
    #[prop(into)]
    when: Signal<bool>,
) -> impl IntoView {
    let late = RwSignal::new(false);
    let awaiting = Memo::new(move |_| when.get());
    effect(move || {
        if awaiting.get() {
            timer::after(DELAY, move || {
                // The signal is gone if the component is.
                let _gone = late.try_set(true);
            });
        } else {
            late.set(false);
        }
    });
    view! {
        <p role="status" class="waiting" class:unseen=move || !(late.get() && awaiting.get())>
            {move || { (late.get() && awaiting.get()).then(|| view! { <span>{text}</span> }.into_built()) }}
        </p>
    }
    .into_built()
}
