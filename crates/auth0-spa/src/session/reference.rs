//! The reference to a session, without its secrets, in other records and requests.

use crate::json::Value;
use crate::tabs::Fingerprint;
use crate::user_id::UserId;

/// Identifies a session without its secrets. A link is bound to it during the second login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRef {
    /// `iss` of the primary.
    pub issuer: String,
    /// `sub` of the primary.
    pub subject: String,
    /// The session's own id.
    pub session_id: String,
}

impl SessionRef {
    /// As a part of a record.
    pub(crate) fn to_json(&self) -> Value {
        Value::object(vec![
            ("issuer", self.issuer.as_str().into()),
            ("subject", self.subject.as_str().into()),
            ("session_id", self.session_id.as_str().into()),
        ])
    }

    /// Reads one out of a record.
    pub(crate) fn read(record: &Value) -> Option<Self> {
        let text = |name| record.owned_text(name);
        Some(Self { issuer: text("issuer")?, subject: text("subject")?, session_id: text("session_id")? })
    }

    /// The fingerprint of the session's account.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.issuer, &UserId::new(&self.subject))
    }
}
