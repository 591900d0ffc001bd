//! A tenant with its clock, faults and recorded exchanges: the state that all routes share.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::clock::{Clock, Timestamp};
use crate::data_file::{DataFile, DataFileError};
use crate::exchange::Exchange;
use crate::fault::{Fault, Faults, LoginRefusal};
use crate::log::{self, LogFormat};
use crate::mail::Mail;
use crate::random::Random;
use crate::recent::Recent;
use crate::seed::Seed;
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::issuer::Issuer;
use crate::tenant::settings::UnsupportedMode;
use crate::tenant::signing_key::SigningKey;
use crate::tenant::unsupported::Unsupported;
use crate::tenant::user::User;

/// A local Auth0 tenant. Clones share the same tenant.
#[derive(Clone, Debug)]
pub struct Emulator {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    seed: Seed,
    issuer: Issuer,
    clock: Clock,
    random: Random,
    tenant: Mutex<Tenant>,
    faults: Mutex<Faults>,
    exchanges: Mutex<Recent<Exchange>>,
    mails: Mutex<Recent<Mail>>,
    resets: AtomicUsize,
    log: LogFormat,
    data: Option<Arc<DataFile>>,
}

/// Name and credentials of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentials {
    /// Its name in the tenant file.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Its secret, if it is a confidential client.
    pub secret: Option<String>,
}

/// How to create a tenant.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its address, such as `http://localhost:4400/`. A missing trailing slash is added.
    pub issuer: String,
    /// Its time.
    pub clock: Clock,
    /// Its randomness.
    pub random: Random,
    /// How requests are logged.
    pub log: LogFormat,
}

impl Default for Options {
    /// `http://localhost:4400/`, the machine's time and randomness.
    fn default() -> Self {
        Self {
            issuer: "http://localhost:4400/".to_owned(),
            clock: Clock::system(),
            random: Random::system(),
            log: LogFormat::Quiet,
        }
    }
}

impl Emulator {
    /// Creates a tenant from a seed.
    ///
    /// Returns at once. The first signing key of the process is generated on another thread, and whatever needs it
    /// waits.
    pub fn new(seed: Seed, options: Options) -> Self {
        let tenant = seed.build(Issuer::as_given(&options.issuer));
        Self::assemble(seed, options, tenant, None)
    }

    /// Creates a tenant whose state is kept in a file: read if the file exists, and written after each change.
    ///
    /// # Errors
    ///
    /// [`DataFileError`] for a file that cannot be used. It is not changed.
    pub fn with_data_file(seed: Seed, options: Options, path: &Path) -> Result<Self, DataFileError> {
        let mut tenant = seed.build(Issuer::as_given(&options.issuer));
        let file = DataFile::open(path, &mut tenant)?;
        Ok(Self::assemble(seed, options, tenant, Some(Arc::new(file))))
    }

    /// Whether the data file was begun with another users file, so that its users are not those of the seed.
    pub fn has_other_seed(&self) -> bool {
        self.tenant().seed_digest != self.inner.seed.digest()
    }

    fn assemble(seed: Seed, options: Options, tenant: Tenant, data: Option<Arc<DataFile>>) -> Self {
        std::thread::spawn(|| SigningKey::shared(0));
        let Options { issuer: _, clock, random, log } = options;
        let issuer = tenant.issuer.clone();
        let (tenant, faults) = (Mutex::new(tenant), Mutex::default());
        let (exchanges, mails) = (Mutex::default(), Mutex::default());
        let resets = AtomicUsize::default();
        Self {
            inner: Arc::new(Inner {
                seed,
                issuer,
                clock,
                random,
                tenant,
                faults,
                exchanges,
                mails,
                resets,
                log,
                data,
            }),
        }
    }

    /// The tenant's clock, by which tests move its time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The tenant's address with a trailing slash: the `iss` of its tokens.
    pub fn issuer(&self) -> &str {
        self.inner.issuer.as_str()
    }

    /// Host and port: the `domain` of an application's configuration.
    pub fn domain(&self) -> &str {
        self.inner.issuer.domain()
    }

    /// Every client.
    pub fn clients(&self) -> Vec<ClientCredentials> {
        let tenant = self.tenant();
        let credentials = |client: &Client| ClientCredentials {
            name: client.name.clone(),
            id: client.client_id.clone(),
            secret: client.is_confidential().then(|| client.client_secret.clone()),
        };
        tenant.clients.iter().map(credentials).collect()
    }

    /// The id of the client with this name.
    pub fn client_id(&self, client_name: &str) -> Option<String> {
        let tenant = self.tenant();
        tenant.clients.iter().find(|client| client.name == client_name).map(|client| client.client_id.clone())
    }

    /// The secret of the client with this name.
    pub fn client_secret(&self, client_name: &str) -> Option<String> {
        let tenant = self.tenant();
        let client = tenant.clients.iter().find(|client| client.name == client_name)?;
        Some(client.client_secret.clone())
    }

    /// A user by id, as the Management API returns it.
    pub fn user(&self, user_id: &str) -> Option<Value> {
        self.tenant().users.get(user_id).map(|user| Value::Object(user.to_json()))
    }

