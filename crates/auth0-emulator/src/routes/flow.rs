//! From one step of a login to the next: the pages in between, the session cookie, and the response at the end.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::clock::Timestamp;
use crate::cookies::{self, Browser};
use crate::emulator::Emulator;
use crate::pages::deliver::{deliver, redirect};
use crate::pages::notice;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError, ReplyTo};
use crate::tenant::grant::{CodeGrant, Grant};
use crate::tenant::identity::IdentityKey;
use crate::tenant::sso_session::SsoSession;
use crate::tenant::transaction::{NextStep, Progress, Stage, TRANSACTION_LIFETIME, Transaction};

/// Seconds that an authorization code is good for.
const CODE_LIFETIME: i64 = 600;

/// A browser in the middle of a login.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    emulator: &'a Emulator,
    browser: &'a Browser,
    now: Timestamp,
}

/// A transaction that a page was asked for, with its name in the page's address.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) state: String,
    pub(super) transaction: Transaction,
}

/// A page that was asked for outside of a login of this browser.
#[derive(Debug)]
pub(super) struct NotPending;

impl IntoResponse for NotPending {
    fn into_response(self) -> Response {
        notice::error(
            StatusCode::BAD_REQUEST,
            "This login page is no longer valid",
            "invalid_request",
            "It has expired, was used already, or was opened in another browser than the one that began to log in.",
        )
    }
}

impl<'a> Flow<'a> {
    pub(super) fn new(emulator: &'a Emulator, browser: &'a Browser, now: Timestamp) -> Self {
        Self { emulator, browser, now }
    }

    /// Takes a step for a request that is not waiting yet.
    pub(super) fn carry_out(
        &self,
        tenant: &mut Tenant,
        request: AuthorizationRequest,
        step: NextStep,
    ) -> Response {
        match step {
            NextStep::Respond(session) => match self.emulator.faults().refuse_login.clone() {
                Some(refusal) => {
                    let said =
                        [("error", &*refusal.error), ("error_description", &refusal.error_description)];
                    deliver(&request.reply_to, &said)
                }
                None => self.respond(tenant, &request, &session),
            },
            NextStep::Refuse(error) => refuse(&request.reply_to, &error),
            NextStep::Login => self.wait(tenant, request, Stage::Identifying, "login", None),
            NextStep::Signup => self.wait(tenant, request, Stage::Identifying, "signup", None),
            NextStep::Provider(connection) if self.emulator.faults().silent_provider => {
                self.enter_silently(tenant, request, &connection)
            }
            NextStep::Provider(connection) => {
                self.wait(tenant, request, Stage::Identifying, "provider", Some(&connection))
            }
            NextStep::Consent(progress) => {
                self.wait(tenant, request, Stage::Identified(progress), "consent", None)
            }
            NextStep::ConfirmCallback(progress) => {
                self.wait(tenant, request, Stage::Identified(progress), "confirm", None)
            }
        }
    }

    /// What a provider does that takes its first account for granted.
    fn enter_silently(&self, tenant: &mut Tenant, request: AuthorizationRequest, name: &str) -> Response {
        let connection = tenant.connection(name).cloned();
        let account = tenant.accounts.iter().find(|account| account.connection == name).cloned();
        let (Some(connection), Some(account)) = (connection, account) else {
            return refuse(&request.reply_to, &AuthorizeError::Canceled);
        };
        let key = tenant.sign_in_at_provider(&connection, &account, self.now);
        self.logged_in(tenant, request, key, name)
    }

    /// Begins a session for a person who just proved who they are, and goes on.
    pub(super) fn logged_in(
        &self,
        tenant: &mut Tenant,
        request: AuthorizationRequest,
        identity: IdentityKey,
        connection: &str,
    ) -> Response {
        let random = self.emulator.random();
        let other = self.emulator.faults().login_as.as_deref().and_then(IdentityKey::from_user_id);
        let identity = other.filter(|key| tenant.users.owner(key).is_some()).unwrap_or(identity);
        if let Some(user) = tenant.users.owner_mut(&identity).filter(|user| !user.blocked) {
            user.logged_in(self.now, "127.0.0.1");
        }
        let session = SsoSession {
            sid: random.token(32),
            identity,
            connection: connection.to_owned(),
            authenticated_at: self.now,
        };
        let progress = Progress { session: session.clone(), saw_a_page: true, consented: false };
        let step = tenant.proceed(&request, progress);
        if let NextStep::Refuse(AuthorizeError::Blocked) = step {
            return refuse(&request.reply_to, &AuthorizeError::Blocked);
        }
        let cookie = random.token(43);
        tenant.begin_session(&cookie, session, self.browser.session.as_deref(), self.now);
        let lifetime = tenant.settings.session.absolute;
        let mut response = self.carry_out(tenant, request, step);
        cookies::set_session(response.headers_mut(), self.emulator.address(), &cookie, lifetime);
        response
    }

