//! What the page is waiting for, said once it has taken half a second.

use std::time::Duration;

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::dom::effect::effect;
use crate::dom::timer;
use crate::i18n::Text;

const PATIENCE: Duration = Duration::from_millis(500);

/// A line that appears when something takes longer than people wait without asking.
#[component]
pub fn Waiting(
    /// What for.
    text: Text,
    /// Whether it is awaited now.
    #[prop(into)]
    when: Signal<bool>,
) -> impl IntoView {
    let late = RwSignal::new(false);
    let awaiting = Memo::new(move |_| when.get());
    effect(move || {
        if awaiting.get() {
            timer::after(PATIENCE, move || {
                // The page may be gone by then, and the signal with it.
                let _gone = late.try_set(true);
            });
        } else {
            late.set(false);
        }
    });
    view! {
        <p role="status" class="waiting" class:empty=move || !(late.get() && awaiting.get())>
            {move || (late.get() && awaiting.get()).then(|| text.get())}
        </p>
    }
    .into_built()
}
