//! The state of the tenant and the rules that hold in it, without HTTP, clock or randomness of its own.

use client::{AppType, AuthMethod, Client};
use connection::{Connection, ProviderAccount};
use consent::Consents;
use expiring::Expiring;
use grant::{CodeGrant, Grant};
use identity::{Identity, IdentityKey, is_social_provider};
use issuer::Issuer;
use rate_limit::TokenBucket;
use refresh_token::RefreshTokens;
use resource_server::{Audience, ResourceServer};
use settings::Settings;
use signing_keys::SigningKeys;
use sso_session::SsoSession;
use transaction::Transaction;
use user::User;
use users::{LinkRefusal, UnlinkRefusal, Users};

use crate::clock::Timestamp;

pub mod authorization;
pub mod client;
pub mod connection;
pub mod consent;
pub mod expiring;
pub mod grant;
pub mod identity;
pub mod issuer;
pub mod metadata;
pub mod password;
pub mod rate_limit;
pub mod refresh_token;
pub mod resource_server;
pub mod scope;
pub mod settings;
pub mod signing_key;
pub mod signing_keys;
pub mod sso_session;
pub mod transaction;
pub mod url_match;
pub mod user;
pub mod users;

/// Everything that the tenant knows.
#[derive(Debug)]
pub struct Tenant {
    /// The tenant's address.
    pub issuer: Issuer,
    /// Its name, shown on pages.
    pub name: String,
    /// Logout URLs for requests that name no client.
    pub allowed_logout_urls: Vec<String>,
    /// Switches and lifetimes.
    pub settings: Settings,
    /// Registered applications.
    pub clients: Vec<Client>,
    /// Ways of logging in.
    pub connections: Vec<Connection>,
    /// APIs besides the Management API.
    pub resource_servers: Vec<ResourceServer>,
    /// The users.
    pub users: Users,
    /// Accounts at the simulated providers.
    pub accounts: Vec<ProviderAccount>,
    /// What users allowed.
    pub consents: Consents,
    /// Browser sessions, by the value of the cookie.
    pub sessions: Expiring<SsoSession>,
    /// Logins on their way, by the `state` of the tenant's pages.
    pub transactions: Expiring<Transaction>,
    /// Codes, by their value.
    pub codes: Expiring<CodeGrant>,
    /// Opaque access tokens, by their value.
    pub opaque_tokens: Expiring<Grant>,
    /// Refresh tokens.
    pub refresh_tokens: RefreshTokens,
    /// Rate limit of the Management API; counts only where the settings say so.
    pub management_rate: TokenBucket,
    /// Signing keys.
    pub keys: SigningKeys,
}

impl Tenant {
    /// The client with this id.
    pub fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    /// The connection with this name.
    pub fn connection(&self, name: &str) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.name == name)
    }

    /// The connections that a client may use, databases first.
    pub fn connections_of<'a>(&'a self, client: &'a Client) -> impl Iterator<Item = &'a Connection> {
        self.connections.iter().filter(|connection| connection.enabled_clients.contains(&client.name))
    }

    /// The audience that an identifier stands for, if an API has it.
    pub fn audience(&self, identifier: &str) -> Option<Audience> {
        if self.issuer.is_management_audience(identifier) {
            return Some(Audience::Management(identifier.to_owned()));
        }
        let known = self.resource_servers.iter().any(|api| api.identifier == identifier);
        known.then(|| Audience::Api(identifier.to_owned()))
    }

    /// The API of an audience; none for `/userinfo`.
    pub fn resource_server(&self, audience: &Audience) -> Option<ResourceServer> {
        match audience {
            Audience::UserInfo => None,
            Audience::Management(identifier) => Some(ResourceServer::management(identifier)),
            Audience::Api(identifier) => {
                self.resource_servers.iter().find(|api| api.identifier == *identifier).cloned()
            }
        }
    }

    /// The session behind a cookie, if it has not ended and its person still exists.
    pub fn session(&self, cookie: &str, now: Timestamp) -> Option<&SsoSession> {
        let session = self.sessions.get(cookie, now)?;
        self.users.owner(&session.identity).map(|_| session)
    }

    /// Begins a session under a new cookie; the one that the browser had before is over.
    pub fn begin_session(
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

    /// Notes that a session was used, which puts off its end.
    pub fn touch_session(&mut self, cookie: &str, now: Timestamp) {
        if let Some(session) = self.sessions.get(cookie, now) {
            let end = self.settings.session.end(session.authenticated_at, now);
            self.sessions.expire_at(cookie, end);
        }
    }

    /// The identity of a provider's account that signs in: made with a user on the first login, its profile renewed
    /// on later ones.
    pub fn sign_in_at_provider(
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
        if let Some(user) = self.users.owner_mut(&key) {
            for own in user.identities_mut().filter(|own| own.key() == key) {
                own.profile.clone_from(&account.profile);
            }
        } else {
            // The identity has no owner, so nothing can be in the way.
            let _ = self.users.insert(User::new(identity, now));
        }
        key
    }

    /// Links the secondary user into the primary one, and does to the secondary's sessions what the settings say.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; nothing changes then.
    pub fn link(&mut self, primary: &str, secondary: &str, now: Timestamp) -> Result<&User, LinkRefusal> {
        let absorbed: Vec<IdentityKey> = match self.users.get(secondary) {
            Some(user) => user.identities().map(Identity::key).collect(),
            None => Vec::new(),
        };
        self.users.link(primary, secondary, now)?;
        self.consents.forget_user(secondary);
        if self.settings.after_link.session == settings::AfterLink::Ended {
            self.sessions.retain(|session| !absorbed.contains(&session.identity));
        }
        if self.settings.after_link.refresh_tokens == settings::AbsorbedTokens::Revoked {
            self.refresh_tokens.revoke_identities(&absorbed);
        }
        self.users.get(primary).ok_or(LinkRefusal::NoPrimary)
    }

    /// Removes a user with everything that was given to it. Accounts at providers go on existing there.
    pub fn delete_user(&mut self, user_id: &str) -> Option<User> {
        let user = self.users.remove(user_id)?;
        let gone: Vec<IdentityKey> = user.identities().map(Identity::key).collect();
        self.consents.forget_user(user_id);
        self.sessions.retain(|session| !gone.contains(&session.identity));
        self.refresh_tokens.revoke_identities(&gone);
        Some(user)
    }

    /// Unlinks an identity.
    ///
    /// # Errors
    ///
    /// [`UnlinkRefusal`]; nothing changes then.
    pub fn unlink(&mut self, user: &str, key: &IdentityKey, now: Timestamp) -> Result<&User, UnlinkRefusal> {
        self.users.unlink(user, key, now)
    }
}

impl Client {
    /// Whether the client may get refresh tokens: it needs the grant, and in a browser rotation too.
    pub fn gets_refresh_tokens(&self) -> bool {
        let rotation = self.refresh_token.rotating || self.app_type != AppType::Spa;
        self.may_use("refresh_token") && rotation
    }

    /// Whether the client proves itself by a secret.
    pub fn is_confidential(&self) -> bool {
        self.auth_method == AuthMethod::Secret
    }
}
