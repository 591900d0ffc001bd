//! The focus: moved to a new page, and kept when a part of a page is redrawn.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::document;
use super::effect::effect;

/// A directive: focuses the element once it is in the page, if `wanted`.
pub fn focused(element: Element, wanted: bool) {
    if wanted {
        effect(move || focus(&element));
    }
}

/// Moves the focus to the heading of the page if no element has it, because the one that had it is gone.
pub fn keep_focus() {
    if focused_element().is_none() {
        focus_heading();
    }
}

/// Whether something in this element has the focus.
pub fn is_inside(element: &Element) -> bool {
    element.contains(focused_element().as_deref())
}

/// Moves the focus to the main action of the page, if it has one.
pub fn focus_main_action() {
    if let Some(action) = at("main:not([hidden]) .button.main") {
        focus(&action);
    }
}

/// Moves the focus to the heading of the page.
pub fn focus_heading() {
    // The heading of `index.html`, which shows before there is a page, cannot have the focus.
    let heading = document().and_then(|document| document.query_selector("h1[tabindex]").ok().flatten());
    if let Some(heading) = heading {
        focus(&heading);
    }
}

/// Runs `change`, which replaces elements. If an element with the focus is replaced, the new one at the same place gets
/// the focus; if an open disclosure is replaced, the new one is open.
pub fn kept_through(change: impl FnOnce()) {
    let before = focused_element().map(place);
    let open = open_disclosures();
    change();
    for (disclosure, place) in open {
        if !disclosure.is_connected()
            && let Some(disclosure) = at(&place).filter(|element| element.tag_name() == DETAILS)
        {
            // Cannot fail for an HTML element.
            let _opened = disclosure.set_attribute("open", "");
        }
    }
    if let Some(place) = before
        && focused_element().is_none()
    {
        if let Some(element) = at(&place) {
            focus(&element);
        }
        keep_focus();
    }
}

const DETAILS: &str = "DETAILS";

/// Every open disclosure, and its place.
fn open_disclosures() -> Vec<(Element, String)> {
    let found = document().and_then(|document| document.query_selector_all("details[open]").ok());
    let Some(found) = found else { return Vec::new() };
    let element = |number| found.item(number)?.dyn_into::<Element>().ok();
    (0..found.length()).filter_map(element).map(|element| (element.clone(), place(element))).collect()
}

/// The element at a place.
fn at(place: &str) -> Option<Element> {
    document()?.query_selector(place).ok().flatten()
}

/// The focused element. If there is none, browsers return the body.
fn focused_element() -> Option<Element> {
    document()?.active_element().filter(|element| element.tag_name() != "BODY")
}

/// The place of an element, as a selector.
fn place(mut element: Element) -> String {
    let mut path = String::new();
    while let Some(parent) = element.parent_element() {
        let mut number = 1;
        let mut before = element.previous_element_sibling();
        while let Some(sibling) = before {
            number += 1;
            before = sibling.previous_element_sibling();
        }
        path.insert_str(0, &format!(" > :nth-child({number})"));
        element = parent;
    }
    path.insert_str(0, ":root");
    path
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // If the element cannot have the focus, it stays where it is.
        let _refused = element.focus();
    }
}
