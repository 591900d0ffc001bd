//! Errors in the shapes that Auth0 gives them: one for the Management API, one for the OAuth endpoints.

pub(crate) mod management;
pub(crate) mod oauth;
