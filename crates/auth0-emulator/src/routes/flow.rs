//! The steps of a login: pages, session cookie, and the response to the application.

use axum::response::{IntoResponse, Response};

use crate::clock::Timestamp;
use crate::cookies::{self, Browser};
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::error::oauth::OAuthError;
use crate::extract::PendingLogin;
use crate::pages::deliver::{deliver, redirect};
use crate::params::Params;
use crate::routes::issue::{Channel, Order, Tokens};
use crate::tenant::Tenant;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError};
use crate::tenant::grant::{CodeGrant, Grant};
use crate::tenant::identity::IdentityKey;
use crate::tenant::sso_session::SsoSession;
use crate::tenant::transaction::{NextStep, Progress, Stage, TRANSACTION_LIFETIME, Transaction};

/// Lifetime of an authorization code in seconds.
const CODE_LIFETIME: i64 = 600;

/// The login of a browser.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    emulator: &'a Emulator,
    browser: &'a Browser,
    /// When the request came.
    pub(super) now: Timestamp,
}

impl<'a> Flow<'a> {
    /// The flow of this browser, at the tenant's current time.
    pub(super) fn new(emulator: &'a Emulator, browser: &'a Browser) -> Self {
        Self { emulator, browser, now: emulator.now() }
    }

    /// Carries out the next step of a login.
    pub(super) fn carry_out(
        &self,
        tenant: &mut Tenant,
        request: AuthorizationRequest,
        step: NextStep,
    ) -> Response {
        match step {
            NextStep::Respond(session) => match self.emulator.run_actions() {
                Ok(()) => self.respond(tenant, &request, &session),
                Err(refusal) => {
                    let said =
                        [("error", &*refusal.error), ("error_description", &refusal.error_description)];
                    deliver(&request.reply_to, &said)
                }
            },
            NextStep::Refuse(error) => LoginError::ToCallback(request.reply_to, error).into_response(),
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

    /// Logs in an account of a provider without a page, as a provider does that still has a session of its own: the
    /// account that `login_hint` names, else the first one. The tenant cannot tell it from a login with a password, so
    /// `auth_time` is the current time (Auth0, "Force Reauthentication", known issues).
    pub(super) fn enter_silently(
        &self,
        tenant: &mut Tenant,
        request: AuthorizationRequest,
        name: &str,
    ) -> Response {
        let connection = tenant.connection(name).cloned();
        let hint = request.login_hint.as_deref();
        let mut accounts: Vec<_> =
            tenant.accounts.iter().filter(|account| account.connection == name).collect();
        accounts.sort_by_key(|account| hint.is_none() || account.profile.email.as_deref() != hint);
        let account = accounts.first().copied().cloned();
        let (Some(connection), Some(account)) = (connection, account) else {
            return LoginError::ToCallback(request.reply_to, AuthorizeError::Canceled).into_response();
        };
        let key = tenant.sign_in_at_provider(&connection, &account, self.now);
        self.logged_in(tenant, request, key, name)
    }

    /// Begins a session for a user who just authenticated, and carries out the next step.
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
            return LoginError::ToCallback(request.reply_to, AuthorizeError::Blocked).into_response();
        }
        let cookie = random.token(43);
        tenant.begin_session(&cookie, session, self.browser.session.as_deref(), self.now);
        let lifetime = tenant.settings.session.absolute;
        let mut response = self.carry_out(tenant, request, step);
        cookies::set_session(response.headers_mut(), self.emulator.address(), &cookie, lifetime);
        response
    }

    /// Ends a login that the user canceled: the error for the application.
    pub(super) fn cancel(&self, tenant: &mut Tenant, login: &PendingLogin) -> LoginError {
        match login.finish(tenant, self.now) {
            Ok(transaction) => LoginError::ToCallback(transaction.request.reply_to, AuthorizeError::Canceled),
            Err(error) => error,
        }
    }

    /// Ends a pending login with the user's answer to a page.
    ///
    /// # Errors
    ///
    /// [`LoginError`]: `otherwise` for any answer but *accept*; another one when no user has authenticated.
    pub(super) fn accepted(
        &self,
        tenant: &mut Tenant,
        login: &PendingLogin,
        form: &Params,
        otherwise: AuthorizeError,
    ) -> Result<(AuthorizationRequest, Progress), LoginError> {
        let Transaction { request, stage, .. } = login.finish(tenant, self.now)?;
        match stage {
            Stage::Identifying => {
                Err(LoginError::ToCallback(request.reply_to, AuthorizeError::LoginRequired))
            }
            Stage::Identified(progress) if form.first("action") == Some("accept") => Ok((request, progress)),
            Stage::Identified(_) => Err(LoginError::ToCallback(request.reply_to, otherwise)),
        }
    }

    /// Stores the request and redirects to a page.
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
        let grant =
            Grant::of_session(session, &request.client_id, request.audience.clone(), request.scopes.clone());
        let code = request.response_type.code.then(|| self.issue_code(tenant, request, grant.clone()));
        let code = code.as_deref();
        if !request.response_type.has_tokens() {
            return deliver(&request.reply_to, code.map(|code| ("code", code)).as_slice());
        }
        match self.issue_tokens(tenant, request, &grant, code) {
            Ok(tokens) => {
                let lifetime = tokens.lifetime.to_string();
                let of_access = tokens.access.is_some();
                let parameters = [
                    ("code", code),
                    ("access_token", tokens.access.as_deref()),
                    ("scope", of_access.then_some(tokens.scope.as_str())),
                    ("expires_in", of_access.then_some(lifetime.as_str())),
                    ("token_type", of_access.then_some("Bearer")),
                    ("id_token", tokens.id.as_deref()),
                ];
                let present = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
                deliver(&request.reply_to, &present.collect::<Vec<_>>())
            }
            Err(error) => {
                let error = AuthorizeError::Internal(error.to_string());
                LoginError::ToCallback(request.reply_to.clone(), error).into_response()
            }
        }
    }

    fn issue_code(&self, tenant: &mut Tenant, request: &AuthorizationRequest, grant: Grant) -> String {
        let code = self.emulator.random().token(43);
        let grant = CodeGrant {
            grant,
            redirect_uri: request.redirect_uri_sent.then(|| request.reply_to.redirect_uri.clone()),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            tell_auth_time: request.tells_auth_time(),
        };
        tenant.codes.insert(&code, grant, self.now, self.now.plus_seconds(CODE_LIFETIME));
        code
    }

    fn issue_tokens(
        &self,
        tenant: &mut Tenant,
        request: &AuthorizationRequest,
        grant: &Grant,
        code: Option<&str>,
    ) -> Result<Tokens, OAuthError> {
        let client = tenant.client(&request.client_id).cloned().ok_or(OAuthError::InvalidClient)?;
        let order = Order {
            client: &client,
            grant,
            nonce: request.nonce.as_deref(),
            tell_auth_time: request.tells_auth_time(),
            channel: Channel::Front(request.response_type, code),
        };
        order.prepare(self.emulator, tenant)?.sign(self.emulator)
    }
}
