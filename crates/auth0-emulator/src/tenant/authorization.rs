//! A request to `/authorize`, parsed into a value that needs no further checks.
//!
//! OpenID Connect Core §3.1.2; Auth0, "Authorization Code Flow with PKCE" and "OAuth 2.0: handling errors".
//! Errors are shown on the tenant's own page until the callback is known to be the client's, then sent to the callback.

use serde::{Deserialize, Serialize};

pub(crate) use refusal::{AuthorizeError, PageError, Refusal};
pub(crate) use response_type::ResponseType;

use super::Tenant;
use super::client::Client;
use super::connection::Connection;
use super::grant::CodeChallenge;
use super::resource_server::Audience;
use super::scope::{Scopes, is_openid_connect};
use crate::params::{Params, Repeated};

mod refusal;
mod response_type;

/// A valid authorization request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuthorizationRequest {
    /// The client that sent it.
    pub(crate) client_id: String,
    /// Where the response goes.
    pub(crate) reply_to: ReplyTo,
    /// Whether `redirect_uri` was sent. If so, the code exchange must repeat it.
    pub(crate) redirect_uri_sent: bool,
    /// What the response consists of; absent in data files of earlier versions.
    #[serde(default)]
    pub(crate) response_type: ResponseType,
    /// The API for which access is requested.
    pub(crate) audience: Audience,
    /// The scopes to grant. Scopes that may not be granted were dropped.
    pub(crate) scopes: Scopes,
    /// The `nonce` of the ID token.
    pub(crate) nonce: Option<String>,
    /// PKCE.
    pub(crate) challenge: Option<CodeChallenge>,
    /// What to ask the user.
    pub(crate) prompt: Prompt,
    /// Oldest acceptable login, in seconds.
    pub(crate) max_age: Option<i64>,
    /// The connection to use, if one was requested.
    pub(crate) connection: Option<String>,
    /// Prefills the e-mail field.
    pub(crate) login_hint: Option<String>,
    /// Whether the sign-up page is wanted first.
    pub(crate) wants_signup: bool,
}

/// Where and how an authorization response is delivered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ReplyTo {
    /// The callback.
    pub(crate) redirect_uri: String,
    /// How parameters are sent to it.
    pub(crate) mode: ResponseMode,
    /// Returned unchanged.
    pub(crate) state: Option<String>,
}

/// `response_mode` (OAuth 2.0 Multiple Response Types; Form Post Response Mode; Web Message Response Mode).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ResponseMode {
    /// In the query of the callback.
    Query,
    /// In the fragment of the callback.
    Fragment,
    /// In a form that submits itself to the callback.
    FormPost,
    /// In a message to the window that opened or embeds the page.
    WebMessage,
}

/// `prompt` (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Prompt {
    /// Ask what is needed.
    Auto,
    /// Ask nothing, and fail where the user would have to be asked.
    None,
    /// Ask for credentials even if there is a session.
    Login,
    /// Ask for consent, even if it was given before.
    Consent,
    /// Let the user choose an account, on the login page.
    SelectAccount,
}

impl AuthorizationRequest {
    /// Parses the parameters of `/authorize`.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: on the tenant's page until the callback is known, then to the callback.
    pub(crate) fn parse(params: &Params, tenant: &Tenant) -> Result<Self, Refusal> {
        let client = client_of(params, tenant).map_err(Refusal::OnPage)?;
        let sent_uri = params.one("redirect_uri").map_err(page)?;
        let redirect_uri = callback_of(client, sent_uri).map_err(Refusal::OnPage)?;
        let state = params.one("state").map_err(page)?.map(str::to_owned);
        let response_type = ResponseType::parse(params.one("response_type").map_err(page)?);
        let default_mode = response_type.as_ref().map_or(ResponseMode::Query, |kind| kind.default_mode());
        let mode = response_mode(params.one("response_mode").map_err(page)?, default_mode);
        let reply_to = |mode| ReplyTo { redirect_uri: redirect_uri.to_owned(), mode, state: state.clone() };
        let mode = mode.map_err(|error| Refusal::ToCallback(reply_to(default_mode), error))?;
        let reply_to = reply_to(mode);
        if mode == ResponseMode::WebMessage {
            let origin = super::url_match::origin_of(redirect_uri).unwrap_or_default();
            if !client.allows_web_message(&origin) {
                return Err(Refusal::OnPage(PageError::WebOrigin(origin)));
            }
        }
        response_type
            .and_then(|kind| Self::parse_rest(params, tenant, client, kind, &reply_to, sent_uri.is_some()))
            .map_err(|error| Refusal::ToCallback(reply_to, error))
    }

