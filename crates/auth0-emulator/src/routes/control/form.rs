//! `POST /_emulator/form`: carries out a request of the control API that the inspector describes in a form, because HTML
//! forms send neither JSON nor `PATCH`.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value};
use tower::ServiceExt;

use crate::emulator::Emulator;
use crate::extract::Form;
use crate::pages::deliver::redirect;
use crate::pages::notice;
use crate::params::Params;
use crate::routes::router;

/// Sends the request, and redirects to the inspector.
pub(in crate::routes) async fn submit(State(emulator): State<Emulator>, Form(form): Form) -> Response {
    let outcome = match request(&form) {
        Some(request) => carry_out(&emulator, request).await,
        None => Err("The form describes no request of the control API.".to_owned()),
    };
    match outcome {
        Ok(()) => redirect("/_emulator"),
        Err(reason) => notice::not_done(StatusCode::BAD_REQUEST, &reason),
    }
}

async fn carry_out(emulator: &Emulator, request: Request<Body>) -> Result<(), String> {
    let Ok(response) = router(emulator).oneshot(request).await;
    if response.status().is_success() {
        return Ok(());
    }
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    let reason = ["message", "error"].into_iter().find_map(|name| answer.get(name)?.as_str());
    Err(reason.map_or_else(|| String::from_utf8_lossy(&body).into_owned(), str::to_owned))
}

/// `request` has method and path. The body is `body`, or an object of all other fields.
fn request(form: &Params) -> Option<Request<Body>> {
    let (method, path) = form.first("request")?.split_once(' ')?;
    if !path.starts_with("/_emulator/") || path.starts_with("/_emulator/form") {
        return None;
    }
    let body = form.first("body").map_or_else(|| object(form).to_string(), str::to_owned);
    Request::builder().method(method).uri(path).body(Body::from(body)).ok()
}

/// A field `a.b` is the member `b` of the object `a`. The value of a field whose name ends with `:json` is JSON, any other
/// one a text. Empty fields are left out. The inspector's script does the same for its `curl` lines.
fn object(form: &Params) -> Value {
    let mut object = Map::new();
    for (field, text) in form.iter().filter(|(field, text)| *field != "request" && !text.is_empty()) {
        let (name, value) = match field.strip_suffix(":json") {
            Some(name) => (name, serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
            None => (field, Value::from(text)),
        };
        match name.split_once('.') {
            None => _ = object.insert(name.to_owned(), value),
            Some((outer, inner)) => {
                let outer = object.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(outer) = outer {
                    outer.insert(inner.to_owned(), value);
                }
            }
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_become_an_object_of_texts_json_and_objects() {
        let form = Params::parse(
            b"request=POST+/x&path=/oauth/token&times:json=2&effect:json={\"delay\":5}&a.b=1&a.c:json=true&empty=&bad:json={",
        );
        assert_eq!(
            object(&form),
            json!({"path": "/oauth/token", "times": 2, "effect": {"delay": 5}, "a": {"b": "1", "c": true}, "bad": "{"})
        );
    }
}
