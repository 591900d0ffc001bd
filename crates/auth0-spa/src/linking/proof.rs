//! What a change of an account asks of its logins: how fresh they are, and which scopes they have. Nothing else decides
//! it, and no change can be made without it.
//!
//! Who has an open page has not proven to be its user. So the account that is changed logs in again, unless it has just
//! done so (OWASP ASVS 5.0, 7.5.1).

use crate::clock::{LEEWAY, UnixTime};
use crate::config::{AuthConfig, Scopes};
use crate::login::id_token::Claims;
use crate::login::scopes::{Scope, ScopeSet};
use crate::session::Session;

/// For how many seconds a press confirms a change: a login with a second factor and a consent page takes about a minute.
const AT_ONCE: i64 = 90;

/// The rules of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    reauthenticate_after: i64,
    scopes: Scopes,
}

/// Which of the logins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// That of the session.
    Session,
    /// The second one of a link.
    Second,
}

/// What a login proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof<'a> {
    /// Whether it is new enough.
    pub fresh: bool,
    /// The scopes of its access token; `None` if it was not kept.
    pub scope: Option<&'a Scope>,
}

/// A change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// An identity of the session's account is unlinked.
    Unlink,
    /// Two accounts are linked.
    Link {
        /// The second login.
        second: Proof<'a>,
        /// Whose account is the primary.
        stays: Party,
        /// Whether metadata is copied.
        copies: bool,
    },
}

/// An account has to log in once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextLogin {
    /// Which account.
    pub party: Party,
    /// With which scopes.
    pub scopes: ScopeSet,
}

impl Rules {
    /// Those of this configuration.
    pub fn of(config: &AuthConfig) -> Self {
        Self { reauthenticate_after: config.reauthenticate_after, scopes: config.scopes }
    }

    /// When the scopes are asked for.
    pub(super) fn scopes(self) -> Scopes {
        self.scopes
    }

    /// Whether a login is new enough to change its account. By `auth_time`, because `iat` is new in a silent login too.
    pub fn is_fresh(self, claims: &Claims, now: UnixTime) -> bool {
        let after = self.reauthenticate_after;
        let age = claims.authenticated_at.map(|login| now.since(login));
        after > 0 && age.is_some_and(|age| (-LEEWAY..after.saturating_add(LEEWAY)).contains(&age))
    }

    /// Which login is missing before this change; `None` if there is everything.
    ///
    /// The account that stays needs a fresh login with the scopes. If the session's account joins instead, its own login
    /// has to be fresh too: otherwise anybody at an open page could make it a part of their own account. It is asked first,
    /// so that no token with more scopes waits through a redirect. (The second login is never too old: the confirmation
    /// expires before.)
    pub fn next_login(self, change: Change<'_>, session: Proof<'_>) -> Option<NextLogin> {
        let (party, stays, scopes) = match change {
            Change::Unlink => (Party::Session, session, ScopeSet::Identities),
            Change::Link { second, stays, copies } => {
                let scopes = if copies { ScopeSet::Metadata } else { ScopeSet::Identities };
                match stays {
                    Party::Session => (stays, session, scopes),
                    Party::Second if !session.fresh => {
                        return Some(NextLogin { party: Party::Session, scopes: ScopeSet::Read });
                    }
                    Party::Second => (stays, second, scopes),
                }
            }
        };
        let may = stays.scope.is_some_and(|granted| match self.scopes {
            // Every login asked for them: what was not granted then would not be granted now.
            Scopes::AtLogin => true,
            Scopes::WhenNeeded => scopes.missing_from(granted).is_none(),
        });
        (!stays.fresh || !may).then_some(NextLogin { party, scopes })
    }
}

/// Whether a change is carried out without another press when the login comes back for which it waited. The tenant's page does
/// not say what the login is for, so whoever only finds it there, long after the press, has not confirmed anything.
pub fn still_confirms(pressed_at: UnixTime, now: UnixTime) -> bool {
    now.since(pressed_at) <= AT_ONCE
}

/// Whether the session's account can be changed at all: not if its login asked for the scopes and did not get them.
pub fn can_change(config: &AuthConfig, session: &Session) -> bool {
    config.scopes == Scopes::WhenNeeded || ScopeSet::Identities.missing_from(&session.scope).is_none()
}

#[cfg(test)]
mod tests;
