//! The errors of the endpoints, each family in the shape in which Auth0 answers it.

pub(crate) mod login;
pub(crate) mod management;
pub(crate) mod oauth;
