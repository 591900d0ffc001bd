//! Direct DOM access for what a view cannot express: the title, the focus, modal dialogs, the parts of `index.html`.
//!
//! With `i18n/catalog.rs` the only user of web-sys and js-sys in the app; what `auth0-spa` needs of a browser is the
//! crate `auth0-spa-web`.

pub mod effect;
pub mod focus;
pub mod shared;
pub mod theme;
pub mod timer;

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlDialogElement};

use self::effect::effect;

/// Sets the title of the document.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Removes what `index.html` shows until the app has started, then calls `then` with whether *Log in* was pressed there.
/// While the user holds the button down, this waits: there is no click on what is gone before it is released. If the button has
/// the focus, so does the page's main action afterwards.
pub fn remove_shell(then: impl FnOnce(bool) + 'static) {
    let shell = document().and_then(|document| document.get_element_by_id(shared::SHELL));
    let Some(shell) = shell else { return then(false) };
    let find = |selector| shell.query_selector(selector).ok().flatten();
    if find("button:active").is_some() {
        return set_timeout(move || remove_shell(then), Duration::from_millis(20));
    }
    // Not `:focus`, which is nowhere in a window behind others in WebKit.
    let focused = find("button").is_some_and(|button| focus::is_inside(&button));
    shell.remove();
    then(find(shared::PRESSED).is_some());
    if focused {
        // After the heading of the page has taken it.
        set_timeout(focus::focus_main_action, Duration::ZERO);
    }
}

/// Shows a message of `index.html` for when the app cannot run.
pub fn show_message(id: &str) {
    if let Some(message) = document().and_then(|document| document.get_element_by_id(id)) {
        // Nothing is left that could handle a failure.
        let _refused = message.remove_attribute("hidden");
    }
}

/// A directive: opens a `<dialog>` as a modal one and closes it again, as `open` says. The browser keeps the focus
/// inside and gives it back afterwards.
pub fn modal(dialog: Element, open: Signal<bool>) {
    let Ok(dialog) = dialog.dyn_into::<HtmlDialogElement>() else { return };
    effect(move || {
        let open = open.get();
        if open && !dialog.open() {
            // Refused only for a dialog that is not in the page.
            let _refused = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
