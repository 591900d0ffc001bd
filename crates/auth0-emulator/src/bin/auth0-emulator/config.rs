//! The configuration file of an application, for `--print-config`.

use auth0_emulator::Seed;
use auth0_emulator::tenant::client::AppType;
use auth0_emulator::tenant::issuer::Issuer;
use serde_json::json;

use crate::failure::Failure;

/// `domain` and `client_id` of the named client, or of the first single-page app for an empty name.
///
/// # Errors
///
/// [`Failure::NoClient`] when there is none.
pub(crate) fn json(seed: &Seed, issuer: &Issuer, name: &str) -> Result<String, Failure> {
    let mut clients = seed.clients().iter();
    let found = clients
        .find(|client| if name.is_empty() { client.app_type == AppType::Spa } else { client.name == name });
    let client = found.ok_or_else(|| Failure::NoClient {
        wanted: if name.is_empty() { "(single-page app)".to_owned() } else { name.to_owned() },
        known: seed.clients().iter().map(|client| client.name.as_str()).collect::<Vec<_>>().join(", "),
    })?;
    Ok(format!("{:#}", json!({ "domain": domain(issuer), "client_id": client.client_id })))
}

/// The domain, with its scheme where an application would take another: http on this machine, https elsewhere.
fn domain(issuer: &Issuer) -> &str {
    let host = issuer.domain().split(':').next().unwrap_or_default();
    let is_local = matches!(host, "localhost" | "127.0.0.1");
    let is_https = issuer.as_str().starts_with("https://");
    if is_local == is_https { issuer.as_str().trim_end_matches('/') } else { issuer.domain() }
}
