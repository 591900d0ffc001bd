//! The login that one of the tenant's pages belongs to.

use axum::RequestExt;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::{Form, Query};
use crate::clock::Timestamp;
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError};
use crate::tenant::identity::IdentityKey;
use crate::tenant::transaction::{Stage, Transaction};

/// A login that this browser began and did not finish, found by the `state` parameter of the page's address.
#[derive(Debug)]
pub(crate) struct PendingLogin {
    /// The browser that sent the request.
    pub(crate) browser: Browser,
    /// The key of the transaction.
    pub(crate) state: String,
    transaction: Transaction,
}

/// A form of one of the tenant's pages, and the login that the page belongs to.
#[derive(Debug)]
pub(crate) struct Submission {
    /// The login.
    pub(crate) login: PendingLogin,
    /// The submitted form.
    pub(crate) form: Params,
}

impl FromRequestParts<Emulator> for PendingLogin {
    type Rejection = LoginError;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, LoginError> {
        let Ok(browser) = Browser::from_request_parts(parts, emulator).await;
        let Ok(Query(query)) = Query::from_request_parts(parts, emulator).await;
        Self::find(emulator, browser, &query)
    }
}

impl FromRequest<Emulator> for Submission {
    type Rejection = LoginError;

    async fn from_request(mut request: Request, emulator: &Emulator) -> Result<Self, LoginError> {
        let Ok(browser) = request.extract_parts().await;
        let Ok(Query(query)) = request.extract_parts().await;
        // The body is read first, because the login may end meanwhile.
        let Form(form) = Form::from_request(request, emulator).await.map_err(LoginError::Unreadable)?;
        Ok(Self { login: PendingLogin::find(emulator, browser, &query)?, form })
    }
}

impl PendingLogin {
    fn find(emulator: &Emulator, browser: Browser, query: &Params) -> Result<Self, LoginError> {
        let state = query.first("state").unwrap_or_default().to_owned();
        let tenant = emulator.tenant();
        let found = tenant.transactions.get(&state, emulator.now());
        let own = found.filter(|transaction| browser.device.as_ref() == Some(&transaction.device));
        let transaction = own.cloned().ok_or(LoginError::NotPending)?;
        Ok(Self { browser, state, transaction })
    }

    /// The request to `/authorize` that began it.
    pub(crate) fn request(&self) -> &AuthorizationRequest {
        &self.transaction.request
    }

    /// The identity that authenticated.
    ///
    /// # Errors
    ///
    /// [`LoginError::ToCallback`] when no user has authenticated yet.
    pub(crate) fn identity(&self) -> Result<&IdentityKey, LoginError> {
        match &self.transaction.stage {
            Stage::Identified(progress) => Ok(&progress.session.identity),
            Stage::Identifying => {
                Err(LoginError::ToCallback(self.request().reply_to.clone(), AuthorizeError::LoginRequired))
            }
        }
    }

    /// Ends the transaction, so that its pages can be used once.
    ///
    /// # Errors
    ///
    /// [`LoginError::NotPending`] when a concurrent request ended it.
    pub(crate) fn finish(&self, tenant: &mut Tenant, now: Timestamp) -> Result<Transaction, LoginError> {
        tenant.transactions.take(&self.state, now).ok_or(LoginError::NotPending)
    }
}
