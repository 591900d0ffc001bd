//! Logging in: OpenID Connect's authorization code flow with PKCE, as Auth0 speaks it.
//!
//! In the order of the way: [`pkce`] and [`transaction`] before leaving, [`authorize`] for the URL, [`callback`] on
//! return, [`token`] for the exchange, [`jwks`] and [`id_token`] for the proof, [`sign_in`] for all of it in order.

pub mod authorize;
pub mod callback;
pub mod id_token;
pub mod jwks;
mod kept;
pub mod pkce;
pub mod return_to;
pub mod sign_in;
mod single_use;
pub mod token;
pub mod transaction;
