//! The single sign-on session: what the tenant's cookie stands for.
//!
//! There is one cookie for the whole tenant, so the last login in a browser decides who the next silent
//! login is for (Auth0, "Single Sign-On"; "Session Lifecycle").

use serde::{Deserialize, Serialize};

use super::identity::IdentityKey;
use crate::clock::Timestamp;

/// A browser's session with the tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SsoSession {
    /// The id that ID tokens carry as `sid`.
    pub sid: String,
    /// The identity that logged in. Who it belongs to is looked up anew each time: linking may change it.
    pub identity: IdentityKey,
    /// Name of the connection that was used.
    pub connection: String,
    /// When the person last proved who they are: `auth_time`.
    pub authenticated_at: Timestamp,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLifetime {
    /// Seconds from the login.
    pub absolute: i64,
    /// Seconds without use.
    pub idle: i64,
}

impl SessionLifetime {
    /// When a session that was begun at `authenticated_at` and is used now ends, unless it is used again.
    pub fn end(self, authenticated_at: Timestamp, now: Timestamp) -> Timestamp {
        authenticated_at.plus_seconds(self.absolute).min(now.plus_seconds(self.idle))
    }
}

impl SsoSession {
    /// Whether a request that names a connection, or none, may reuse this session.
    ///
    /// A session that was made with another connection does not count, and passwordless logins never reuse one.
    pub fn serves_connection(&self, connection: Option<&str>) -> bool {
        connection.is_none_or(|asked| asked == self.connection && asked != "sms" && asked != "email")
    }

    /// Whether the last proof is at most `max_age` seconds old. `max_age=0` always asks for a new one.
    pub fn is_fresh(&self, max_age: Option<i64>, now: Timestamp) -> bool {
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
    fn max_age_counts_from_the_last_proof_and_zero_is_never_fresh() {
        let at = |seconds| session().authenticated_at.plus_seconds(seconds);
        assert!(session().is_fresh(None, at(1_000_000)));
        assert!(session().is_fresh(Some(60), at(60)));
        assert!(!session().is_fresh(Some(60), at(61)));
        assert!(!session().is_fresh(Some(0), at(0)));
    }

    #[test]
    fn a_session_ends_by_the_nearer_limit() {
        let lifetime = SessionLifetime { absolute: 1000, idle: 100 };
        let start = Timestamp::from_millis(0);
        assert_eq!(lifetime.end(start, start.plus_seconds(10)).seconds(), 110);
        assert_eq!(lifetime.end(start, start.plus_seconds(950)).seconds(), 1000);
    }
}
