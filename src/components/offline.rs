//! The reason beside buttons that do nothing while the device is offline.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::i18n::common;

/// A sentence that shows while the device is offline. Its region stays in the page, so that screen readers announce it.
#[component]
pub fn Offline(
    /// The id, for `reason` of the buttons.
    id: &'static str,
    /// Whether the device is offline.
    when: Signal<bool>,
) -> impl IntoView {
    let class = move || if when.get() { "outcome warn" } else { "unseen" };
    view! {
        <div id=id role="status" class=class>
            {move || when.get().then(|| common::OFFLINE.get())}
        </div>
    }
    .into_built()
}
