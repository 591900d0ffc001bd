//! The errors of the endpoints, in the shapes that Auth0 sends.

pub(crate) mod login;
pub(crate) mod management;
pub(crate) mod oauth;