    fn parse_rest(
        params: &Params,
        tenant: &Tenant,
        client: &Client,
        response_type: ResponseType,
        reply_to: &ReplyTo,
        redirect_uri_sent: bool,
    ) -> Result<Self, AuthorizeError> {
        response_type.check_grants(client)?;
        let audience =
            tenant.requested_audience(tenant.named_api(params)?).map_err(AuthorizeError::UnknownAudience)?;
        let asked = Scopes::parse(params.one("scope")?.unwrap_or_default());
        let connection = connection_of(params.one("connection")?, tenant, client)?;
        let nonce = params.one("nonce")?.map(str::to_owned);
        if response_type.id_token && nonce.is_none() {
            return Err(AuthorizeError::Missing("nonce"));
        }
        // Auth0 documents no answer. OpenID Connect Core §3.2.2.1: no ID token without this scope.
        if response_type.id_token && !asked.contains("openid") {
            return Err(AuthorizeError::NotOpenId);
        }
        Ok(Self {
            client_id: client.client_id.clone(),
            reply_to: reply_to.clone(),
            redirect_uri_sent,
            response_type,
            scopes: granted_scopes(tenant, client, &audience, &asked),
            audience,
            nonce,
            challenge: code_challenge(params)?,
            prompt: prompt(params.one("prompt")?)?,
            max_age: max_age(params.one("max_age")?)?,
            connection,
            login_hint: params.one("login_hint")?.map(str::to_owned),
            wants_signup: params.one("screen_hint")? == Some("signup"),
        })
    }

    /// Whether the ID token contains `auth_time`: for `max_age`, and in Auth0 for `prompt=login` too.
    pub(crate) fn tells_auth_time(&self) -> bool {
        self.max_age.is_some() || self.prompt == Prompt::Login
    }
}

fn page(repeated: Repeated) -> Refusal {
    Refusal::OnPage(repeated.into())
}

fn client_of<'a>(params: &Params, tenant: &'a Tenant) -> Result<&'a Client, PageError> {
    let client_id = params.one("client_id")?.ok_or(PageError::MissingClient)?;
    tenant.client(client_id).ok_or_else(|| PageError::UnknownClient(client_id.to_owned()))
}

/// The requested callback, or the first registered one if none was sent.
fn callback_of<'a>(client: &'a Client, sent: Option<&'a str>) -> Result<&'a str, PageError> {
    let uri = sent.or_else(|| client.callbacks.first().map(String::as_str)).unwrap_or_default();
    if client.allows_callback(uri) { Ok(uri) } else { Err(PageError::CallbackMismatch(uri.to_owned())) }
}

fn response_mode(sent: Option<&str>, default: ResponseMode) -> Result<ResponseMode, AuthorizeError> {
    match sent {
        None => Ok(default),
        Some("query") if default == ResponseMode::Fragment => Err(AuthorizeError::TokensInQuery),
        Some("query") => Ok(ResponseMode::Query),
        Some("fragment") => Ok(ResponseMode::Fragment),
        Some("form_post") => Ok(ResponseMode::FormPost),
        Some("web_message") => Ok(ResponseMode::WebMessage),
        Some(_) => Err(AuthorizeError::Invalid("response_mode")),
    }
}

fn connection_of(
    sent: Option<&str>,
    tenant: &Tenant,
    client: &Client,
) -> Result<Option<String>, AuthorizeError> {
    let Some(name) = sent else { return Ok(None) };
    let mut usable = tenant.connections_of(client);
    let found: Option<&Connection> = usable.find(|connection| connection.name == name);
    found.map(|connection| Some(connection.name.clone())).ok_or(AuthorizeError::UnknownConnection)
}

fn code_challenge(params: &Params) -> Result<Option<CodeChallenge>, AuthorizeError> {
    let method = params.one("code_challenge_method")?;
    let Some(challenge) = params.one("code_challenge")? else {
        return if method.is_some() { Err(AuthorizeError::Missing("code_challenge")) } else { Ok(None) };
    };
    if !(43..=128).contains(&challenge.len()) {
        return Err(AuthorizeError::Invalid("code_challenge"));
    }
    match method {
        Some("S256") => Ok(Some(CodeChallenge::S256(challenge.to_owned()))),
        None | Some("plain") => Ok(Some(CodeChallenge::Plain(challenge.to_owned()))),
        Some(_) => Err(AuthorizeError::Invalid("code_challenge_method")),
    }
}

fn prompt(sent: Option<&str>) -> Result<Prompt, AuthorizeError> {
    match sent {
        None => Ok(Prompt::Auto),
        Some("none") => Ok(Prompt::None),
        Some("login") => Ok(Prompt::Login),
        Some("consent") => Ok(Prompt::Consent),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some(_) => Err(AuthorizeError::Invalid("prompt")),
    }
}

fn max_age(sent: Option<&str>) -> Result<Option<i64>, AuthorizeError> {
    let Some(text) = sent else { return Ok(None) };
    match text.parse() {
        Ok(seconds) if (0..=i64::from(u32::MAX)).contains(&seconds) => Ok(Some(seconds)),
        _ => Err(AuthorizeError::Invalid("max_age")),
    }
}

/// The requested scopes that may be granted. Like Auth0, drops the others without an error.
pub(crate) fn granted_scopes(
    tenant: &Tenant,
    client: &Client,
    audience: &Audience,
    asked: &Scopes,
) -> Scopes {
    let api = tenant.resource_server(audience);
    let offline = client.gets_refresh_tokens() && api.as_ref().is_none_or(|api| api.allow_offline_access);
    asked.filtered(|scope| match scope {
        "offline_access" => offline,
        scope if is_openid_connect(scope) => true,
        scope => api.as_ref().is_some_and(|api| api.grants_to_users(audience, scope)),
    })
}
