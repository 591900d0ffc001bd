//! What a session is, and how it is written to storage.

use super::reference::SessionRef;
use crate::clock::UnixTime;
use crate::json::{self, Value};
use crate::login::id_token::{Claims, Profile};
use crate::login::token::{Scope, Tokens};
use crate::random::{self, Random, RandomError};
use crate::secret::{AccessToken, IdToken};
use crate::tabs::Fingerprint;
use crate::user_id::UserId;

/// Marks the form in storage. A new field of [`Session`] needs a new version: an older record is refused.
const VERSION: &str = "1";

/// A logged-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Tells this session from every other one, also of the same person.
    pub(super) id: String,
    /// Who it is.
    pub claims: Claims,
    /// For the Management API.
    pub access_token: AccessToken,
    /// When the access token ends, and the session with it: there is no renewal.
    pub expires_at: UnixTime,
    /// What the access token may do.
    pub scope: Scope,
    /// For `link_with`, when this account becomes the secondary.
    pub id_token: IdToken,
}

impl Session {
    pub(super) fn to_json(&self) -> Value {
        Value::object(vec![
            ("version", VERSION.into()),
            ("id", self.id.as_str().into()),
            ("claims", self.claims.to_json()),
            ("access_token", self.access_token.secret().into()),
            ("expires_at", self.expires_at.to_json()),
            ("scope", self.scope.as_str().into()),
            ("id_token", self.id_token.secret().into()),
        ])
    }

    /// `None` for anything that this release did not write.
    pub(super) fn read(text: &str) -> Option<Self> {
        let record = json::read(text).ok()?;
        if record.text("version") != Some(VERSION) {
            return None;
        }
        let text = |name| record.text(name).map(str::to_owned);
        Some(Self {
            id: text("id")?,
            claims: Claims::read(record.get("claims")?)?,
            access_token: AccessToken::new(text("access_token")?),
            expires_at: UnixTime::read(record.get("expires_at")?)?,
            scope: Scope::new(text("scope")?),
            id_token: IdToken::new(text("id_token")?),
        })
    }

    /// A new session from a completed login.
    ///
    /// # Errors
    ///
    /// [`RandomError`] when it cannot be given an id.
    pub fn new(random: &impl Random, claims: Claims, tokens: Tokens) -> Result<Self, RandomError> {
        Ok(Self {
            id: random::token(random)?,
            claims,
            access_token: tokens.access_token,
            expires_at: tokens.expires_at,
            scope: tokens.scope,
            id_token: tokens.id_token,
        })
    }

    /// The user's id.
    pub fn subject(&self) -> &UserId {
        &self.claims.subject
    }

    /// What to show of the person.
    pub fn profile(&self) -> &Profile {
        &self.claims.profile
    }

    /// Names this session.
    pub fn reference(&self) -> SessionRef {
        SessionRef {
            issuer: self.claims.issuer.clone(),
            subject: self.claims.subject.as_str().to_owned(),
            session_id: self.id.clone(),
        }
    }

    /// Tells the session's account from every other one.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.claims.issuer, &self.claims.subject)
    }

    /// Whether this is the session that a link was started from.
    pub fn is(&self, reference: &SessionRef) -> bool {
        self.reference() == *reference
    }

    /// Whether its access token was granted what linking and unlinking need.
    pub fn may_link(&self) -> bool {
        self.scope.has("update:current_user_identities")
    }

    /// Whether the session has ended.
    pub fn is_expired(&self, now: UnixTime) -> bool {
        self.expires_at <= now
    }
}
