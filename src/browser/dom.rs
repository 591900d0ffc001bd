//! The few things that a view cannot say by itself: the title, opening a dialog, what `index.html` showed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

use super::effect::effect;

/// Names the page in the tab and in the history.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Removes what `index.html` shows until the app has started. Says whether *Log in* was pressed there.
pub fn remove_shell() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(shell) = document.and_then(|document| document.get_element_by_id("shell")) else { return false };
    shell.remove();
    matches!(shell.query_selector("[data-pressed]"), Ok(Some(_)))
}

/// Uncovers a sentence that `index.html` keeps to be shown in place of the whole page.
pub fn uncover(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(sentence) = document.and_then(|document| document.get_element_by_id(id)) {
        // There is nobody left to tell if this fails.
        let _refused = sentence.remove_attribute("hidden");
    }
}

/// Opens the connection to an origin that is about to be needed.
pub fn preconnect(origin: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let (Ok(link), Some(head)) = (document.create_element("link"), document.head()) else { return };
    // Only a hint: without it the first request opens the connection.
    let _hinted = link
        .set_attribute("rel", "preconnect")
        .and_then(|()| link.set_attribute("href", origin))
        .and_then(|()| head.append_child(&link));
}

/// A directive: opens a `<dialog>` as a modal one and closes it again, as `open` says. The browser itself keeps the focus
/// inside and gives it back afterwards.
pub fn modal(dialog: Element, open: Signal<bool>) {
    let Ok(dialog) = dialog.dyn_into::<HtmlDialogElement>() else { return };
    effect(move || {
        let open = open.get();
        if open && !dialog.open() {
            // Refused only for a dialog that is not in the page; then there is nothing to see either.
            let _refused = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}
