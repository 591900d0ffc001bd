//! Sends the links of tickets.

use crate::emulator::Emulator;
use crate::mail::Mail;
use crate::tenant::Tenant;
use crate::tenant::identity::{Identity, IdentityKey};
use crate::tenant::ticket::{Purpose, Ticket};
use crate::tenant::user::User;

/// Sends a link to the address of an identity, if it has one.
pub(super) fn send(emulator: &Emulator, tenant: &mut Tenant, purpose: Purpose, key: &IdentityKey) {
    let identity = tenant.users.owner(key).and_then(|user| user.identity(key));
    let Some(email) = identity.and_then(|identity| identity.profile.email.clone()) else { return };
    let now = emulator.now();
    let secret = emulator.random().token(43);
    let ticket = Ticket { purpose, identity: key.clone(), email: email.clone(), is_used: false };
    tenant.add_ticket(&secret, ticket, now);
    let (subject, page) = match purpose {
        Purpose::VerifyEmail => ("Verify your email", "email-verification"),
        Purpose::ChangePassword => ("Reset your password", "reset-verify"),
    };
    let link = emulator.address().endpoint(&format!("u/{page}?ticket={secret}"));
    emulator.send(Mail { at: now.iso(), to: email, subject, link });
}

/// Sends a link for a new password to the account of a database that has this address, if there is one.
pub(super) fn send_password_link(
    emulator: &Emulator,
    tenant: &mut Tenant,
    databases: &[String],
    email: &str,
) {
    let is_own = |identity: &&Identity| databases.contains(&identity.connection) && identity.has_email(email);
    let found = tenant.users.iter().flat_map(User::identities).find(is_own).map(Identity::key);
    if let Some(key) = found {
        send(emulator, tenant, Purpose::ChangePassword, &key);
    }
}
