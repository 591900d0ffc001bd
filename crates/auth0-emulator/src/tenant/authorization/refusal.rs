//! How a request to `/authorize` is refused: on the tenant's own page, or by an error to the callback.

use thiserror::Error;

use super::ReplyTo;
use crate::params::Repeated;
use crate::tenant::unsupported::Unsupported;

/// Why a request is refused.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// On the tenant's own error page, because the callback cannot be trusted.
    OnPage(PageError),
    /// By an error to the callback.
    ToCallback(ReplyTo, AuthorizeError),
}

/// An error for the tenant's own error page.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum PageError {
    /// No `client_id`.
    #[error("Missing required parameter: client_id")]
    MissingClient,
    /// No such client.
    #[error("Unknown client: {0}")]
    UnknownClient(String),
    /// The callback is not registered.
    #[error(
        "The provided redirect_uri is not in the list of allowed callback URLs: {0} (the client's callbacks in the tenant \
         file, and --app-origin)"
    )]
    CallbackMismatch(String),
    /// A parameter that decides where the response goes is repeated.
    #[error(transparent)]
    Repeated(#[from] Repeated),
    /// A `web_message` to an origin that may not receive one.
    #[error("The origin {0} is not in the list of allowed web origins, so it gets no web_message.")]
    WebOrigin(String),
}

/// An error for the callback.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum AuthorizeError {
    /// A required parameter is missing.
    #[error("Missing required parameter: {0}")]
    Missing(&'static str),
    /// A parameter has a value that cannot be used.
    #[error("Invalid value for parameter {0}")]
    Invalid(&'static str),
    /// A parameter is repeated.
    #[error(transparent)]
    Repeated(#[from] Repeated),
    /// A response type that this tenant does not support.
    #[error("Unsupported response type: {0}")]
    ResponseType(String),
    /// Tokens in a query.
    #[error("Unsupported response mode: query")]
    TokensInQuery,
    /// An ID token without the scope for it.
    #[error("The response type has an ID token, which needs the scope openid")]
    NotOpenId,
    /// The client may not use the flow.
    #[error("Grant type '{0}' not allowed for the client.")]
    GrantType(&'static str),
    /// No API has this identifier.
    #[error("Service not found: {0}")]
    UnknownAudience(String),
    /// No connection has this name, or the client may not use it.
    #[error("the connection was not found")]
    UnknownConnection,
    /// Silent login without a usable session.
    #[error("Login required")]
    LoginRequired,
    /// Silent login before consent was given.
    #[error("Consent required")]
    ConsentRequired,
    /// Silent login to a callback that needs confirmation.
    #[error(
        "Interaction required: the callback cannot be verified, so the user must confirm it; the client's \
         skip_non_verifiable_callback_uri_confirmation_prompt allows it without"
    )]
    InteractionRequired,
    /// The user canceled at the login page or at the provider.
    #[error("User has canceled the interaction.")]
    Canceled,
    /// The user declined the consent.
    #[error("User did not authorize the request")]
    Declined,
    /// The request asks for what the emulator does not have.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The user may not log in.
    #[error("user is blocked")]
    Blocked,
    /// The tokens of the response cannot be made.
    #[error("Internal error of the emulator: {0}")]
    Internal(String),
}

impl AuthorizeError {
    /// The value of `error`.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Missing(_)
            | Self::Invalid(_)
            | Self::Repeated(_)
            | Self::UnknownConnection
            | Self::Unsupported(_) => "invalid_request",
            Self::ResponseType(_) => "unsupported_response_type",
            Self::TokensInQuery => "unsupported_response_mode",
            Self::NotOpenId => "invalid_scope",
            Self::Internal(_) => "server_error",
            Self::GrantType(_) => "unauthorized_client",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::UnknownAudience(_) | Self::Canceled | Self::Declined => "access_denied",
            Self::Blocked => "unauthorized",
        }
    }
}
