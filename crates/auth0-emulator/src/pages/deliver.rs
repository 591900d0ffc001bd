//! Sends an authorization response to the application, in the requested mode.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, PreEscaped, html};
use serde_json::{Map, Value, json};
use url::{Url, form_urlencoded};

use super::{respond, source_hash};
use crate::tenant::authorization::{ReplyTo, ResponseMode};
use crate::tenant::url_match::origin_of;

/// Sends parameters and `state` to a callback.
pub(crate) fn deliver(reply_to: &ReplyTo, parameters: &[(&str, &str)]) -> Response {
    let state = reply_to.state.as_deref().map(|state| ("state", state));
    let pairs: Vec<(&str, &str)> = parameters.iter().copied().chain(state).collect();
    match reply_to.mode {
        ResponseMode::Query => redirect_with_query(&reply_to.redirect_uri, &pairs),
        ResponseMode::Fragment => redirect_with_fragment(&reply_to.redirect_uri, &pairs),
        ResponseMode::FormPost => form_post(&reply_to.redirect_uri, &pairs),
        ResponseMode::WebMessage => web_message(&reply_to.redirect_uri, &pairs),
    }
}

/// A redirect that must not be cached.
pub(crate) fn redirect(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => {
            let headers = [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
            (StatusCode::FOUND, headers).into_response()
        }
        Err(_) => super::notice::error(
            StatusCode::BAD_REQUEST,
            "Something is wrong with this address",
            "invalid_request",
            "The address to go to has characters that a redirect cannot carry.",
        ),
    }
}

fn redirect_with_query(uri: &str, pairs: &[(&str, &str)]) -> Response {
    let Ok(mut url) = Url::parse(uri) else { return redirect(uri) };
    url.query_pairs_mut().extend_pairs(pairs);
    redirect(url.as_str())
}

fn redirect_with_fragment(uri: &str, pairs: &[(&str, &str)]) -> Response {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let bare = uri.split('#').next().unwrap_or_default();
    redirect(&format!("{bare}#{encoded}"))
}

/// OAuth 2.0 Form Post Response Mode: a form that submits itself, or has a button without JavaScript.
fn form_post(uri: &str, pairs: &[(&str, &str)]) -> Response {
    const SCRIPT: &str = "document.forms[0].submit()";
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Submit this form" } }
            body {
                form method="post" action=(uri) {
                    @for (name, value) in pairs { input type="hidden" name=(name) value=(value); }
                    noscript { button type="submit" { "Continue" } }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let policy = format!("default-src 'none'; script-src '{}'; frame-ancestors 'none'", source_hash(SCRIPT));
    respond(StatusCode::OK, document.into_string(), &policy)
}

/// OAuth 2.0 Web Message Response Mode: a message to the opener or the embedding page, for the callback's origin only.
fn web_message(uri: &str, pairs: &[(&str, &str)]) -> Response {
    let response: Map<String, Value> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let message = json!({ "type": "authorization_response", "response": response });
    let origin = json!(origin_of(uri).unwrap_or_default());
    // `<` is escaped, so that no value can end the script element.
    let script = format!(
        "(function(w){{var t=w.opener||(w.parent!==w?w.parent:null);if(t)t.postMessage({message},{origin})}})(window)"
    )
    .replace('<', "\\u003c");
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Authorization Response" } }
            body { script { (PreEscaped(&script)) } }
        }
    };
    let policy = format!("default-src 'none'; script-src '{}'", source_hash(&script));
    respond(StatusCode::OK, document.into_string(), &policy)
}
