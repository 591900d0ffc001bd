//! Tickets: the links in e-mails, by which users verify an address or choose a new password.
//!
//! Auth0, "Email Template Descriptions" (the messages) and `POST /api/v2/tickets/...` (the lifetime).

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Tenant;
use super::identity::{Identity, IdentityKey};
use super::password::PasswordHash;
use super::password_policy::PasswordPolicy;
use crate::clock::Timestamp;

/// Seconds that a ticket is valid: five days.
const TICKET_LIFETIME: i64 = 432_000;

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Purpose {
    /// Verifying an e-mail address.
    VerifyEmail,
    /// Choosing a new password.
    ChangePassword,
}

/// A link that was sent to the address of an identity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ticket {
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// Whose it is.
    pub(crate) identity: IdentityKey,
    /// The address that it was sent to.
    pub(crate) email: String,
    /// A used ticket is kept, so that its second use can be told from an expired one.
    pub(crate) is_used: bool,
}

/// Why a ticket cannot be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum TicketError {
    /// It has expired, or never existed.
    #[error("Access expired.")]
    Expired,
    /// It was used before.
    #[error("This URL can be used only once")]
    Used,
    /// The address was verified in another way.
    #[error("This account is already verified.")]
    AlreadyVerified,
    /// The user is gone, or has another address now.
    #[error("User account does not exist or verification code is invalid.")]
    NoUser,
}

impl Tenant {
    /// Keeps a ticket under its secret. Of those for a new password only the last one is valid (Auth0, "Change Users'
    /// Passwords").
    pub(crate) fn add_ticket(&mut self, secret: &str, ticket: Ticket, now: Timestamp) {
        if ticket.purpose == Purpose::ChangePassword {
            self.tickets.retain(|old| {
                old.is_used || old.purpose != ticket.purpose || old.identity != ticket.identity
            });
        }
        self.tickets.insert(secret, ticket, now, now.plus_seconds(TICKET_LIFETIME));
    }

    /// Marks the address of a ticket as verified.
    ///
    /// # Errors
    ///
    /// [`TicketError`]; nothing changes then.
    pub(crate) fn verify_email(&mut self, ticket: &str, now: Timestamp) -> Result<(), TicketError> {
        if self.holder(ticket, Purpose::VerifyEmail, now)?.profile.email_verified == Some(true) {
            return Err(TicketError::AlreadyVerified);
        }
        self.use_up(ticket, now, |identity| identity.profile.email_verified = Some(true))
    }

    /// Sets the password of a ticket's user. As for Auth0's tickets, the address does not count as verified by it
    /// (`mark_email_as_verified` is false by default).
    ///
    /// # Errors
    ///
    /// [`TicketError`]; nothing changes then.
    pub(crate) fn change_password(
        &mut self,
        ticket: &str,
        password: PasswordHash,
        now: Timestamp,
    ) -> Result<(), TicketError> {
        self.holder(ticket, Purpose::ChangePassword, now)?;
        self.use_up(ticket, now, |identity| identity.password = Some(password))
    }

    /// The address of a ticket for a new password, and the policy of its database.
    ///
    /// # Errors
    ///
    /// [`TicketError`].
    pub(crate) fn password_change(
        &self,
        ticket: &str,
        now: Timestamp,
    ) -> Result<(String, PasswordPolicy), TicketError> {
        let identity = self.holder(ticket, Purpose::ChangePassword, now)?;
        let policy = self.connection(&identity.connection).map(|database| database.password_policy);
        Ok((identity.profile.email.clone().unwrap_or_default(), policy.unwrap_or_default()))
    }

    fn holder(&self, ticket: &str, purpose: Purpose, now: Timestamp) -> Result<&Identity, TicketError> {
        let ticket = self.tickets.get(ticket, now).filter(|ticket| ticket.purpose == purpose);
        let ticket = ticket.ok_or(TicketError::Expired)?;
        if ticket.is_used {
            return Err(TicketError::Used);
        }
        let user = self.users.owner(&ticket.identity).ok_or(TicketError::NoUser)?;
        user.identity(&ticket.identity).filter(|own| own.has_email(&ticket.email)).ok_or(TicketError::NoUser)
    }

    fn use_up(
        &mut self,
        ticket: &str,
        now: Timestamp,
        change: impl FnOnce(&mut Identity),
    ) -> Result<(), TicketError> {
        let ticket = self.tickets.get_mut(ticket, now).ok_or(TicketError::Expired)?;
        let user = self.users.owner_mut(&ticket.identity).ok_or(TicketError::NoUser)?;
        user.updated_at = now;
        let mut identities = user.identities_mut();
        let own = identities.find(|own| own.key() == ticket.identity).ok_or(TicketError::NoUser)?;
        change(own);
        ticket.is_used = true;
        Ok(())
    }
}
