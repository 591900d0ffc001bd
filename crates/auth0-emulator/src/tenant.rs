//! The state of the tenant and its rules, without HTTP, clock and randomness.

use std::collections::BTreeSet;

use authorization::AuthorizationRequest;
use client::Client;
use connection::{Connection, ProviderAccount};
use consent::Consents;
use custom_claims::CustomClaims;
use defaults::Defaults;
use expiring::Expiring;
use grant::{CodeGrant, Grant};
use identity::{Identity, IdentityKey, is_social_provider};
use issuer::Issuer;
use permissions::Permissions;
use rate_limit::TokenBucket;
use refresh_token::RefreshTokens;
use resource_server::{Audience, ResourceServer};
use settings::Settings;
use signing_keys::SigningKeys;
use sso_session::SsoSession;
use ticket::Ticket;
use transaction::Transaction;
use unsupported::Demand;
use user::User;
use users::{LinkRefusal, UnlinkRefusal, Users};

use crate::clock::Timestamp;

pub(crate) mod authorization;
pub mod client;
pub(crate) mod connection;
pub(crate) mod consent;
pub mod custom_claims;
pub(crate) mod defaults;
pub(crate) mod expiring;
pub(crate) mod format;
pub(crate) mod grant;
pub(crate) mod identity;
pub mod issuer;
pub(crate) mod metadata;
pub(crate) mod password;
pub(crate) mod password_policy;
pub mod permissions;
pub(crate) mod rate_limit;
pub(crate) mod refresh_token;
pub mod resource_server;
pub mod scope;
pub mod settings;
pub(crate) mod signing_key;
pub(crate) mod signing_keys;
pub(crate) mod sso_session;
pub(crate) mod ticket;
pub(crate) mod transaction;
pub(crate) mod unsupported;
pub(crate) mod url_match;
pub(crate) mod user;
pub(crate) mod users;

/// The whole state of a tenant.
#[derive(Debug)]
pub(crate) struct Tenant {
    /// The tenant's address.
    pub(crate) issuer: Issuer,
    /// Identifies the users file that the state began with.
    pub(crate) seed_digest: String,
    /// Its name, shown on pages.
    pub(crate) name: String,
    /// Logout URLs for requests that name no client.
    pub(crate) allowed_logout_urls: Vec<String>,
    /// Settings.
    pub(crate) settings: Settings,
    /// Registered applications.
    pub(crate) clients: Vec<Client>,
    /// Ways of logging in.
    pub(crate) connections: Vec<Connection>,
    /// What requests get that do not say.
    pub(crate) defaults: Defaults,
    /// APIs besides the Management API.
    pub(crate) resource_servers: Vec<ResourceServer>,
    /// What the tenant file demands and the emulator does not have.
    pub(crate) demands: Vec<Demand>,
    /// What was asked for and ignored, because the settings allow it.
    pub(crate) ignored: BTreeSet<String>,
    /// The users.
    pub(crate) users: Users,
    /// Claims that are added to tokens.
    pub(crate) claims: Vec<CustomClaims>,
    /// Permissions of users.
    pub(crate) permissions: Permissions,
    /// Accounts at the simulated providers.
    pub(crate) accounts: Vec<ProviderAccount>,
    /// Consents of users.
    pub(crate) consents: Consents,
    /// Browser sessions, by the value of the session cookie.
    pub(crate) sessions: Expiring<SsoSession>,
    /// Logins in progress, by the `state` of the tenant's pages.
    pub(crate) transactions: Expiring<Transaction>,
    /// Links in e-mails, by their ticket.
    pub(crate) tickets: Expiring<Ticket>,
    /// Codes, by their value.
    pub(crate) codes: Expiring<CodeGrant>,
    /// Opaque access tokens, by their value.
    pub(crate) opaque_tokens: Expiring<Grant>,
    /// Refresh tokens.
    pub(crate) refresh_tokens: RefreshTokens,
    /// Rate limit of the Management API. Unused unless the settings enable it.
    pub(crate) management_rate: TokenBucket,
    /// Signing keys.
    pub(crate) keys: SigningKeys,
}

