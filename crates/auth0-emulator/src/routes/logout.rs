//! `GET /v2/logout`: ends the browser's session and redirects to an allowed address.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::cookies::{self, Browser};
use crate::emulator::Emulator;
use crate::extract::Query;
use crate::pages::deliver::redirect;
use crate::pages::notice;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::url_match;

/// Auth0, "Log Users Out of Auth0": `client_id`, `returnTo`, `federated`.
pub(super) async fn v2_logout(
    State(emulator): State<Emulator>,
    browser: Browser,
    Query(params): Query,
) -> Response {
    let mut tenant = emulator.tenant();
    let target = match return_to(&tenant, &params) {
        Ok(target) => target,
        Err(message) => {
            let heading = "Oops!, something went wrong";
            return notice::error(StatusCode::BAD_REQUEST, heading, "invalid_request", &message);
        }
    };
    if let Some(cookie) = browser.session {
        tenant.sessions.take(&cookie, emulator.now());
    }
    let mut response = match target {
        Some(url) => redirect(&url),
        None => notice::logged_out(),
    };
    cookies::clear_session(response.headers_mut(), emulator.address());
    response
}

/// Where to redirect: the requested address if it is allowed, or else the client's first logout URL.
fn return_to(tenant: &Tenant, params: &Params) -> Result<Option<String>, String> {
    let client_id = params.one("client_id").map_err(|repeated| repeated.to_string())?;
    let asked = params.one("returnTo").map_err(|repeated| repeated.to_string())?;
    let allowed: &[String] = match client_id {
        None => &tenant.allowed_logout_urls,
        Some(id) => &tenant.client(id).ok_or_else(|| format!("Unknown client: {id}"))?.allowed_logout_urls,
    };
    match asked {
        None => Ok(allowed.first().filter(|_| client_id.is_some()).cloned()),
        Some(url) if allowed.iter().any(|entry| url_match::return_to(entry, url)) => Ok(Some(url.to_owned())),
        Some(url) => Err(format!(
            "The \"returnTo\" querystring parameter \"{url}\" is not defined as a valid URL in \"Allowed Logout URLs\"."
        )),
    }
}
