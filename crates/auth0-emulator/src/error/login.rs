//! Errors of `/authorize` and of the pages of a login.

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::pages::deliver::deliver;
use crate::pages::notice;
use crate::tenant::authorization::{AuthorizeError, PageError, Refusal, ReplyTo};

/// Why a login cannot continue.
#[derive(Debug)]
pub(crate) enum LoginError {
    /// The form cannot be read.
    Unreadable(BytesRejection),
    /// The page does not belong to a pending login of this browser.
    NotPending,
    /// The request to `/authorize` is refused on the tenant's own page.
    OnPage(PageError),
    /// The application receives an error at its callback.
    ToCallback(ReplyTo, AuthorizeError),
}

impl From<Refusal> for LoginError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::OnPage(error) => Self::OnPage(error),
            Refusal::ToCallback(reply_to, error) => Self::ToCallback(reply_to, error),
        }
    }
}

impl IntoResponse for LoginError {
    fn into_response(self) -> Response {
        match self {
            Self::Unreadable(rejection) => rejection.into_response(),
            Self::NotPending => notice::error(
                StatusCode::BAD_REQUEST,
                "This login page is no longer valid",
                "invalid_request",
                "It has expired, was used already, or was opened in another browser than the one that began to log in.",
            ),
            Self::OnPage(error) => on_page(&error),
            Self::ToCallback(reply_to, error) => {
                deliver(&reply_to, &[("error", error.code()), ("error_description", &error.to_string())])
            }
        }
    }
}

fn on_page(error: &PageError) -> Response {
    let (status, heading, code) = match error {
        PageError::MissingClient | PageError::Repeated(_) | PageError::UnknownClient(_) => {
            (StatusCode::BAD_REQUEST, "Oops!, something went wrong", "invalid_request")
        }
        PageError::CallbackMismatch(_) => {
            (StatusCode::FORBIDDEN, "Callback URL mismatch.", "unauthorized_client")
        }
        PageError::WebOrigin(_) => (StatusCode::FORBIDDEN, "Origin not allowed", "unauthorized_client"),
    };
    notice::error(status, heading, code, &error.to_string())
}
