//! Where the focus is: given to a new page, and never lost when a part of a page is drawn anew.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

use super::effect::effect;

/// A directive: moves the focus to the element once it is in the page, if that is `wanted`.
pub fn focused(element: Element, wanted: bool) {
    if wanted {
        effect(move || focus(&element));
    }
}

/// Moves the focus to the heading of the page if nothing has it: what had it before is gone.
pub fn keep_focus() {
    let Some(document) = document() else { return };
    let lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
    if lost {
        focus_heading();
    }
}

/// Moves the focus to the heading of the page.
pub fn focus_heading() {
    // What `index.html` shows before there is a page has a heading that takes no focus.
    let heading = document().and_then(|document| document.query_selector("h1[tabindex]").ok().flatten());
    if let Some(heading) = heading {
        focus(&heading);
    }
}

/// Runs `change`, which puts new elements in the place of `old`. If the focus was in there, what stands at the same
/// place has it afterwards.
pub fn kept_through(old: &[Element], change: impl FnOnce()) {
    let place = place(old);
    change();
    if let Some((parent, path)) = place {
        if let Ok(Some(element)) = parent.query_selector(&path) {
            focus(&element);
        }
        keep_focus();
    }
}

/// The focused element inside `elements`, as a way down from their parent.
fn place(elements: &[Element]) -> Option<(Element, String)> {
    let mut element = document()?.active_element()?;
    let mut path = String::new();
    loop {
        let mut number = 1;
        let mut before = element.previous_element_sibling();
        while let Some(sibling) = before {
            number += 1;
            before = sibling.previous_element_sibling();
        }
        path.insert_str(0, &format!(" > :nth-child({number})"));
        let parent = element.parent_element()?;
        if elements.contains(&element) {
            return Some((parent, format!(":scope{path}")));
        }
        element = parent;
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot have the focus leaves it where it is.
        let _refused = element.focus();
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
