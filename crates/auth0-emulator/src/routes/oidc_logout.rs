//! `GET` and `POST /oidc/logout` (OpenID Connect RP-Initiated Logout).
//!
//! A logout that identifies the browser's session, by an ID token or its `sid`, happens at once. Any other asks the user:
//! after a second login for linking, the ID token of the primary user no longer identifies the session.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use thiserror::Error;
use url::Url;

use crate::cookies::{self, Browser};
use crate::emulator::Emulator;
use crate::extract::{Form, Query};
use crate::jws::Jws;
use crate::pages::deliver::redirect;
use crate::pages::notice;
use crate::params::{Params, Repeated};
use crate::tenant::Tenant;
use crate::tenant::url_match;

/// A checked request.
#[derive(Debug)]
struct Logout {
    /// Where to redirect, with `state`.
    target: Option<String>,
    /// The session to end.
    sid: Option<String>,
}

/// Why a request is refused on the tenant's page.
#[derive(Debug, Error)]
enum LogoutError {
    /// A parameter is repeated.
    #[error(transparent)]
    Repeated(#[from] Repeated),
    /// The `id_token_hint` is not a token of this tenant.
    #[error("The id_token_hint parameter is not a valid token of this tenant.")]
    Hint,
    /// A parameter contradicts the `id_token_hint`.
    #[error("The {0} parameter does not match the id_token_hint.")]
    Inconsistent(&'static str),
    /// No such client.
    #[error("Unknown client: {0}")]
    UnknownClient(String),
    /// The target is not registered.
    #[error(
        "The \"post_logout_redirect_uri\" querystring parameter \"{0}\" is not defined as a valid URL in \"Allowed Logout URLs\"."
    )]
    Target(String),
}

/// Parameters in the query.
pub(super) async fn by_query(
    State(emulator): State<Emulator>,
    browser: Browser,
    Query(query): Query,
) -> Response {
    answer(&emulator, &query, &browser, false)
}

/// Parameters in a form; or the answer to the confirmation page, with the parameters in the query.
pub(super) async fn by_form(
    State(emulator): State<Emulator>,
    browser: Browser,
    Query(query): Query,
    Form(form): Form,
) -> Response {
    let is_answer = form.first("action") == Some("accept");
    answer(&emulator, if is_answer { &query } else { &form }, &browser, is_answer)
}

fn answer(emulator: &Emulator, params: &Params, browser: &Browser, confirmed: bool) -> Response {
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let logout = match Logout::parse(emulator, &tenant, params) {
        Ok(logout) => logout,
        Err(error) => {
            let heading = "Oops!, something went wrong";
            return notice::error(StatusCode::BAD_REQUEST, heading, "invalid_request", &error.to_string());
        }
    };
    let cookie = browser.session.as_deref();
    let session = cookie.and_then(|cookie| tenant.session(cookie, now));
    if let Some(session) = session
        && !confirmed
        && logout.sid.as_ref() != Some(&session.sid)
    {
        let user = tenant.users.owner(&session.identity);
        return notice::confirm_logout(user.map_or("somebody", |user| user.profile().label()));
    }
    if let Some(cookie) = cookie {
        tenant.sessions.take(cookie, now);
    }
    let mut response = logout.target.map_or_else(notice::logged_out, |url| redirect(&url));
    cookies::clear_session(response.headers_mut(), emulator.address());
    response
}

impl Logout {
    fn parse(emulator: &Emulator, tenant: &Tenant, params: &Params) -> Result<Self, LogoutError> {
        let hint = match params.one("id_token_hint")? {
            Some(token) => Some(own_token(emulator, tenant, token).ok_or(LogoutError::Hint)?),
            None => None,
        };
        let hinted_sid = hint.as_ref().and_then(|jws| jws.text("sid"));
        let sid = params.one("logout_hint")?;
        if let (Some(hinted), Some(sid)) = (hinted_sid, sid)
            && hinted != sid
        {
            return Err(LogoutError::Inconsistent("logout_hint"));
        }
        let hinted_client = hint.as_ref().and_then(|jws| jws.audiences().first().copied());
        let named_client = params.one("client_id")?;
        if let (Some(hinted), Some(named)) = (hinted_client, named_client)
            && hinted != named
        {
            return Err(LogoutError::Inconsistent("client_id"));
        }
        let allowed = match named_client.or(hinted_client) {
            None => &tenant.allowed_logout_urls,
            Some(id) => {
                let client = tenant.client(id).ok_or_else(|| LogoutError::UnknownClient(id.to_owned()))?;
                &client.allowed_logout_urls
            }
        };
        let target = match params.one("post_logout_redirect_uri")? {
            None => None,
            Some(url) if allowed.iter().any(|entry| url_match::post_logout(entry, url)) => {
                Some(with_state(url, params.one("state")?))
            }
            Some(url) => return Err(LogoutError::Target(url.to_owned())),
        };
        Ok(Self { target, sid: sid.or(hinted_sid).map(str::to_owned) })
    }
}

/// An ID token that this tenant signed. It may have expired: it only identifies the session.
fn own_token(emulator: &Emulator, tenant: &Tenant, token: &str) -> Option<Jws> {
    let jws = Jws::parse(token)?;
    let keys = tenant.keys.published().ok()?;
    let own = jws.text("iss") == Some(emulator.issuer())
        && jws.alg() == Some("RS256")
        && jws.is_signed_by(keys.iter().map(AsRef::as_ref));
    own.then_some(jws)
}

fn with_state(url: &str, state: Option<&str>) -> String {
    match (state, Url::parse(url)) {
        (Some(state), Ok(mut parsed)) => {
            parsed.query_pairs_mut().append_pair("state", state);
            parsed.into()
        }
        _ => url.to_owned(),
    }
}
