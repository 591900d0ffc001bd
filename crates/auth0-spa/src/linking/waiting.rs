//! A change that waits while an account logs in once more: what is stored of it, and the way back.
//!
//! The other account's ID token is stored, because `link_with` needs it; its access token is not. So that account cannot be
//! read again, and what was shown of it is stored too.

use super::account::AuthenticatedAccount;
use super::check::LinkRefusal;
use super::confirm::Confirmation;
use super::proof::{Party, Rules};
use super::unlink::UnlinkQuestion;
use crate::clock::UnixTime;
use crate::config::AuthConfig;
use crate::json::Value;
use crate::login::id_token::Claims;
use crate::login::token::Tokens;
use crate::login::{Reauthentication, Waiting};
use crate::management::metadata::{MergePlan, Source};
use crate::management::{Identity, User};
use crate::secret::IdToken;
use crate::session::Session;

/// Who logged in once more.
pub(crate) enum Returned {
    /// Nobody: the login was cancelled, or it failed.
    Nobody,
    /// The session's account. Its tokens are those of the session.
    Session,
    /// The second account.
    Second(Box<(Claims, Tokens)>),
}

/// A change that waited, as it was shown.
pub(crate) enum WaitingChange {
    /// An identity is to be unlinked.
    Unlink(Identity),
    /// Two accounts are to be linked.
    Link(Box<WaitingLink>),
}

/// Two accounts that are to be linked.
pub(crate) struct WaitingLink {
    first: Account,
    second: Account,
    swapped: bool,
    /// The keys that were decided for the secondary; `None` if nothing is merged.
    choices: Option<Vec<String>>,
    /// The connection that was asked for.
    pub(crate) connection: Option<String>,
    returned_at: UnixTime,
}

struct Account {
    user: User,
    claims: Claims,
    id_token: Option<IdToken>,
    reauthenticated: bool,
}

impl Confirmation {
    /// The login that is missing for this link, which waits for it; `None` if none is.
    pub fn reauthentication(&self) -> Option<Reauthentication> {
        let next = self.next_login()?;
        let account = self.account(next.party);
        let choices = self.choices().into_iter().map(|choice| Value::String(choice.key)).collect();
        let link = Value::object(vec![
            ("first", to_json(self.account(Party::Session))),
            ("second", to_json(self.account(Party::Second))),
            ("swapped", Value::Bool(self.swapped)),
            ("choices", if self.merge.is_some() { Value::Array(choices) } else { Value::Null }),
            ("connection", self.connection.as_deref().into()),
            ("returned_at", self.returned_at.to_json()),
        ]);
        Some(Reauthentication {
            session: self.session.clone(),
            subject: account.claims.subject.clone(),
            scopes: next.scopes,
            login_hint: account.user.profile.email.clone(),
            expires_at: self.deadline().at,
            change: Waiting(Value::object(vec![("link", link)])),
        })
    }
}

impl UnlinkQuestion {
    /// The login that is missing for this unlink, which waits for it.
    pub(super) fn reauthentication(
        &self,
        session: &Session,
        expires_at: UnixTime,
    ) -> Option<Reauthentication> {
        Some(Reauthentication {
            session: session.reference(),
            subject: session.subject().clone(),
            scopes: self.next_login()?.scopes,
            login_hint: session.profile().email.clone(),
            expires_at,
            change: Waiting(Value::object(vec![("unlink", self.identity.to_json())])),
        })
    }
}

impl Reauthentication {
    /// The identity to unlink, if that is what waits.
    pub fn unlinks(&self) -> Option<Identity> {
        Identity::read(self.change.0.get("unlink")?)
    }
}

impl WaitingChange {
    /// Reads what was stored; `None` for anything that this release did not store.
    pub(crate) fn read(waiting: &Reauthentication) -> Option<Self> {
        if let Some(identity) = waiting.unlinks() {
            return Some(Self::Unlink(identity));
        }
        let link = waiting.change.0.get("link")?;
        let choices = match link.get("choices")? {
            Value::Null => None,
            choices => {
                let keys = choices.as_array()?.iter().map(|key| key.as_str().map(str::to_owned));
                Some(keys.collect::<Option<_>>()?)
            }
        };
        Some(Self::Link(Box::new(WaitingLink {
            first: Account::read(link.get("first")?)?,
            second: Account::read(link.get("second")?)?,
            swapped: is_true(link, "swapped"),
            choices,
            connection: link.owned_text("connection"),
            returned_at: UnixTime::read(link, "returned_at")?,
        })))
    }
}

impl WaitingLink {
    /// The confirmation as it was shown, with what the login on which it waited has proven.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`] when it can no longer be confirmed.
    pub(crate) fn resume(
        self,
        session: &Session,
        returned: Returned,
        config: &AuthConfig,
        now: UnixTime,
    ) -> Result<Confirmation, LinkRefusal> {
        let Self { first, second, swapped, choices, connection, returned_at } = self;
        let (one, other) = if swapped { (&second, &first) } else { (&first, &second) };
        // As it was shown, whatever the configuration is by now.
        let merge = choices.map(|choices| {
            let mut merge = MergePlan::new(&one.user.metadata, &other.user.metadata);
            for key in &choices {
                merge.choose(key, Source::Secondary);
            }
            merge
        });
        let mut own = AuthenticatedAccount::of_session(session, first.user);
        let is_proven = matches!(returned, Returned::Session);
        if !is_proven {
            // It may be newer than the session's own login.
            (own.claims, own.id_token) = (first.claims, first.id_token.or(own.id_token));
        }
        if is_proven || first.reauthenticated {
            own = own.reauthenticated();
        }
        let joined = match returned {
            Returned::Second(login) => {
                let (claims, tokens) = *login;
                AuthenticatedAccount::new(second.user, claims, tokens).reauthenticated()
            }
            _ => AuthenticatedAccount::without_access(second.user, second.claims, second.id_token),
        };
        let (primary, secondary) = if swapped { (joined, own) } else { (own, joined) };
        let mut confirmation = Confirmation {
            primary,
            secondary,
            swapped,
            merge,
            feedback: None,
            session: session.reference(),
            connection,
            returned_at,
            rules: Rules::of(config),
        };
        confirmation.refresh(now);
        confirmation.check(Some(session), now)?;
        Ok(confirmation)
    }
}

impl Account {
    fn read(account: &Value) -> Option<Self> {
        Some(Self {
            user: User::read(account.get("user")?)?,
            claims: Claims::read(account.get("claims")?)?,
            id_token: account.get("id_token")?.as_str().map(IdToken::new),
            reauthenticated: is_true(account, "reauthenticated"),
        })
    }
}

/// An account without its access token.
fn to_json(account: &AuthenticatedAccount) -> Value {
    Value::object(vec![
        ("user", account.user.to_json()),
        ("claims", account.claims.to_json()),
        ("id_token", account.id_token().map(IdToken::secret).into()),
        ("reauthenticated", Value::Bool(account.is_reauthenticated())),
    ])
}

fn is_true(object: &Value, name: &str) -> bool {
    object.get(name) == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests;
