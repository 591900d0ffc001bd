//! `POST /_emulator/token`: the tokens of a login, for tests that need no page.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::extract::ControlBody;
use crate::routes::token::without_page::{Asked, log_in};
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::identity::{Identity, IdentityKey};
use crate::tenant::user::User;

/// Whose tokens, and for which application.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenRequest {
    /// Id of the client.
    pub client_id: String,
    /// Id of the user, such as `auth0|1234`. A linked identity's id works too.
    pub user_id: Option<String>,
    /// The user's e-mail address, in place of the id.
    pub email: Option<String>,
    /// The connection, where several users have the address.
    pub connection: Option<String>,
    /// Identifier of the API. Without one, the access token is opaque and for `/userinfo`.
    pub audience: Option<String>,
    /// Scopes, separated by spaces.
    pub scope: String,
}

/// Why there are no tokens.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TokenError {
    /// No client has the id.
    #[error("no client has the client_id `{0}`")]
    UnknownClient(String),
    /// Neither `user_id` nor `email` was given.
    #[error("name the user: `user_id`, or `email` and where necessary `connection`")]
    NoUser,
    /// The tenant has no such user.
    #[error("no user has the {0}")]
    UnknownUser(String),
    /// Several users have the e-mail address.
    #[error("several users have this e-mail address: name one of the connections {0}")]
    SeveralUsers(String),
    /// The client may not use the user's connection.
    #[error(
        "the client `{client}` may not use the connection `{connection}`: add it to its `enabled_clients`"
    )]
    ConnectionNotEnabled {
        /// Name of the client.
        client: String,
        /// Name of the connection.
        connection: String,
    },
    /// The tenant refuses the login.
    #[error("{0}")]
    Refused(String),
}

impl From<OAuthError> for TokenError {
    fn from(error: OAuthError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

impl Emulator {
    /// The tokens of a login, without its pages: what `/oauth/token` answers to the code of such a login (Auth0,
    /// "Authorization Code Flow"). The user counts as having consented.
    ///
    /// # Errors
    ///
    /// [`TokenError`]: a client, user or API that does not exist, a connection that the client may not use, a blocked
    /// user, a login that the fault `refuse_login` refuses.
    pub fn token(&self, request: &TokenRequest) -> Result<Value, TokenError> {
        let client = self.tenant().client(&request.client_id).cloned();
        let client = client.ok_or_else(|| TokenError::UnknownClient(request.client_id.clone()))?;
        let audience = request.audience.as_deref();
        let asked = Asked { audience, scope: &request.scope, grant_type: None };
        log_in(self, &client, asked, |tenant| identity(tenant, &client, request))
    }
}

/// Answers with the tokens.
pub(in crate::routes) async fn token(
    State(emulator): State<Emulator>,
    ControlBody(request): ControlBody<TokenRequest>,
) -> Result<Json<Value>, TokenError> {
    emulator.token(&request).map(Json)
}

/// The identity that logs in, and its connection.
fn identity(
    tenant: &Tenant,
    client: &Client,
    request: &TokenRequest,
) -> Result<(IdentityKey, String), TokenError> {
    let key = request.user_id.as_deref().map(IdentityKey::from_user_id);
    let whom = match (&key, &request.email) {
        (Some(_), _) => format!("id `{}`", request.user_id.as_deref().unwrap_or_default()),
        (None, Some(email)) => format!("e-mail address `{email}`"),
        (None, None) => return Err(TokenError::NoUser),
    };
    let fits = |identity: &&Identity| {
        key.as_ref().is_none_or(|key| Some(identity.key()) == *key)
            && request.email.as_ref().is_none_or(|email| identity.has_email(email))
            && request.connection.as_ref().is_none_or(|name| *name == identity.connection)
    };
    let found: Vec<&Identity> = tenant.users.iter().flat_map(User::identities).filter(fits).collect();
    let identity = match *found {
        [identity] => identity,
        [] => return Err(TokenError::UnknownUser(whom)),
        _ => {
            let names: Vec<&str> = found.iter().map(|identity| identity.connection.as_str()).collect();
            return Err(TokenError::SeveralUsers(names.join(", ")));
        }
    };
    if !tenant.connections_of(client).any(|connection| connection.name == identity.connection) {
        let (client, connection) = (client.name.clone(), identity.connection.clone());
        return Err(TokenError::ConnectionNotEnabled { client, connection });
    }
    Ok((identity.key(), identity.connection.clone()))
}
