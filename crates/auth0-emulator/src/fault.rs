//! Misbehaviour on command: answers that fail, and switches that bend what the tenant does. All off unless asked for.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::emulator::Emulator;
use crate::inspector::Exchange;
use crate::routes::BODY_LIMIT;
use crate::truncated::Truncated;

/// Spoils the next answers of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only requests with this method; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path of the route; `*` stands for one segment, as in `/api/v2/users/*/identities`.
    pub path: String,
    /// How many answers are spoilt.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens to them.
    pub effect: Effect,
}

/// What happens to a spoilt answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// The request is not carried out; this is answered instead.
    Answer {
        /// Status of the answer.
        status: u16,
        /// Body of the answer.
        #[serde(default)]
        body: String,
        /// Its type; JSON if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
    },
    /// The request is carried out, and answered after so many milliseconds.
    Delay(u64),
    /// The request is carried out, and the connection closed without an answer.
    Drop,
    /// 504 is answered, and the request carried out so many milliseconds later: a gateway gave up on a slow server. The
    /// connection is not closed, because Chromium then sends the request again by itself, whatever its method.
    CarriedOutLate(u64),
    /// The request is not carried out, and the connection closed without an answer.
    Refuse,
    /// The request is carried out, and the answer breaks off in its middle.
    Truncate,
    /// The request is carried out, and HTML is answered in place of JSON.
    NotJson,
}

/// Everything that is wrong at the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Answers to spoil; the first that fits is used.
    pub answers: Vec<Fault>,
    /// No CORS headers at all.
    pub cors_off: bool,
    /// What is wrong with ID tokens.
    pub id_token: Option<IdTokenFault>,
    /// Providers let their first account in without a page.
    pub silent_provider: bool,
    /// Whoever logs in is this user's primary identity instead, by user id.
    pub login_as: Option<String>,
    /// Everybody who logs in is refused, as by an Action of the tenant.
    pub refuse_login: Option<LoginRefusal>,
}

/// What the callback is told in place of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginRefusal {
    /// `error`: `access_denied` after `api.access.deny` and for a client that may not use the API, `unauthorized` for a
    /// rule's `UnauthorizedError`.
    #[serde(default = "access_denied")]
    pub error: String,
    /// `error_description`: for a denial, what the Action says.
    pub error_description: String,
}

/// What is wrong with ID tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenFault {
    /// Signed by a key that is in no JWKS, under the `kid` of the right one.
    ForeignKey,
    /// Signed by HS256 with the client's secret.
    Hs256,
    /// Not signed: `alg` is `none`.
    Unsigned,
    /// Over since an hour.
    Expired,
    /// Another issuer.
    WrongIssuer,
    /// Another client's.
    WrongAudience,
    /// Another nonce.
    WrongNonce,
    /// A login of the day before.
    OldAuthTime,
    /// No `sub`.
    NoSubject,
    /// Another `sub` before the right one: two members of one name.
    TwoSubjects,
    /// An access token by its own `typ`.
    AccessToken,
    /// Issued a week before, and still good.
    WeekOld,
}

/// Tells the server to close the connection instead of answering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DropConnection;

fn once() -> u32 {
    1
}

fn access_denied() -> String {
    "access_denied".to_owned()
}

impl Faults {
    /// The effect for a request, counted down.
    fn take(&mut self, method: &Method, path: &str) -> Option<Effect> {
        let fault = self.answers.iter_mut().find(|fault| fault.times > 0 && fault.fits(method, path))?;
        fault.times -= 1;
        let effect = fault.effect.clone();
        self.answers.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

impl Fault {
    fn fits(&self, method: &Method, path: &str) -> bool {
        let same_method = self.method.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(method.as_str()));
        let mut segments = path.split('/');
        let mut pattern = self.path.split('/');
        let same_path = loop {
            match (pattern.next(), segments.next()) {
                (None, None) => break true,
                (Some("*"), Some(_)) => {}
                (Some(own), Some(segment)) if own == segment => {}
                _ => break false,
            }
        };
        same_method && same_path
    }
}

/// Spoils the answer of a request, if one is to be spoilt.
pub(crate) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    // The control API is never spoilt, nor is a preflight: it would be taken for a refused origin.
    if path.starts_with("/_emulator") || method == Method::OPTIONS {
        return next.run(request).await;
    }
    let Some(effect) = emulator.faults().take(&method, &path) else { return next.run(request).await };
    emulator.note(Exchange::spoilt(emulator.now(), &method, &path, &effect));
    match effect {
        Effect::Refuse => DropConnection.into_response(),
        Effect::Answer { status, body, content_type } => canned(status, body, content_type.as_deref()),
        Effect::Delay(millis) => {
            let response = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            response
        }
        Effect::Drop => {
            next.run(request).await;
            DropConnection.into_response()
        }
        Effect::CarriedOutLate(millis) => {
            carry_out_late(emulator, request, next, Duration::from_millis(millis)).await;
            canned(504, "<!doctype html><title>Gateway timeout</title>".to_owned(), Some("text/html"))
        }
        Effect::Truncate => truncated(next.run(request).await).await,
        Effect::NotJson => {
            let status = next.run(request).await.status();
            canned(status.as_u16(), "<!doctype html><title>Bad gateway</title>".to_owned(), Some("text/html"))
        }
    }
}

/// Takes the request off its connection, and has it carried out after `delay`, unless the tenant is reset before. Nobody
/// hears the answer.
async fn carry_out_late(emulator: Emulator, request: Request, next: Next, delay: Duration) {
    let (parts, body) = request.into_parts();
    // A body that does not arrive whole is a request that never came.
    let Ok(whole) = axum::body::to_bytes(body, BODY_LIMIT).await else { return };
    let sent_to = emulator.resets();
    tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        if emulator.resets() == sent_to {
            next.run(Request::from_parts(parts, Body::from(whole))).await;
        }
    });
}

fn canned(status: u16, body: String, content_type: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    if let Ok(kind) = HeaderValue::from_str(content_type.unwrap_or("application/json; charset=utf-8")) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(parts, Body::new(Truncated::after(half)))
}

impl IntoResponse for DropConnection {
    fn into_response(self) -> Response {
        // Seen only by who asks the router without a connection to close.
        let mut response = (StatusCode::BAD_GATEWAY, "connection closed by a fault").into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_fits_its_route_and_is_used_up() {
        let fault = Fault {
            method: Some("post".to_owned()),
            path: "/api/v2/users/*/identities".to_owned(),
            times: 2,
            effect: Effect::Drop,
        };
        let mut faults = Faults { answers: vec![fault], ..Faults::default() };
        let path = "/api/v2/users/auth0%7C1/identities";
        assert_eq!(faults.take(&Method::GET, path), None);
        assert_eq!(faults.take(&Method::POST, "/api/v2/users/auth0%7C1"), None);
        assert_eq!(faults.take(&Method::POST, path), Some(Effect::Drop));
        assert_eq!(faults.take(&Method::POST, path), Some(Effect::Drop));
        assert_eq!(faults.take(&Method::POST, path), None);
        assert!(faults.answers.is_empty());
    }
}
