//! The JSON body of the control API.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

/// A body of this type, whatever its content type.
#[derive(Debug)]
pub(crate) struct ControlBody<T>(pub(crate) T);

/// Why a body is not one of the expected type.
#[derive(Debug)]
pub(crate) enum ControlBodyRejection {
    /// It cannot be read.
    Unreadable(BytesRejection),
    /// It is not JSON, or not of this type.
    Invalid(serde_json::Error),
}

impl<S, T> FromRequest<S> for ControlBody<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = ControlBodyRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, ControlBodyRejection> {
        let body = Bytes::from_request(request, state).await.map_err(ControlBodyRejection::Unreadable)?;
        serde_json::from_slice(&body).map(Self).map_err(ControlBodyRejection::Invalid)
    }
}

impl IntoResponse for ControlBodyRejection {
    fn into_response(self) -> Response {
        match self {
            Self::Unreadable(rejection) => rejection.into_response(),
            Self::Invalid(error) => {
                (StatusCode::BAD_REQUEST, Json(json!({ "error": error.to_string() }))).into_response()
            }
        }
    }
}
