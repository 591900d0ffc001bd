//! Why buttons cannot be pressed while the device is offline, said beside them.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::i18n::common;

/// A sentence that comes when the device goes offline and goes when it is back. The region stays, so that it is announced.
#[component]
pub fn Offline(
    /// For the buttons to name it as their reason.
    id: &'static str,
    /// Whether the device is offline.
    when: Signal<bool>,
) -> impl IntoView {
    let class = move || if when.get() { "outcome warn" } else { "empty" };
    view! {
        <div id=id role="status" class=class>
            {move || when.get().then(|| common::OFFLINE.get())}
        </div>
    }
    .into_built()
}
