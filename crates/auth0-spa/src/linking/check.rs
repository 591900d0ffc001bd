//! Whether two accounts may be linked: checked between the second login and the confirm page.

use thiserror::Error;

use super::deadline::{Deadline, Expiry};
use crate::clock::UnixTime;
use crate::login::SecondLogin;
use crate::management::{User, Verifier};
use crate::session::Session;

/// Checks a second login against the current session, before any request is made for it.
///
/// # Errors
///
/// [`LinkRefusal`]; the second login has to be forgotten then.
pub fn second_login<'a>(
    session: Option<&'a Session>,
    second: &SecondLogin,
    now: UnixTime,
) -> Result<&'a Session, LinkRefusal> {
    let session = session.ok_or(LinkRefusal::NoSession)?;
    if session.is_expired(now) {
        return Err(LinkRefusal::NoSession);
    }
    if !session.is(&second.primary) {
        return Err(LinkRefusal::PrimaryChanged);
    }
    if *session.subject() == second.claims.subject {
        return Err(LinkRefusal::SameAccount);
    }
    let deadline = Deadline::of_second_login(second);
    if deadline.is_over(now) {
        return Err(LinkRefusal::ConfirmationExpired(deadline.why));
    }
    Ok(session)
}

/// Checks the two accounts as the tenant describes them now.
///
/// Account linking can be abused for a takeover through an unverified e-mail address, so both accounts must have
/// verified theirs. An account without an address may be linked: there is nothing to take over.
///
/// # Errors
///
/// [`LinkRefusal`].
pub fn accounts(primary: &User, secondary: &User) -> Result<(), LinkRefusal> {
    if primary.id == secondary.id {
        return Err(LinkRefusal::SameAccount);
    }
    if primary.has_identity_of(&secondary.id) || secondary.has_identity_of(&primary.id) {
        return Err(LinkRefusal::AlreadyLinked);
    }
    if let Some(verifier) = primary.unverified() {
        return Err(LinkRefusal::PrimaryUnverified(verifier));
    }
    if let Some(verifier) = secondary.unverified() {
        return Err(LinkRefusal::SecondaryUnverified(verifier));
    }
    Ok(())
}

/// Checks whether the second account has the connection that was asked for. The parameter can be removed from the URL
/// on the way, and then an account of another connection logs in.
///
/// By the identities and not by `sub`, because an account can be logged in to with any of its identities.
///
/// # Errors
///
/// [`LinkRefusal::OtherConnection`]. If no connection was asked for, every account will do.
pub fn connection(asked: Option<&str>, secondary: &User) -> Result<(), LinkRefusal> {
    match asked {
        Some(name) if secondary.identities.iter().all(|identity| identity.connection != name) => {
            Err(LinkRefusal::OtherConnection)
        }
        _ => Ok(()),
    }
}

/// Why two accounts are not linked. Nothing was sent, nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LinkRefusal {
    /// The session that asked for the link has ended.
    #[error("the session has ended")]
    NoSession,
    /// The link was asked for by another session than the current one.
    #[error("the session has changed")]
    PrimaryChanged,
    /// The second login was the same user: the same account, or one that is linked to it already.
    #[error("both logins are the same account")]
    SameAccount,
    /// The second login did not use the connection that was asked for.
    #[error("the second login used another connection")]
    OtherConnection,
    /// The second account is already linked.
    #[error("the account is linked already")]
    AlreadyLinked,
    /// The account of the session has an e-mail address that is not verified.
    #[error("the primary account's e-mail address is not verified")]
    PrimaryUnverified(Verifier),
    /// The second account has an e-mail address that is not verified.
    #[error("the secondary account's e-mail address is not verified")]
    SecondaryUnverified(Verifier),
    /// An account has to log in once more first.
    #[error("a fresh login is missing")]
    LoginNeeded,
    /// The second login came back too long ago, or a token that linking needs has expired.
    #[error("the confirmation is over: {0}")]
    ConfirmationExpired(Expiry),
}

#[cfg(test)]
mod tests;
