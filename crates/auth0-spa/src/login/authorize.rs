//! The authorization request: a URL at the tenant (RFC 6749 section 4.1.1, RFC 7636 section 4.3, Auth0's additions).

use super::pkce::code_challenge;
use super::scopes::ScopeSet;
use super::transaction::{Intent, Transaction};
use crate::config::AuthConfig;
use crate::encoding::form;

/// `max_age` of a plain login, in seconds. The tenant's session may be as old as a session can be (thirty days, Auth0,
/// "Session Lifecycle Limits"); the parameter only makes the tenant put `auth_time` into the ID token (Auth0, "Force
/// Reauthentication in OIDC").
const MAX_AGE: &str = "2592000";

/// The scopes of a login for this: what every login asks for, and what the change needs for which it is.
pub fn scopes(config: &AuthConfig, intent: &Intent) -> ScopeSet {
    let needed = match intent {
        Intent::Reauthenticate(waiting) => waiting.scopes,
        Intent::LogIn | Intent::SwitchAccount | Intent::Link { .. } => ScopeSet::Read,
    };
    ScopeSet::of_login(config).max(needed)
}

/// The URL to leave for.
///
/// A link demands a fresh login, and so does a reauthentication: `prompt=login` and `max_age=0` also make the tenant put
/// `auth_time` into the ID token. It is checked on return, because both parameters can be removed from the URL on the
/// way.
pub fn authorize_url(transaction: &Transaction) -> String {
    let challenge = code_challenge(&transaction.code_verifier);
    let nonce = transaction.nonce();
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", transaction.application.client_id.as_str()),
        ("redirect_uri", transaction.redirect_uri.as_str()),
        ("scope", transaction.scopes.parameter()),
        ("audience", transaction.application.audience.as_str()),
        ("state", transaction.state.secret()),
        ("nonce", nonce.secret()),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    match &transaction.intent {
        Intent::LogIn => parameters.push(("max_age", MAX_AGE)),
        Intent::SwitchAccount => parameters.push(("prompt", "login")),
        Intent::Link { connection, .. } => {
            parameters.extend([("prompt", "login"), ("max_age", "0")]);
            parameters.extend(connection.as_deref().map(|name| ("connection", name)));
        }
        Intent::Reauthenticate(waiting) => {
            parameters.extend([("prompt", "login"), ("max_age", "0")]);
            parameters.extend(waiting.login_hint.as_deref().map(|hint| ("login_hint", hint)));
        }
    }
    transaction.application.domain.url(&format!("/authorize?{}", form(&parameters)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::UnixTime;
    use crate::config::{Application, Scopes};
    use crate::json::Value;
    use crate::login::return_to::ReturnTo;
    use crate::login::{Reauthentication, Waiting};
    use crate::secret::{CodeVerifier, Nonce, State};
    use crate::session::SessionRef;
    use crate::user_id::UserId;

    fn query(intent: Intent) -> Vec<(String, String)> {
        let text = r#"{"domain": "acme.eu.auth0.com", "client_id": "abc"}"#;
        let config = AuthConfig::parse(text).unwrap();
        let transaction = Transaction {
            application: Application { client_id: "a b&c#ü".into(), ..config.application.clone() },
            scopes: scopes(&config, &intent),
            state: State::new("S"),
            nonce: Nonce::new("N"),
            code_verifier: CodeVerifier::new("V"),
            redirect_uri: "http://localhost:3000".into(),
            created_at: UnixTime(0),
            return_to: ReturnTo::parse("/"),
            intent,
        };
        let url = authorize_url(&transaction);
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
        let mut plain = login_parameters();
        plain.push(("max_age".into(), "2592000".into()));
        assert_eq!(query(Intent::LogIn), plain);
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

    /// Cases: TX-24, SU-01.
    #[test]
    fn a_reauthentication_adds_a_fresh_login_a_hint_and_the_scopes_of_the_change() {
        let waiting = |login_hint: Option<&str>| {
            Intent::Reauthenticate(Box::new(Reauthentication {
                session: SessionRef { issuer: "i".into(), subject: "s".into(), session_id: "x".into() },
                subject: UserId::new("auth0|alice"),
                scopes: ScopeSet::Identities,
                login_hint: login_hint.map(str::to_owned),
                expires_at: UnixTime(300),
                change: Waiting(Value::Null),
            }))
        };
        let added =
            |intent: Intent| query(intent).into_iter().skip(login_parameters().len()).collect::<Vec<_>>();
        let fresh = [("prompt".to_owned(), "login".to_owned()), ("max_age".to_owned(), "0".to_owned())];
        assert_eq!(added(waiting(None)), fresh);
        let hint = ("login_hint".to_owned(), "alice@example.com".to_owned());
        assert_eq!(added(waiting(Some("alice@example.com"))), [&fresh[..], &[hint]].concat());

        let config = |scopes, merge_metadata| {
            let text = r#"{"domain": "acme.eu.auth0.com", "client_id": "abc"}"#;
            AuthConfig { merge_metadata, scopes, ..AuthConfig::parse(text).unwrap() }
        };
        for (setting, merge, login, change) in [
            (Scopes::AtLogin, true, ScopeSet::Metadata, ScopeSet::Metadata),
            (Scopes::AtLogin, false, ScopeSet::Identities, ScopeSet::Identities),
            (Scopes::WhenNeeded, true, ScopeSet::Read, ScopeSet::Identities),
            (Scopes::WhenNeeded, false, ScopeSet::Read, ScopeSet::Identities),
        ] {
            let config = config(setting, merge);
            assert_eq!(scopes(&config, &Intent::LogIn), login);
            assert_eq!(scopes(&config, &Intent::SwitchAccount), login);
            assert_eq!(scopes(&config, &waiting(None)), change);
        }
    }
}
