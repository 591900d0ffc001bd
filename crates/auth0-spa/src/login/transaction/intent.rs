//! What a login is for, as its record says.

use crate::json::Value;
use crate::login::reauthentication::Reauthentication;
use crate::session::SessionRef;

/// What a login is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To get a session.
    LogIn,
    /// To get a session of another account than that of the tenant's session.
    SwitchAccount,
    /// To log in to a second account that is to be linked.
    Link {
        /// The session that asked for it. On return it must be the same.
        primary: SessionRef,
        /// The connection to log in with; `None` leaves the choice to the login page.
        connection: Option<String>,
    },
    /// To log in once more, before a change that the user confirmed.
    Reauthenticate(Box<Reauthentication>),
}

impl Intent {
    /// The session that began it on its page, and that it is for.
    pub fn session(&self) -> Option<&SessionRef> {
        match self {
            Self::LogIn | Self::SwitchAccount => None,
            Self::Link { primary, .. } => Some(primary),
            Self::Reauthenticate(waiting) => Some(&waiting.session),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::LogIn => "log_in".into(),
            Self::SwitchAccount => "switch_account".into(),
            Self::Link { primary, connection } => {
                let link = vec![("primary", primary.to_json()), ("connection", connection.as_deref().into())];
                Value::object(vec![("link", Value::object(link))])
            }
            Self::Reauthenticate(waiting) => Value::object(vec![("reauthenticate", waiting.to_json())]),
        }
    }

    pub(super) fn read(intent: &Value) -> Option<Self> {
        match intent.as_str() {
            Some("log_in") => Some(Self::LogIn),
            Some("switch_account") => Some(Self::SwitchAccount),
            Some(_) => None,
            None => {
                if let Some(waiting) = intent.get("reauthenticate") {
                    return Reauthentication::read(waiting).map(Box::new).map(Self::Reauthenticate);
                }
                let link = intent.get("link")?;
                let primary = SessionRef::read(link.get("primary")?)?;
                let connection = match link.get("connection")? {
                    Value::Null => None,
                    name => Some(name.as_str()?.to_owned()),
                };
                Some(Self::Link { primary, connection })
            }
        }
    }
}
