//! The session and its record in storage.

use super::reference::SessionRef;
use crate::clock::UnixTime;
use crate::json::{self, Value};
use crate::login::id_token::{Claims, Profile};
use crate::login::scopes::ScopeSet;
use crate::login::token::{Scope, Tokens};
use crate::random::{self, Random, RandomError};
use crate::secret::{AccessToken, IdToken};
use crate::tabs::Fingerprint;
use crate::user_id::UserId;

/// The version of the record. A new field of [`Session`] needs a new one: older records are refused.
const VERSION: &str = "3";

/// A logged-in user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// A random id, different for every session, even of the same user.
    pub(super) id: String,
    /// The claims of the ID token.
    pub claims: Claims,
    /// For the Management API.
    pub access_token: AccessToken,
    /// When the access token expires, and the session with it: there is no renewal.
    pub expires_at: UnixTime,
    /// The scope of the access token.
    pub scope: Scope,
    /// For `link_with`, when this account becomes the secondary; `None` if it was not stored.
    pub id_token: Option<IdToken>,
    /// Whether it is never stored, because its tokens come from a login that was made for a change.
    pub(super) in_memory: bool,
}

impl Session {
    pub(super) fn to_json(&self) -> Value {
        // Whoever copies it can link this account to one of their own. So it lies only beside a token that links anyway.
        let links = ScopeSet::Identities.missing_from(&self.scope).is_none();
        let id_token = self.id_token.as_ref().filter(|_| links).map(IdToken::secret);
        Value::object(vec![
            ("version", VERSION.into()),
            ("id", self.id.as_str().into()),
            ("claims", self.claims.to_json()),
            ("access_token", self.access_token.secret().into()),
            ("expires_at", self.expires_at.to_json()),
            ("scope", self.scope.as_str().into()),
            ("id_token", id_token.into()),
        ])
    }

    /// `None` for anything but a record of this version.
    pub(super) fn read(text: &str) -> Option<Self> {
        let record = &json::read(text).ok()?;
        if record.text("version") != Some(VERSION) {
            return None;
        }
        let text = |name| record.owned_text(name);
        Some(Self {
            id: text("id")?,
            claims: Claims::read(record.get("claims")?)?,
            access_token: AccessToken::new(text("access_token")?),
            expires_at: UnixTime::read(record, "expires_at")?,
            scope: Scope::new(text("scope")?),
            id_token: record.get("id_token")?.as_str().map(IdToken::new),
            in_memory: false,
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
            id_token: Some(tokens.id_token),
            in_memory: tokens.in_memory,
        })
    }

    /// This session with the tokens of a newer login of its account, made for a change. They stay in memory: the
    /// record in storage keeps the older ones.
    #[must_use]
    pub fn elevated(self, claims: Claims, tokens: Tokens) -> Self {
        let Tokens { access_token, id_token, expires_at, scope, in_memory } = tokens;
        Self { id: self.id, claims, access_token, expires_at, scope, id_token: Some(id_token), in_memory }
    }

    /// Whether it is never stored.
    pub fn is_in_memory(&self) -> bool {
        self.in_memory
    }

    /// The user's id.
    pub fn subject(&self) -> &UserId {
        &self.claims.subject
    }

    /// The profile to show.
    pub fn profile(&self) -> &Profile {
        &self.claims.profile
    }

    /// The reference to this session.
    pub fn reference(&self) -> SessionRef {
        SessionRef {
            issuer: self.claims.issuer.clone(),
            subject: self.claims.subject.as_str().to_owned(),
            session_id: self.id.clone(),
        }
    }

    /// The fingerprint of the session's account.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.claims.issuer, &self.claims.subject)
    }

    /// Whether the reference is to this session.
    pub fn is(&self, reference: &SessionRef) -> bool {
        self.reference() == *reference
    }

    /// Whether the session has expired.
    pub fn is_expired(&self, now: UnixTime) -> bool {
        self.expires_at <= now
    }
}
