//! One of the two accounts of a link, with what proves its login.

use super::proof::{Proof, Rules};
use crate::clock::UnixTime;
use crate::login::SecondLogin;
use crate::login::id_token::Claims;
use crate::login::token::{Scope, Tokens};
use crate::management::User;
use crate::secret::{AccessToken, IdToken};
use crate::session::Session;

/// One of the two accounts, with the tokens that prove its login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatedAccount {
    /// The account as the tenant described it last.
    pub user: User,
    pub(super) claims: Claims,
    /// `None` if it was not stored.
    pub(super) id_token: Option<IdToken>,
    /// `None` after a redirect: it is not kept.
    pub(super) access: Option<Access>,
    freshness: Freshness,
}

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) token: AccessToken,
    pub(super) expires_at: UnixTime,
    pub(super) scope: Scope,
    in_memory: bool,
}

/// How new a login is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    /// It was made to confirm this link.
    Reauthenticated,
    /// By its time.
    Judged { fresh: bool },
}

impl AuthenticatedAccount {
    /// The account of the session.
    pub(super) fn of_session(session: &Session, user: User) -> Self {
        let in_memory = session.is_in_memory();
        let Session { access_token: token, id_token, expires_at, scope, claims, .. } = session.clone();
        let access = Some(Access { token, expires_at, scope, in_memory });
        Self { access, ..Self::without_access(user, claims, id_token) }
    }

    /// The account of the second login.
    pub(super) fn of_second_login(second: SecondLogin, user: User) -> Self {
        Self::new(user, second.claims, second.tokens)
    }

    /// An account whose access token was not kept.
    pub(super) fn without_access(user: User, claims: Claims, id_token: Option<IdToken>) -> Self {
        Self { user, claims, id_token, access: None, freshness: Freshness::Judged { fresh: false } }
    }

    pub(super) fn new(user: User, claims: Claims, tokens: Tokens) -> Self {
        let Tokens { access_token: token, id_token, expires_at, scope, in_memory } = tokens;
        let access = Some(Access { token, expires_at, scope, in_memory });
        Self { access, ..Self::without_access(user, claims, Some(id_token)) }
    }

    /// This account, whose login was made to confirm the link.
    pub(super) fn reauthenticated(self) -> Self {
        Self { freshness: Freshness::Reauthenticated, ..self }
    }

    /// Whether its login was made to confirm the link.
    pub(super) fn is_reauthenticated(&self) -> bool {
        self.freshness == Freshness::Reauthenticated
    }

    /// This account, whose login was made for something else than what is to be confirmed now: it counts by its time.
    pub(super) fn judged(&mut self) {
        self.freshness = Freshness::Judged { fresh: false };
    }

    /// Judges the age of the login. Returns whether that changed anything.
    pub(super) fn refresh(&mut self, rules: Rules, now: UnixTime) -> bool {
        let before = self.freshness;
        if let Freshness::Judged { fresh } = &mut self.freshness {
            *fresh = rules.is_fresh(&self.claims, now);
        }
        self.freshness != before
    }

    /// What its login proves: nothing without the ID token, which would be sent if this account joined the other.
    pub(super) fn proof(&self) -> Proof<'_> {
        let fresh = matches!(self.freshness, Freshness::Reauthenticated | Freshness::Judged { fresh: true });
        let fresh = fresh && self.id_token.is_some();
        Proof { fresh, scope: self.access.as_ref().map(|access| &access.scope) }
    }

    /// The access token for calls of the Management API as this account; `None` if it was not kept.
    pub fn access_token(&self) -> Option<&AccessToken> {
        self.access.as_ref().map(|access| &access.token)
    }

    /// The ID token that `link_with` takes for this account; `None` if it was not stored.
    pub(super) fn id_token(&self) -> Option<&IdToken> {
        self.id_token.as_ref()
    }

    /// The claims and tokens for a session of this account; `None` without an access token.
    pub(super) fn into_login(self) -> Option<(Claims, Tokens)> {
        let Self { claims, id_token, access, .. } = self;
        let Access { token: access_token, expires_at, scope, in_memory } = access?;
        Some((claims, Tokens { access_token, id_token: id_token?, expires_at, scope, in_memory }))
    }
}
