//! `POST /_emulator/token`: the tokens of a login, for tests that need no page.

use std::collections::BTreeSet;

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
use crate::params::Params;
use crate::routes::token::password::REALM as PASSWORD_REALM;
use crate::routes::token::without_page::{Asked, log_in};
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::identity::{Identity, IdentityKey};
use crate::tenant::resource_server::Audience;
use crate::tenant::unsupported::Via;
use crate::tenant::user::User;

/// Grant types by which users log in.
const FOR_USERS: [&str; 4] = ["authorization_code", "implicit", "password", PASSWORD_REALM];

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
    /// Several users have the e-mail address: their connections, or their ids where these are at the same connection.
    #[error("several users have this e-mail address: name one of the {0}")]
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
    /// [`TokenError`]: a client, user or API that does not exist, a connection that the client may not use, a client without
    /// a grant type for users, a blocked user, a login that the fault `refuse_login` refuses, a demand of the tenant file that
    /// the emulator does not meet.
    pub fn token(&self, request: &TokenRequest) -> Result<Value, TokenError> {
        let client = self.tenant().client(&request.client_id).cloned();
        let client = client.ok_or_else(|| TokenError::UnknownClient(request.client_id.clone()))?;
        let audience = request.audience.as_deref();
        {
            let mut tenant = self.tenant();
            let api = tenant.requested_audience(audience).ok();
            let api = api.as_ref().and_then(Audience::identifier);
            let demanded = tenant.unsupported(&Params::default(), Via::WithoutPage, &client, api);
            self.allow(&mut tenant, demanded).map_err(OAuthError::from)?;
        }
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
    let fits = |identity: &Identity| {
        key.as_ref().is_none_or(|key| Some(identity.key()) == *key)
            && request.email.as_ref().is_none_or(|email| identity.has_email(email))
            && request.connection.as_ref().is_none_or(|name| *name == identity.connection)
    };
    let all = tenant.users.iter().flat_map(|user| user.identities().map(move |identity| (user, identity)));
    let found: Vec<(&User, &Identity)> = all.filter(|(_, identity)| fits(identity)).collect();
    let (_, first) = found.first().ok_or(TokenError::UnknownUser(whom))?;
    let may_use = |name: &str| tenant.connections_of(client).any(|connection| connection.name == name);
    let usable = found.iter().filter(|(_, identity)| may_use(&identity.connection));
    let usable: Vec<(&User, &Identity)> = usable.copied().collect();
    let Some((owner, identity)) = usable.first() else {
        let (client, connection) = (client.name.clone(), first.connection.clone());
        return Err(TokenError::ConnectionNotEnabled { client, connection });
    };
    if usable.iter().any(|(user, _)| user.user_id() != owner.user_id()) {
        return Err(TokenError::SeveralUsers(what_differs(&usable)));
    }
    if !FOR_USERS.iter().any(|grant_type| client.may_use(grant_type)) {
        return Err(OAuthError::GrantNotAllowed("authorization_code".to_owned()).into());
    }
    Ok((identity.key(), identity.connection.clone()))
}

/// What tells accounts with the same address apart.
fn what_differs(accounts: &[(&User, &Identity)]) -> String {
    let connections: BTreeSet<&str> =
        accounts.iter().map(|(_, identity)| identity.connection.as_str()).collect();
    if connections.len() == accounts.len() {
        return format!("connections {}", connections.into_iter().collect::<Vec<_>>().join(", "));
    }
    let ids: Vec<String> = accounts.iter().map(|(_, identity)| identity.key().user_id()).collect();
    format!("ids {}", ids.join(", "))
}