impl Tenant {
    /// The client with this id.
    pub(crate) fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    /// The connection with this name.
    pub(crate) fn connection(&self, name: &str) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.name == name)
    }

    /// The name of a client, for pages.
    pub(crate) fn client_name(&self, client_id: &str) -> &str {
        self.client(client_id).map_or("the application", |client| &client.name)
    }

    /// The connections that a client may use, databases first.
    pub(crate) fn connections_of<'a>(&'a self, client: &'a Client) -> impl Iterator<Item = &'a Connection> {
        self.connections.iter().filter(|connection| connection.is_for(client))
    }

    /// The connections that the pages of a login may offer: those of the client, or only the requested one.
    pub(crate) fn offered_connections<'a>(
        &'a self,
        request: &'a AuthorizationRequest,
    ) -> impl Iterator<Item = &'a Connection> {
        let client = self.client(&request.client_id);
        let usable = client.into_iter().flat_map(|client| self.connections_of(client));
        usable.filter(|connection| request.connection.as_ref().is_none_or(|name| *name == connection.name))
    }

    /// The identity, primary or linked, that an e-mail address and a password prove in one of these databases.
    pub(crate) fn by_password(&self, databases: &[&str], email: &str, password: &str) -> Option<&Identity> {
        let identities = self.users.iter().flat_map(User::identities);
        let mut proved = identities
            .filter(|identity| databases.contains(&identity.connection.as_str()) && identity.has_email(email))
            .filter(|identity| identity.password.as_ref().is_some_and(|own| own.matches(password)));
        proved.next()
    }

    /// Whether an account of this connection has the e-mail address, compared without regard to case.
    pub(crate) fn is_email_taken(&self, connection: &str, email: &str) -> bool {
        let mut identities = self.users.iter().flat_map(User::identities);
        identities.any(|identity| identity.connection == connection && identity.has_email(email))
    }

    /// The API of an audience. `None` for `/userinfo`.
    pub(crate) fn resource_server(&self, audience: &Audience) -> Option<ResourceServer> {
        match audience {
            Audience::UserInfo => None,
            Audience::Management(identifier) => Some(ResourceServer::management(identifier)),
            Audience::Api(identifier) => {
                self.resource_servers.iter().find(|api| api.identifier == *identifier).cloned()
            }
        }
    }

    /// The session of a cookie, if it has not ended and its user still exists.
    pub(crate) fn session(&self, cookie: &str, now: Timestamp) -> Option<&SsoSession> {
        let session = self.sessions.get(cookie, now)?;
        self.users.owner(&session.identity).map(|_| session)
    }

    /// Begins a session with a new cookie, and ends the one that the browser had before.
    pub(crate) fn begin_session(
        &mut self,
        cookie: &str,
        session: SsoSession,
        replaced: Option<&str>,
        now: Timestamp,
    ) {
        if let Some(old) = replaced {
            self.sessions.take(old, now);
        }
        let end = self.settings.session.end(session.authenticated_at, now);
        self.sessions.insert(cookie, session, now, end);
    }

    /// Extends a session because it was used.
    pub(crate) fn touch_session(&mut self, cookie: &str, now: Timestamp) {
        if let Some(session) = self.sessions.get(cookie, now) {
            let end = self.settings.session.end(session.authenticated_at, now);
            self.sessions.expire_at(cookie, end);
        }
    }

    /// Logs in an account of a provider: creates its user on the first login, and updates the profile on later ones.
    pub(crate) fn sign_in_at_provider(
        &mut self,
        connection: &Connection,
        account: &ProviderAccount,
        now: Timestamp,
    ) -> IdentityKey {
        let identity = Identity {
            connection: connection.name.clone(),
            provider: connection.strategy.clone(),
            id: account.id.clone(),
            is_social: is_social_provider(&connection.strategy),
            profile: account.profile.clone(),
            password: None,
        };
        let key = identity.key();
        if !self.users.replace_profile(&key, account.profile.clone()) {
            // Cannot fail: the identity has no owner.
            let _ = self.users.insert(User::new(identity, now));
        }
        key
    }

    /// Links the secondary user to the primary one, and treats the secondary's sessions and tokens as the settings say.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; nothing changes then.
    pub(crate) fn link(
        &mut self,
        primary: &str,
        secondary: &str,
        now: Timestamp,
    ) -> Result<&User, LinkRefusal> {
        let identities: Vec<IdentityKey> = match self.users.get(secondary) {
            Some(user) => user.identities().map(Identity::key).collect(),
            None => Vec::new(),
        };
        self.users.link(primary, secondary, now)?;
        self.consents.forget_user(secondary);
        self.permissions.forget_user(secondary);
        if self.settings.after_link.session == settings::SecondarySession::Ended {
            self.sessions.retain(|session| !identities.contains(&session.identity));
        }
        if self.settings.after_link.refresh_tokens == settings::SecondaryTokens::Revoked {
            self.refresh_tokens.revoke_identities(&identities);
        }
        self.users.get(primary).ok_or(LinkRefusal::NoPrimary)
    }

    /// Removes a user with its consents, sessions and tokens. Accounts at providers continue to exist.
    pub(crate) fn delete_user(&mut self, user_id: &str) -> Option<User> {
        let user = self.users.remove(user_id)?;
        let gone: Vec<IdentityKey> = user.identities().map(Identity::key).collect();
        self.consents.forget_user(user_id);
        self.permissions.forget_user(user_id);
        self.sessions.retain(|session| !gone.contains(&session.identity));
        self.refresh_tokens.revoke_identities(&gone);
        Some(user)
    }

    /// Unlinks an identity.
    ///
    /// # Errors
    ///
    /// [`UnlinkRefusal`]; nothing changes then.
    pub(crate) fn unlink(
        &mut self,
        user: &str,
        key: &IdentityKey,
        now: Timestamp,
    ) -> Result<&User, UnlinkRefusal> {
        self.users.unlink(user, key, now)
    }
}
