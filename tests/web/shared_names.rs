//! The names that `index.html`, the scripts and the app share are the same everywhere.

use std::collections::BTreeSet;

use account_linking::dom::shared;
use wasm_bindgen_test::wasm_bindgen_test;

const PAGE: &str = include_str!("../../index.html");
const TRUNK: &str = include_str!("../../Trunk.toml");
const BEFORE_PAINT: &str = include_str!("../../style/before-paint.js");
const START: &str = include_str!("../../src/start.js");

/// What stands between each `before` and the next quotation mark.
fn quoted_after<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

#[wasm_bindgen_test]
fn every_id_that_the_scripts_and_the_app_look_up_is_in_the_page() {
    // Trunk adds the two links that it names.
    let ids: BTreeSet<&str> = [PAGE, TRUNK].iter().flat_map(|text| quoted_after(text, " id=\"")).collect();
    let mut wanted = vec![shared::SHELL, shared::CRASHED, shared::UNLOADED];
    for before in ["getElementById(\"", "show(\"", "address(\"", "return \""] {
        wanted.extend([BEFORE_PAINT, START].iter().flat_map(|script| quoted_after(script, before)));
    }
    assert!(wanted.len() > 10, "{wanted:?}");
    for id in wanted {
        assert!(ids.contains(id), "index.html has no id \"{id}\"");
    }
}

#[wasm_bindgen_test]
fn the_scripts_use_the_same_variables_and_records_as_the_app() {
    let read = |key| format!("localStorage.getItem(\"{key}\")");
    // `dataset.pressed` is the attribute `data-pressed`.
    let set = |attribute: &str| attribute.trim_matches(['[', ']']).replace("data-", "dataset.") + " = ";
    for (script, text) in [
        (BEFORE_PAINT, shared::LANGUAGES.replace("data-", "dataset.")),
        (PAGE, format!("{}=\"", shared::LANGUAGES)),
        (BEFORE_PAINT, format!("globalThis.{} = ", shared::SENTENCES)),
        (BEFORE_PAINT, read(shared::LANGUAGE_KEY)),
        (BEFORE_PAINT, read(shared::THEME_KEY)),
        (BEFORE_PAINT, set(shared::THEME)),
        (START, set(shared::PRESSED)),
        (BEFORE_PAINT, "globalThis.accountLinkingTranslated = ".to_owned()),
        (START, "globalThis.accountLinkingTranslated ".to_owned()),
    ] {
        assert!(script.contains(&text), "{text}");
    }
}
