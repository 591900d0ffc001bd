//! Components whose point is the browser's own behaviour.

use account_linking::built_view::IntoBuilt;
use account_linking::components::button::{Button, Look};
use account_linking::components::heading::PageHeading;
use account_linking::components::metadata_table::MetadataTable;
use account_linking::components::profile::Avatar;
use account_linking::components::unlink_dialog::UnlinkDialog;
use account_linking::components::untrusted_text::untrusted_text;
use account_linking::i18n::{catalog, common, home};
use auth0_spa::DisplayText;
use auth0_spa::json::read;
use auth0_spa::login::id_token::Profile;
use auth0_spa::management::metadata::MergePlan;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

/// A fresh place in the page, so that tests do not see each other. The page speaks English.
fn host() -> HtmlElement {
    catalog::install(include_str!("../../locales/en.json")).unwrap();
    let host = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&host).unwrap();
    host.dyn_into().unwrap()
}

fn document() -> web_sys::Document {
    web_sys::window().unwrap().document().unwrap()
}

fn find(host: &HtmlElement, selector: &str) -> HtmlElement {
    host.query_selector(selector).unwrap().unwrap().dyn_into().unwrap()
}

fn focused() -> Option<Element> {
    document().active_element()
}

/// Cases: LF-29.
#[wasm_bindgen_test]
async fn the_unlink_dialog_is_modal_and_cancel_has_the_focus() {
    let host = host();
    let asked = RwSignal::new(None);
    let mounted = mount_to(host.clone(), move || {
        view! {
            <UnlinkDialog
                login=move || asked.get()
                running=Signal::stored(false)
                leaving=Signal::stored(false)
                offline=Signal::stored(false)
                checking=Signal::stored(false)
                next_login=|| Some("Log in once more.".to_owned())
                on_cancel=move |()| asked.set(None)
                on_unlink=|()| ()
            />
        }
    });
    let dialog = find(&host, "dialog");
    assert!(!dialog.has_attribute("open"));

    asked.set(Some("Google (a@example.com)".to_owned()));
    tick().await;
    assert!(dialog.has_attribute("open") && dialog.matches(":modal").unwrap());
    assert_eq!(focused().unwrap().text_content().as_deref(), Some("Cancel"));
    assert!(dialog.text_content().unwrap().contains("a@example.com"));

    find(&host, "dialog button").click();
    tick().await;
    assert!(!dialog.has_attribute("open"));
    drop(mounted);
}

/// Cases: RT-18.
#[wasm_bindgen_test]
async fn a_heading_takes_the_focus_and_names_the_tab() {
    let host = host();
    let mounted = mount_to(host.clone(), || view! { <PageHeading text=common::SETTINGS /> });
    tick().await;
    assert_eq!(focused().unwrap().tag_name(), "H1");
    assert_eq!(document().title(), "Settings · Account linking");
    drop(mounted);
}

