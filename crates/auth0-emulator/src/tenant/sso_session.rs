//! The single sign-on session, which the tenant's cookie identifies.
//!
//! There is one cookie for the whole tenant, so the last login in a browser decides the user of the next silent login
//! (Auth0, "Single Sign-On"; "Session Lifecycle").

use serde::{Deserialize, Serialize};

use super::identity::IdentityKey;
use crate::clock::Timestamp;

/// A browser's session with the tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SsoSession {
    /// The id that ID tokens carry as `sid`.
    pub(crate) sid: String,
    /// The identity that logged in. Its user is looked up each time, because linking may change it.
    pub(crate) identity: IdentityKey,
    /// Name of the connection that was used.
    pub(crate) connection: String,
    /// When the user last authenticated: `auth_time`.
    pub(crate) authenticated_at: Timestamp,
}

impl SsoSession {
    /// Whether a request that names a connection, or none, may reuse this session.
    ///
    /// It must not reuse a session of another connection. Passwordless logins never reuse one.
    pub(crate) fn serves_connection(&self, connection: Option<&str>) -> bool {
        connection.is_none_or(|asked| asked == self.connection && asked != "sms" && asked != "email")
    }

    /// Whether the last authentication is at most `max_age` seconds old. `max_age=0` always requires a new one.
    pub(crate) fn is_fresh(&self, max_age: Option<i64>, now: Timestamp) -> bool {
        max_age.is_none_or(|max| max > 0 && now <= self.authenticated_at.plus_seconds(max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> SsoSession {
        SsoSession {
            sid: "sid".to_owned(),
            identity: IdentityKey { provider: "auth0".to_owned(), id: "1".to_owned() },
            connection: "google-oauth2".to_owned(),
            authenticated_at: Timestamp::from_millis(1_000_000),
        }
    }

    #[test]
    fn a_session_serves_only_the_connection_that_made_it() {
        assert!(session().serves_connection(None));
        assert!(session().serves_connection(Some("google-oauth2")));
        assert!(!session().serves_connection(Some("facebook")));
        let sms = SsoSession { connection: "sms".to_owned(), ..session() };
        assert!(!sms.serves_connection(Some("sms")));
    }

    #[test]
    fn max_age_counts_from_the_last_authentication_and_zero_is_never_fresh() {
        let at = |seconds| session().authenticated_at.plus_seconds(seconds);
        assert!(session().is_fresh(None, at(1_000_000)));
        assert!(session().is_fresh(Some(60), at(60)));
        assert!(!session().is_fresh(Some(60), at(61)));
        assert!(!session().is_fresh(Some(0), at(0)));
    }
}
