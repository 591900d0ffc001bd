//! The few things that a view cannot say by itself: focus, the title, opening a dialog.

use leptos::html::{Dialog, ElementType};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::effect::effect;

/// Names the page in the tab and in the history.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Removes what `index.html` shows until the app has started.
pub fn remove_shell() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(shell) = document.and_then(|document| document.get_element_by_id("shell")) {
        shell.remove();
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

/// Opens a `<dialog>` as a modal one and closes it again, as `open` says. The browser itself keeps the focus inside
/// and gives it back afterwards.
pub fn modal(node: NodeRef<Dialog>, open: Signal<bool>) {
    effect(move || {
        let (Some(dialog), open) = (node.get(), open.get()) else { return };
        if open && !dialog.open() {
            // Refused only for a dialog that is not in the page; then there is nothing to see either.
            let _refused = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}

/// Moves the focus to the heading of the page if nothing has it: what had it before is gone.
pub fn keep_focus() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
    if lost {
        focus_heading();
    }
}

/// Moves the focus to the heading of the page.
pub fn focus_heading() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let heading = document.query_selector("h1[tabindex]").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A page without a focusable heading leaves the focus where it is.
        let _refused = heading.focus();
    }
}

/// Moves the focus to an element that has just been mounted.
pub fn focus<E>(node: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    effect(move || {
        if let Some(element) = node.get()
            && let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
        {
            // An element that cannot have the focus leaves it where it is.
            let _refused = element.focus();
        }
    });
}
