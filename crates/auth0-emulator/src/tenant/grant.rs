//! The grant of a finished login, which a code, an opaque token or a refresh token represents.

use serde::{Deserialize, Serialize};

use super::identity::IdentityKey;
use super::resource_server::Audience;
use super::scope::Scopes;
use super::sso_session::SsoSession;
use crate::clock::Timestamp;
use crate::random::sha256;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a user granted to a client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// The client.
    pub(crate) client_id: String,
    /// The identity that logged in; its owner is the subject.
    pub(crate) identity: IdentityKey,
    /// The API for which access was requested.
    pub(crate) audience: Audience,
    /// Scopes that were granted.
    pub(crate) scopes: Scopes,
    /// Id of the browser session.
    pub(crate) sid: String,
    /// When the user last authenticated.
    pub(crate) authenticated_at: Timestamp,
}

/// The grant that an authorization code represents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CodeGrant {
    /// The grant itself.
    pub(crate) grant: Grant,
    /// The callback of the request, which the exchange must repeat if it was sent.
    pub(crate) redirect_uri: Option<String>,
    /// PKCE.
    pub(crate) challenge: Option<CodeChallenge>,
    /// The `nonce` of the ID token.
    pub(crate) nonce: Option<String>,
    /// Whether the ID token contains `auth_time`.
    pub(crate) tell_auth_time: bool,
}

/// A PKCE challenge (RFC 7636 §4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CodeChallenge {
    /// The verifier's SHA-256 digest in base64url.
    S256(String),
    /// The verifier itself.
    Plain(String),
}

impl Grant {
    /// A grant by the user of a session.
    pub(crate) fn of_session(
        session: &SsoSession,
        client_id: &str,
        audience: Audience,
        scopes: Scopes,
    ) -> Self {
        Self {
            client_id: client_id.to_owned(),
            identity: session.identity.clone(),
            audience,
            scopes,
            sid: session.sid.clone(),
            authenticated_at: session.authenticated_at,
        }
    }
}

impl CodeChallenge {
    /// Whether `verifier` belongs to this challenge (RFC 7636 §4.6).
    pub(crate) fn matches(&self, verifier: &str) -> bool {
        match self {
            Self::S256(challenge) => *challenge == URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes())),
            Self::Plain(challenge) => challenge == verifier,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_rfc_7636_appendix_b_matches() {
        let challenge = CodeChallenge::S256("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned());
        assert!(challenge.matches("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.matches("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"));
    }
}