    /// The users with this e-mail address, compared without regard to case. Linked identities do not count.
    pub fn users_by_email(&self, email: &str) -> Vec<Value> {
        let tenant = self.tenant();
        let found = tenant.users.iter().filter(|user| user.primary.has_email(email));
        found.map(|user| Value::Object(user.to_json())).collect()
    }

    /// The id of the database identity with this e-mail address, as `provider|id`.
    pub(crate) fn database_user_id(&self, email: &str) -> Option<String> {
        let tenant = self.tenant();
        let mut identities = tenant.users.iter().flat_map(User::identities);
        let found = identities
            .find(|identity| identity.password.is_some() && identity.profile.email.as_deref() == Some(email));
        found.map(|identity| identity.key().user_id())
    }

    /// The provider's id of the simulated account with this label.
    pub(crate) fn provider_account_id(&self, label: &str) -> Option<String> {
        let tenant = self.tenant();
        let found = tenant.accounts.iter().find(|account| account.profile.label() == label);
        found.map(|account| account.id.to_string())
    }

    /// Signs with a new key from now on. The old one stays in the JWKS until [`Emulator::revoke_older_keys`].
    pub fn rotate_signing_key(&self) {
        self.tenant().keys.rotate();
    }

    /// Publishes one more key that never signs.
    pub fn publish_another_key(&self) {
        self.tenant().keys.publish_another();
    }

    /// Removes every key but the signing one from the JWKS.
    pub fn revoke_older_keys(&self) {
        self.tenant().keys.revoke_older();
    }

    /// How many browser sessions there are.
    pub fn session_count(&self) -> usize {
        self.tenant().sessions.live(self.now()).count()
    }

    /// The last e-mails that a real tenant would have sent, the newest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.recent_mails().iter().cloned().collect()
    }

    /// The current faults, mutable. They are locked while the guard lives.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a fault for the next requests of a route.
    pub fn add_fault(&self, fault: Fault) {
        self.faults().answers.push(fault);
    }

    /// Returns to the seed: resets users, sessions, codes, keys and clock, and removes faults, recorded requests and
    /// e-mails.
    pub fn reset(&self) {
        self.inner.resets.fetch_add(1, Ordering::Relaxed);
        *self.faults() = Faults::default();
        *self.exchanges() = Recent::default();
        *self.recent_mails() = Recent::default();
        self.inner.clock.reset();
        let fresh = self.inner.seed.build(self.inner.issuer.clone());
        *self.tenant() = fresh;
    }

    /// Refuses a login if that fault is on, as an Action does. It runs for every login, with a page or without, and for every
    /// refresh (Auth0, "Actions Triggers: post-login").
    ///
    /// # Errors
    ///
    /// [`LoginRefusal`]: what the application is told.
    pub(crate) fn run_actions(&self) -> Result<(), LoginRefusal> {
        self.faults().refuse_login.clone().map_or(Ok(()), Err)
    }

    /// Refuses what is asked for and missing, or lets it pass with one warning each, as the settings say.
    ///
    /// # Errors
    ///
    /// [`Unsupported`]: the first that is missing.
    pub(crate) fn allow(&self, tenant: &mut Tenant, asked: Vec<Unsupported>) -> Result<(), Unsupported> {
        for missing in asked {
            if tenant.settings.unsupported == UnsupportedMode::Refuse {
                return Err(missing);
            }
            let Unsupported { by, feature } = &missing;
            let text = format!("{by} is ignored: the emulator has no {}", feature.name());
            if tenant.ignored.insert(text.clone()) {
                log::warning(self.log_format(), &text);
            }
        }
        Ok(())
    }

    /// Counts the resets, so that a delayed request is not carried out after one.
    pub(crate) fn resets(&self) -> usize {
        self.inner.resets.load(Ordering::Relaxed)
    }

    /// The tenant's state. It is locked while the guard lives, so nothing may be awaited meanwhile.
    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        // After a panic the state is consistent, because each change is one insertion or removal.
        self.inner.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last exchanges.
    pub(crate) fn exchanges(&self) -> MutexGuard<'_, Recent<Exchange>> {
        self.inner.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent_mails(&self) -> MutexGuard<'_, Recent<Mail>> {
        self.inner.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs an e-mail, and keeps it for the inspector.
    pub(crate) fn send(&self, mail: Mail) {
        log::mail(self.log_format(), &mail);
        self.recent_mails().add(mail);
    }

    /// Keeps an exchange for the inspector.
    pub(crate) fn record(&self, exchange: Exchange) {
        self.exchanges().add(exchange);
    }

    /// The data file, if there is one.
    pub(crate) fn data_file(&self) -> Option<Arc<DataFile>> {
        self.inner.data.clone()
    }

    /// How requests are logged.
    pub(crate) fn log_format(&self) -> LogFormat {
        self.inner.log
    }

    /// The tenant's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The tenant's randomness.
    pub(crate) fn random(&self) -> &Random {
        &self.inner.random
    }

    /// The tenant's address.
    pub(crate) fn address(&self) -> &Issuer {
        &self.inner.issuer
    }
}
