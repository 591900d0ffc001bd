//! The caller of the Management API, by the access token in the `Authorization` header.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::jws::Jws;
use crate::tenant::scope::Scopes;

/// The holder of a valid Management API token.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The user, or `{client_id}@clients` for a machine.
    pub(crate) subject: String,
    /// The client that the token was issued to.
    pub(crate) client_id: String,
    /// The scopes of the token.
    pub(crate) scopes: Scopes,
}

/// The users that a caller may act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every user.
    Anyone,
    /// Only itself.
    Itself,
}

impl FromRequestParts<Emulator> for Caller {
    type Rejection = ManagementError;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, ManagementError> {
        let header = parts.headers.get(AUTHORIZATION).ok_or(ManagementError::MissingAuthentication)?;
        let token = header.to_str().ok().and_then(|text| text.split_once(' '));
        let (scheme, token) = token.ok_or(ManagementError::BadHeader)?;
        // A JWT has three parts. An opaque token has one.
        if !scheme.eq_ignore_ascii_case("bearer") || token.trim().split('.').count() != 3 {
            return Err(ManagementError::BadHeader);
        }
        let jws = Jws::parse(token.trim()).ok_or(ManagementError::InvalidToken)?;
        let keys = emulator.tenant().keys.clone();
        let published = keys.published().map_err(|error| ManagementError::Internal(error.to_string()))?;
        if jws.alg() != Some("RS256") || !jws.is_signed_by(published.iter().map(AsRef::as_ref)) {
            return Err(ManagementError::InvalidSignature);
        }
        let expires_at = jws.number("exp").ok_or(ManagementError::InvalidToken)?;
        if expires_at <= emulator.now().seconds() {
            return Err(ManagementError::ExpiredToken);
        }
        if jws.text("iss") != Some(emulator.issuer()) {
            return Err(ManagementError::InvalidToken);
        }
        if !jws.audiences().iter().any(|audience| emulator.address().is_management_audience(audience)) {
            return Err(ManagementError::NotGlobal);
        }
        let text = |claim| jws.text(claim).map(str::to_owned).ok_or(ManagementError::InvalidToken);
        Ok(Self {
            subject: text("sub")?,
            client_id: text("azp")?,
            scopes: Scopes::parse(jws.text("scope").unwrap_or_default()),
        })
    }
}

impl Caller {
    /// Checks that a scope allows the caller to act on every user.
    ///
    /// # Errors
    ///
    /// [`ManagementError::InsufficientScope`].
    pub(crate) fn may_act_on_anyone(&self, scope: &str) -> Result<(), ManagementError> {
        if self.scopes.contains(scope) {
            Ok(())
        } else {
            Err(ManagementError::InsufficientScope(scope.to_owned()))
        }
    }

    /// Checks that one of the scopes allows the caller to act on a user.
    ///
    /// # Errors
    ///
    /// [`ManagementError::InsufficientScope`] with the accepted scopes, or
    /// [`ManagementError::UnownedResource`] for another user's id under a current-user scope.
    pub(crate) fn may_act_on(
        &self,
        user_id: &str,
        on_anyone: &[&str],
        on_itself: &[&str],
    ) -> Result<Reach, ManagementError> {
        let has_any = |scopes: &[&str]| scopes.iter().any(|scope| self.scopes.contains(scope));
        if has_any(on_anyone) {
            Ok(Reach::Anyone)
        } else if !has_any(on_itself) {
            Err(ManagementError::InsufficientScope([on_anyone, on_itself].concat().join(",")))
        } else if self.subject == user_id {
            Ok(Reach::Itself)
        } else {
            Err(ManagementError::UnownedResource)
        }
    }
}
