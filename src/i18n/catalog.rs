//! The language of the page: the sentences that `style/before-paint.js` loaded for it, and the person's choice.
//!
//! Only one language is loaded at a time. A sentence is asked for by its key, each time that it is shown.

use auth0_spa::http::{Body, HttpClient, HttpRequest, Method};
use auth0_spa_web::{Browser, location};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

/// Where `style/before-paint.js` leaves the sentences, as an object.
const WORDS: &str = "accountLinkingWords";

/// Where the choice stands in `localStorage`; `style/before-paint.js` reads it.
const KEY: &str = "language";

/// The sentence with this key in the language of the page. The key itself where there is none, which
/// `cargo xtask tidy` rules out.
pub fn sentence(key: &'static str) -> String {
    Reflect::get(&js_sys::global(), &JsValue::from_str(WORDS))
        .and_then(|words| Reflect::get(&words, &JsValue::from_str(key)))
        .ok()
        .and_then(|sentence| sentence.as_string())
        .unwrap_or_else(|| key.to_owned())
}

/// The language of the page, `en` and the like.
pub fn current() -> String {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Loads another language and speaks it from now on, also after a reload.
///
/// # Errors
///
/// [`NotLoaded`]; then the language stays as it is.
pub async fn load(language: &'static str) -> Result<(), NotLoaded> {
    let url = format!("{}/words/{language}.json", location::origin());
    let request = HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty };
    let response = Browser.send(request).await.map_err(|_| NotLoaded)?;
    if response.status != 200 {
        return Err(NotLoaded);
    }
    install(&response.body)?;
    let window = web_sys::window();
    let root = window.as_ref().and_then(web_sys::Window::document).and_then(|page| page.document_element());
    if let Some(root) = root {
        // Neither name nor value can be refused.
        let _done = root.set_attribute("lang", language);
    }
    if let Some(storage) = window.and_then(|window| window.local_storage().ok().flatten()) {
        // A full storage forgets the choice with the page.
        let _kept = storage.set_item(KEY, language);
    }
    Ok(())
}

/// Takes the sentences of a file in `words/`.
///
/// # Errors
///
/// [`NotLoaded`] when it is no JSON; then the sentences stay what they are.
pub fn install(json: &str) -> Result<(), NotLoaded> {
    let words = JSON::parse(json).map_err(|_| NotLoaded)?;
    Reflect::set(&js_sys::global(), &JsValue::from_str(WORDS), &words).map_err(|_| NotLoaded)?;
    Ok(())
}

/// The sentences of a language did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;
