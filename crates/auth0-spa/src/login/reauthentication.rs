//! To log in once more before a change: who has to, with which scopes, and what waits for it.

use std::fmt;

use super::scopes::ScopeSet;
use crate::clock::UnixTime;
use crate::json::Value;
use crate::session::SessionRef;
use crate::user_id::UserId;

/// A change that waits until one of its accounts has logged in once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reauthentication {
    /// The session on whose page the change was confirmed. On return it must be the same.
    pub session: SessionRef,
    /// `sub` of the account that has to log in.
    pub subject: UserId,
    /// What its token has to allow.
    pub scopes: ScopeSet,
    /// Its e-mail address, for the login page.
    pub login_hint: Option<String>,
    /// When the change can no longer be carried out.
    pub expires_at: UnixTime,
    /// The change.
    pub change: Waiting,
}

/// A change as it is stored: only what made it can read it. It may hold an ID token, so it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiting(pub(crate) Value);

impl fmt::Debug for Waiting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Waiting([redacted])")
    }
}

impl Reauthentication {
    /// As a part of a record.
    pub(super) fn to_json(&self) -> Value {
        Value::object(vec![
            ("session", self.session.to_json()),
            ("subject", self.subject.as_str().into()),
            ("scopes", self.scopes.name().into()),
            ("login_hint", self.login_hint.as_deref().into()),
            ("expires_at", self.expires_at.to_json()),
            ("change", self.change.0.clone()),
        ])
    }

    /// Reads one out of a record.
    pub(super) fn read(record: &Value) -> Option<Self> {
        let login_hint = match record.get("login_hint")? {
            Value::Null => None,
            hint => Some(hint.as_str()?.to_owned()),
        };
        Some(Self {
            session: SessionRef::read(record.get("session")?)?,
            subject: UserId::new(record.text("subject")?),
            scopes: ScopeSet::named(record.text("scopes")?)?,
            login_hint,
            expires_at: UnixTime::read(record, "expires_at")?,
            change: Waiting(record.get("change")?.clone()),
        })
    }
}
