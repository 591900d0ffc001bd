//! The sentences of the page's language, which `style/before-paint.js` loaded, and loading those of another one.
//!
//! One language at a time. A sentence is looked up each time it is shown.

use auth0_spa::http::{Body, HttpClient, HttpRequest, Method};
use auth0_spa_web::{Browser, location};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

use crate::dom::shared::{LANGUAGE_KEY, LANGUAGES, SENTENCES};

/// The sentence with this key; the key itself if it is missing, which `cargo xtask tidy` prevents.
pub fn sentence(key: &'static str) -> String {
    Reflect::get(&js_sys::global(), &JsValue::from_str(SENTENCES))
        .and_then(|sentences| Reflect::get(&sentences, &JsValue::from_str(key)))
        .ok()
        .and_then(|sentence| sentence.as_string())
        .unwrap_or_else(|| key.to_owned())
}

/// The code of the page's language, such as `en`.
pub fn current() -> String {
    root().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// The path of the file of a language, without its ending: `locales/en`, or `assets/en-…` in a release build.
fn file(language: &str) -> Option<String> {
    let files = root()?.get_attribute(LANGUAGES)?;
    let is_of = |file: &&str| file.split_once('/').is_some_and(|(_, name)| name.starts_with(language));
    files.split(' ').find(is_of).map(str::to_owned)
}

/// Loads the sentences of another language, and remembers the choice for the next visit.
///
/// # Errors
///
/// [`NotLoaded`]; the language stays as it is.
pub async fn load(language: &'static str) -> Result<(), NotLoaded> {
    let file = file(language).ok_or(NotLoaded)?;
    let url = format!("{}/{file}.json", location::origin());
    let request = HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty };
    let response = Browser.send(request).await.map_err(|_| NotLoaded)?;
    if response.status != 200 {
        return Err(NotLoaded);
    }
    install(&response.body)?;
    if let Some(root) = root() {
        // Cannot fail: the name and the value are valid.
        let _done = root.set_attribute("lang", language);
        let _done = root.set_attribute("dir", &sentence("direction"));
    }
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) {
        // If it cannot be stored, the choice lasts as long as the page.
        let _stored = storage.set_item(LANGUAGE_KEY, language);
    }
    Ok(())
}

/// Uses the sentences of a file in `locales/`.
///
/// # Errors
///
/// [`NotLoaded`] if it is not JSON; the sentences stay as they are.
pub fn install(json: &str) -> Result<(), NotLoaded> {
    let sentences = JSON::parse(json).map_err(|_| NotLoaded)?;
    Reflect::set(&js_sys::global(), &JsValue::from_str(SENTENCES), &sentences).map_err(|_| NotLoaded)?;
    Ok(())
}

/// The sentences of a language did not load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;