    /// The transaction that a page's address names, if this browser began it.
    ///
    /// # Errors
    ///
    /// [`NotPending`]: unknown, used or expired, or another browser's.
    pub(super) fn pending(&self, tenant: &Tenant, query: &Params) -> Result<Pending, NotPending> {
        let state = query.first("state").unwrap_or_default();
        let found = tenant.transactions.get(state, self.now);
        let own =
            found.filter(|transaction| self.browser.device.as_deref() == Some(transaction.device.as_str()));
        own.map(|transaction| Pending { state: state.to_owned(), transaction: transaction.clone() })
            .ok_or(NotPending)
    }

    /// Takes the answer to a page that asks a person who has logged in: goes on if it is *accept*.
    ///
    /// # Errors
    ///
    /// The response to the application: `otherwise`, or that there is nobody logged in to ask.
    pub(super) fn accepted(
        &self,
        tenant: &mut Tenant,
        pending: Pending,
        form: &[u8],
        otherwise: &AuthorizeError,
    ) -> Result<(AuthorizationRequest, Progress), Box<Response>> {
        self.finish(tenant, &pending);
        let Transaction { request, stage, .. } = pending.transaction;
        let Stage::Identified(progress) = stage else {
            return Err(Box::new(refuse(&request.reply_to, &AuthorizeError::LoginRequired)));
        };
        if Params::parse(form).first("action") != Some("accept") {
            return Err(Box::new(refuse(&request.reply_to, otherwise)));
        }
        Ok((request, progress))
    }

    /// Ends a transaction, so that its pages can be used once.
    pub(super) fn finish(&self, tenant: &mut Tenant, pending: &Pending) {
        tenant.transactions.take(&pending.state, self.now);
    }

    /// Keeps the request and leads to a page.
    fn wait(
        &self,
        tenant: &mut Tenant,
        request: AuthorizationRequest,
        reached: Stage,
        page: &str,
        connection: Option<&str>,
    ) -> Response {
        let random = self.emulator.random();
        let device = self.browser.device.clone().unwrap_or_else(|| random.token(43));
        let state = random.token(43);
        let transaction = Transaction { request, device: device.clone(), stage: reached };
        let end = self.now.plus_seconds(TRANSACTION_LIFETIME);
        tenant.transactions.insert(&state, transaction, self.now, end);
        let mut response = redirect(&self.page_address(page, &state, connection));
        if self.browser.device.is_none() {
            cookies::set_device(response.headers_mut(), self.emulator.address(), &device);
        }
        response
    }

    /// The address of one of the tenant's pages for a transaction.
    pub(super) fn page_address(&self, page: &str, state: &str, connection: Option<&str>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", state);
        if let Some(connection) = connection {
            query.append_pair("connection", connection);
        }
        self.emulator.address().endpoint(&format!("u/{page}?{}", query.finish()))
    }

    fn respond(&self, tenant: &mut Tenant, request: &AuthorizationRequest, session: &SsoSession) -> Response {
        let code = self.emulator.random().token(43);
        let grant = CodeGrant {
            grant: Grant::of_session(
                session,
                &request.client_id,
                request.audience.clone(),
                request.scopes.clone(),
            ),
            redirect_uri: request.redirect_uri_sent.then(|| request.reply_to.redirect_uri.clone()),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            tell_auth_time: request.tells_auth_time(),
        };
        tenant.codes.insert(&code, grant, self.now, self.now.plus_seconds(CODE_LIFETIME));
        deliver(&request.reply_to, &[("code", &code)])
    }
}

/// Sends an error to the callback.
pub(super) fn refuse(reply_to: &ReplyTo, error: &AuthorizeError) -> Response {
    deliver(reply_to, &[("error", error.code()), ("error_description", &error.to_string())])
}
