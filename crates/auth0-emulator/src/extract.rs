//! What handlers take from a request, checked before they run.
//!
//! The rejection of an extractor is the error of the endpoints that it serves: `ManagementError`, `OAuthError` or
//! `LoginError`. A handler that must check something else first takes a `Result`.

mod caller;
mod control_body;
mod json_object;
mod oauth_params;
mod params;
mod pending_login;

pub(crate) use caller::{Caller, Reach};
pub(crate) use control_body::ControlBody;
pub(crate) use json_object::{JsonObject, check_properties, type_name};
pub(crate) use oauth_params::OAuthParams;
pub(crate) use params::{Form, Query, is_content_type};
pub(crate) use pending_login::{PendingLogin, Submission};
