//! The authorization request: a URL at the tenant (RFC 6749 section 4.1.1, RFC 7636 section 4.3, Auth0's additions).

use super::pkce::code_challenge;
use super::transaction::{Intent, Transaction};
use crate::config::AuthConfig;
use crate::encoding::form;

/// The scope of every login. The second one asks for the same, so that its token can read its metadata and it can
/// become the primary. Without metadata merging the metadata scope is left out.
pub fn scope(config: &AuthConfig) -> &'static str {
    if config.merge_metadata {
        "openid profile email read:current_user update:current_user_identities update:current_user_metadata"
    } else {
        "openid profile email read:current_user update:current_user_identities"
    }
}

/// The URL to leave for.
///
/// A link demands a fresh login: `prompt=login` and `max_age=0` also make the tenant put `auth_time` into the ID
/// token. It is checked on return, because both parameters can be removed from the URL on the way.
pub fn authorize_url(config: &AuthConfig, transaction: &Transaction) -> String {
    let challenge = code_challenge(&transaction.code_verifier);
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", config.client_id.as_str()),
        ("redirect_uri", transaction.redirect_uri.as_str()),
        ("scope", scope(config)),
        ("audience", config.audience.as_str()),
        ("state", transaction.state.secret()),
        ("nonce", transaction.nonce.secret()),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    match &transaction.intent {
        Intent::LogIn => {}
        Intent::SwitchAccount => parameters.push(("prompt", "login")),
        Intent::Link { connection, .. } => {
            parameters.extend([("prompt", "login"), ("max_age", "0")]);
            parameters.extend(connection.as_deref().map(|name| ("connection", name)));
        }
    }
    config.domain.url(&format!("/authorize?{}", form(&parameters)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::UnixTime;
    use crate::login::return_to::ReturnTo;
    use crate::secret::{CodeVerifier, Nonce, State};
    use crate::session::SessionRef;

    fn query(intent: Intent) -> Vec<(String, String)> {
        let text = r#"{"domain": "acme.eu.auth0.com", "client_id": "abc"}"#;
        let config = AuthConfig { client_id: "a b&c#ü".into(), ..AuthConfig::parse(text).unwrap() };
        let transaction = Transaction {
            state: State::new("S"),
            nonce: Nonce::new("N"),
            code_verifier: CodeVerifier::new("V"),
            redirect_uri: "http://localhost:3000".into(),
            created_at: UnixTime(0),
            return_to: ReturnTo::parse("/"),
            intent,
        };
        let url = authorize_url(&config, &transaction);
        let (endpoint, query) = url.split_once('?').unwrap();
        assert_eq!(endpoint, "https://acme.eu.auth0.com/authorize");
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    fn login_parameters() -> Vec<(String, String)> {
        let challenge = code_challenge(&CodeVerifier::new("V"));
        [
            ("response_type", "code"),
            ("client_id", "a b&c#ü"), // TX-25
            ("redirect_uri", "http://localhost:3000"),
            (
                "scope",
                "openid profile email read:current_user update:current_user_identities update:current_user_metadata",
            ),
            ("audience", "https://acme.eu.auth0.com/api/v2/"),
            ("state", "S"),
            ("nonce", "N"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Cases: TX-24, TX-25.
    #[test]
    fn a_login_sends_exactly_these_parameters() {
        assert_eq!(query(Intent::LogIn), login_parameters());
        let mut switching = login_parameters();
        switching.push(("prompt".into(), "login".into()));
        assert_eq!(query(Intent::SwitchAccount), switching);
    }

    /// Cases: TX-24.
    #[test]
    fn a_link_adds_a_fresh_login_and_the_connection() {
        let primary = SessionRef { issuer: "i".into(), subject: "s".into(), session_id: "x".into() };
        let added = |connection: Option<&str>| {
            let intent = Intent::Link { primary: primary.clone(), connection: connection.map(str::to_owned) };
            query(intent)
                .into_iter()
                .skip(login_parameters().len())
                .map(|(n, v)| format!("{n}={v}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(added(None), ["prompt=login", "max_age=0"]);
        assert_eq!(added(Some("facebook")), ["prompt=login", "max_age=0", "connection=facebook"]);
    }
}