/// Cases: LF-25.
#[wasm_bindgen_test]
async fn a_value_that_cannot_be_copied_is_shown_with_its_reason_and_without_a_choice() {
    let host = host();
    let map = |text: &str| read(text).unwrap().as_object().cloned().unwrap();
    let mine = map(r#"{"theme": "dark", "font": "big"}"#);
    let theirs = map(r#"{"theme": {"dark.mode": 1}, "font": "small", "new": 1}"#);
    let rows = MergePlan::new(&mine, &theirs).merged().rows;
    let mounted =
        mount_to(host.clone(), move || view! { <MetadataTable rows=rows on_choose=|_: &str, _| () /> });
    // In the order of the keys: font, new, theme.
    let [font, new, theme] = [1, 2, 3].map(|row| find(&host, &format!("tbody tr:nth-child({row})")));
    assert!(theme.query_selector("input").unwrap().is_none(), "no choice");
    let said = theme.text_content().unwrap();
    assert!(said.contains("dark.mode") && said.contains("cannot be copied"), "{said}");
    assert_eq!(theme.query_selector("del").unwrap().unwrap().text_content().unwrap(), r#"{"dark.mode":1}"#);
    assert!(font.query_selector("input[type=radio]").unwrap().is_some());
    assert!(new.text_content().unwrap().contains("copied"));
    drop(mounted);
}

#[wasm_bindgen_test]
async fn a_busy_button_says_so_and_cannot_be_pressed() {
    let host = host();
    let (busy, presses) = (RwSignal::new(false), RwSignal::new(0));
    let mounted = mount_to(host.clone(), move || {
        view! {
            <Button
                look=Look::Plain
                busy=busy
                on_press=move |()| {
                    presses.update(|count| *count += 1);
                    busy.set(true);
                }
            >
                "Go"
            </Button>
        }
    });
    let button = find(&host, "button");
    button.click();
    tick().await;
    button.click();
    assert_eq!(presses.get_untracked(), 1);
    assert_eq!(button.get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(button.has_attribute("disabled"));
    drop(mounted);
}

#[wasm_bindgen_test]
async fn a_picture_is_loaded_without_a_referrer_and_falls_back_to_the_initial() {
    let shown = |picture: Option<String>| {
        let host = host();
        let profile = Profile::read(&read(r#"{"name": "alice"}"#).unwrap()).unwrap();
        mount_to(host.clone(), move || view! { <Avatar profile=profile picture=picture /> }).forget();
        host
    };
    let host = shown(None);
    assert!(host.query_selector("img").unwrap().is_none());
    assert_eq!(host.text_content().unwrap().trim(), "A");
    let host = shown(Some("https://localhost:1/a.png".to_owned()));
    let picture = find(&host, "img");
    assert_eq!(picture.get_attribute("referrerpolicy").as_deref(), Some("no-referrer"));
    picture.dispatch_event(&web_sys::Event::new("error").unwrap()).unwrap();
    tick().await;
    assert!(
        host.query_selector("img").unwrap().is_none(),
        "the letter stands in for a picture that does not come"
    );
    assert_eq!(host.text_content().unwrap().trim(), "A");
}

#[wasm_bindgen_test]
fn initials_are_letters_of_the_first_and_last_word() {
    let initials = |name: &str| {
        let host = host();
        let profile = Profile::read(&read(&format!(r#"{{"name": "{name}"}}"#)).unwrap()).unwrap();
        mount_to(host.clone(), move || view! { <Avatar profile=profile picture=None /> }).forget();
        host.text_content().unwrap().trim().to_owned()
    };
    assert_eq!(initials("Alice B. Example"), "AE");
    assert_eq!(initials("'Bob' Example (work)"), "BW");
    assert_eq!(initials("Bob Example ?"), "BE", "what has no letter counts as no word");
    assert_eq!(initials("***"), "?");
}

#[wasm_bindgen_test]
async fn the_focus_is_kept_when_a_part_of_a_page_is_redrawn() {
    let host = host();
    let count = RwSignal::new(1);
    let mounted = mount_to(host.clone(), move || {
        let part = move || {
            let count = count.get();
            let buttons: Vec<_> =
                (0..count).map(|number| view! { <button>{number}</button> }.into_built()).collect();
            view! { <div>{count} {buttons}</div> }.into_built()
        };
        view! {
            <h1 tabindex="-1">{"Page"}</h1>
            {part}
        }
    });
    find(&host, "button").focus().unwrap();
    let before = focused().unwrap();

    count.set(2);
    tick().await;
    assert_eq!(focused().unwrap().text_content().as_deref(), Some("0"));
    assert!(focused().unwrap() != before, "it is another element at the same place");

    find(&host, "button:last-child").focus().unwrap();
    count.set(1);
    tick().await;
    assert_eq!(focused().unwrap().tag_name(), "H1", "nothing stands there any more");
    drop(mounted);
}

/// Cases: SH-08.
#[wasm_bindgen_test]
async fn a_long_text_is_shortened_and_can_be_opened() {
    let host = host();
    let long = "x".repeat(20_000);
    let text = DisplayText::always(&long);
    mount_to(host.clone(), move || untrusted_text(&text)).forget();
    let details = find(&host, "details");
    assert!(!details.has_attribute("open"));
    assert!(find(&host, "bdi").text_content().unwrap().len() < 110);
    find(&host, "summary").click();
    tick().await;
    assert!(details.has_attribute("open"));
    assert_eq!(find(&host, "details bdi").text_content().unwrap(), long);
}

/// Cases: SH-12.
#[wasm_bindgen_test]
fn a_right_to_left_value_does_not_reorder_its_sentence() {
    let _host = host();
    let sentence = |label: &str| home::continue_as(Some(&DisplayText::always(label)));
    assert_eq!(sentence("שלום"), "Continue as \u{2068}שלום\u{2069}");
    assert_eq!(sentence("Zoë"), "Continue as Zoë", "found by its exact name");
}
