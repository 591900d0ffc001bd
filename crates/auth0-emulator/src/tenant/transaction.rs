//! A login transaction: a request to `/authorize` while the user is on the tenant's pages.

use serde::{Deserialize, Serialize};

use super::Tenant;
use super::authorization::{AuthorizationRequest, AuthorizeError, Prompt};
use super::resource_server::Audience;
use super::scope::Scopes;
use super::sso_session::SsoSession;
use super::url_match;
use crate::clock::Timestamp;

/// Seconds that a user may spend on the pages of one login.
pub(crate) const TRANSACTION_LIFETIME: i64 = 3600;

/// A login in progress.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transaction {
    /// The request.
    pub(crate) request: AuthorizationRequest,
    /// The device cookie of the browser that began it. No other browser may finish it.
    pub(crate) device: String,
    /// How far it got.
    pub(crate) stage: Stage,
}

/// How far a login got.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// The user has not authenticated.
    Identifying,
    /// The user has authenticated.
    Identified(Progress),
}

/// What a user has done since authenticating.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The browser's session.
    pub(crate) session: SsoSession,
    /// Whether a page was shown. If so, the callback needs no confirmation.
    pub(crate) saw_a_page: bool,
    /// Whether the user gave consent in this transaction.
    pub(crate) consented: bool,
}

/// What to do next.
#[derive(Clone, Debug)]
pub(crate) enum NextStep {
    /// The login page.
    Login,
    /// The page of a simulated provider, by its connection.
    Provider(String),
    /// The sign-up page.
    Signup,
    /// The consent page.
    Consent(Progress),
    /// The page that confirms a loopback callback.
    ConfirmCallback(Progress),
    /// The response with a code.
    Respond(SsoSession),
    /// An error to the callback.
    Refuse(AuthorizeError),
}

impl Tenant {
    /// The first step for a request from a browser with this session, if it has one.
    pub(crate) fn begin(
        &self,
        request: &AuthorizationRequest,
        session: Option<&SsoSession>,
        now: Timestamp,
    ) -> NextStep {
        let usable = session.filter(|session| {
            session.serves_connection(request.connection.as_deref())
                && session.is_fresh(request.max_age, now)
                && !matches!(request.prompt, Prompt::Login | Prompt::SelectAccount)
                && self.users.owner(&session.identity).is_some()
        });
        match (usable, request.prompt) {
            (Some(session), _) => {
                let progress = Progress { session: session.clone(), saw_a_page: false, consented: false };
                self.proceed(request, progress)
            }
            (None, Prompt::None) => NextStep::Refuse(AuthorizeError::LoginRequired),
            (None, _) => self.identify(request),
        }
    }

    /// The next step after the user has authenticated.
    pub(crate) fn proceed(&self, request: &AuthorizationRequest, progress: Progress) -> NextStep {
        let silent = request.prompt == Prompt::None;
        let Some(user) = self.users.owner(&progress.session.identity) else {
            return NextStep::Refuse(AuthorizeError::LoginRequired);
        };
        if user.blocked {
            return NextStep::Refuse(AuthorizeError::Blocked);
        }
        if self.needs_consent(request, &user.user_id()) && !progress.consented {
            return if silent {
                NextStep::Refuse(AuthorizeError::ConsentRequired)
            } else {
                NextStep::Consent(progress)
            };
        }
        if self.needs_confirmation(request) && !progress.saw_a_page {
            return if silent {
                NextStep::Refuse(AuthorizeError::InteractionRequired)
            } else {
                NextStep::ConfirmCallback(progress)
            };
        }
        NextStep::Respond(progress.session)
    }

    fn identify(&self, request: &AuthorizationRequest) -> NextStep {
        let named = request.connection.as_deref().and_then(|name| self.connection(name));
        match named {
            Some(connection) if !connection.is_database() => NextStep::Provider(connection.name.clone()),
            _ if request.wants_signup => NextStep::Signup,
            _ => NextStep::Login,
        }
    }

    /// What the consent page asks for: what the user has not consented to yet; everything for `prompt=consent`.
    pub(crate) fn scopes_to_consent(&self, request: &AuthorizationRequest, user_id: &str) -> Scopes {
        let scopes = self.permitted_scopes(user_id, &request.audience, &request.scopes);
        if request.prompt == Prompt::Consent {
            return scopes;
        }
        let audience = self.consent_audience(&request.audience);
        self.consents.missing(user_id, &request.client_id, &audience, &scopes)
    }

    /// The `audience` of a consent: `/userinfo` too has an address.
    pub(crate) fn consent_audience(&self, audience: &Audience) -> String {
        audience.identifier().map_or_else(|| self.issuer.endpoint("userinfo"), str::to_owned)
    }

    /// Whether the consent page must be shown to this user.
    ///
    /// A first-party client needs no consent for `/userinfo`, nor where the API allows to skip it and the callback can be
    /// verified. A loopback callback cannot be verified. A third-party client always needs it (Auth0, "User Consent and
    /// Third-Party Applications").
    fn needs_consent(&self, request: &AuthorizationRequest, user_id: &str) -> bool {
        if request.prompt == Prompt::Consent {
            return true;
        }
        let verifiable = !url_match::is_non_verifiable(&request.reply_to.redirect_uri);
        let first_party = self.client(&request.client_id).is_none_or(|client| client.is_first_party);
        let skipped_for_first =
            self.resource_server(&request.audience).is_none_or(|api| api.skip_consent && verifiable);
        let skipped = self.settings.consent.is_skipped() || (first_party && skipped_for_first);
        !skipped && self.scopes_to_consent(request, user_id) != Scopes::default()
    }

    fn needs_confirmation(&self, request: &AuthorizationRequest) -> bool {
        let skipped = self.settings.skip_callback_confirmation
            || self.client(&request.client_id).is_none_or(|client| client.skip_callback_confirmation);
        !skipped && url_match::is_non_verifiable(&request.reply_to.redirect_uri)
    }
}
