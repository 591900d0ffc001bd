//! The Management API as a user may call it: read their own user, change its metadata, link and unlink.
//!
//! Every call goes to the tenant's domain (also a custom one), with an access token and never an ID token in the
//! `Authorization` header. Each request is sent once; only [`rate_limit::Throttled`] repeats one that was not carried
//! out.

mod error;
pub mod identity;
pub mod metadata;
pub mod rate_limit;
pub mod user;

pub use error::{LinkRejection, ManagementError, Remedy};
pub use identity::Identity;
pub use user::{User, Verifier};

use crate::config::AuthConfig;
use crate::encoding::{is_dot_segment, path_segment};
use crate::http::{Body, HttpClient, HttpRequest, HttpResponse, Method};
use crate::json::{self, Map, Value};
use crate::secret::{AccessToken, IdToken};
use crate::user_id::UserId;

/// The scope that reading needs (Auth0, "Get Management API Access Tokens for Single-Page Applications").
const READ: &str = "read:current_user";

/// The scope that linking and unlinking need.
const UPDATE_IDENTITIES: &str = "update:current_user_identities";

/// The scope that changing metadata needs.
const UPDATE_METADATA: &str = "update:current_user_metadata";

/// The Management API, for the owner of one access token.
pub struct Management<'a, H> {
    http: &'a H,
    config: &'a AuthConfig,
    access_token: &'a AccessToken,
}

impl<'a, H: HttpClient> Management<'a, H> {
    /// Calls as the owner of `access_token`.
    pub const fn new(http: &'a H, config: &'a AuthConfig, access_token: &'a AccessToken) -> Self {
        Self { http, config, access_token }
    }

    /// `GET /api/v2/users/{id}`.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn user(&self, id: &UserId) -> Result<User, ManagementError> {
        let response = self.send(Method::Get, &[id.as_str()], Body::Empty).await?;
        expect(&response, 200, READ, |value| self.read_user(value, id))
    }

    /// `PATCH /api/v2/users/{id}`: merges `changes` into `user_metadata` at the first level; `null` removes a key.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn patch_user_metadata(
        &self,
        id: &UserId,
        changes: &Map<String, Value>,
    ) -> Result<User, ManagementError> {
        let body = member("user_metadata", Value::Object(changes.clone()));
        let response = self.send(Method::Patch, &[id.as_str()], body).await?;
        match response.status {
            200 => expect(&response, 200, UPDATE_METADATA, |value| self.read_user(value, id)),
            _ => Err(ManagementError::of_patch(&response)),
        }
    }

    /// `POST /api/v2/users/{id}/identities` with `link_with`: `secondary` joins `primary`, the token's owner.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]. After one whose outcome is unknown, read the user back before anything else.
    pub async fn link(
        &self,
        primary: &UserId,
        secondary: &IdToken,
    ) -> Result<Vec<Identity>, ManagementError> {
        let body = member("link_with", Value::from(secondary.secret()));
        let response = self.send(Method::Post, &[primary.as_str(), "identities"], body).await?;
        expect(&response, 201, UPDATE_IDENTITIES, identity::read_list)
    }

    /// `DELETE /api/v2/users/{id}/identities/{provider}/{user_id}`: the identity becomes a user of its own again.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]. After one whose outcome is unknown, read the user back before anything else.
    pub async fn unlink(
        &self,
        primary: &UserId,
        identity: &Identity,
    ) -> Result<Vec<Identity>, ManagementError> {
        let segments = [primary.as_str(), "identities", &identity.provider, &identity.user_id];
        let response = self.send(Method::Delete, &segments, Body::Empty).await?;
        expect(&response, 200, UPDATE_IDENTITIES, identity::read_list)
    }

    /// Reads the user that was asked for. Another user is not a valid response.
    fn read_user(&self, value: &Value, id: &UserId) -> Option<User> {
        let user = User::read(value).filter(|user| user.id == *id)?;
        Some(user.trusting(&self.config.verified_connections))
    }

    async fn send(
        &self,
        method: Method,
        segments: &[&str],
        body: Body,
    ) -> Result<HttpResponse, ManagementError> {
        if segments.iter().any(|segment| segment.is_empty() || is_dot_segment(segment)) {
            return Err(ManagementError::UnusableId);
        }
        let path: Vec<_> = segments.iter().map(|segment| path_segment(segment)).collect();
        let url = self.config.application.domain.url(&format!("/api/v2/users/{}", path.join("/")));
        let bearer = Some(self.access_token.clone());
        Ok(self.http.send(HttpRequest { method, url, bearer, body }).await?)
    }
}

/// A JSON object of one member.
fn member(name: &str, value: Value) -> Body {
    Body::Json(json::write(&Value::object(vec![(name, value)])))
}

fn expect<T>(
    response: &HttpResponse,
    status: u16,
    scope: &'static str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<T, ManagementError> {
    if response.status != status {
        return Err(ManagementError::of(response, scope));
    }
    response.json().as_ref().and_then(read).ok_or(ManagementError::UnexpectedAnswer { status })
}

#[cfg(test)]
mod tests;
