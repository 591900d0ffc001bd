//! Logging in: OpenID Connect's authorization code flow with PKCE, as Auth0 implements it.
//!
//! [`begin`] stores a [`transaction`] and returns the URL of the authorization request ([`authorize`], [`pkce`]). On
//! return, [`callback`] parses the address and [`finish`] does the rest: one [`token`] request, the tenant's keys
//! ([`jwks`]) and the checks of the [`id_token`].

pub mod authorize;
mod begin;
pub mod callback;
mod finish;
pub mod id_token;
mod interrupted;
pub mod jwks;
mod outcome;
pub mod pkce;
mod reauthentication;
mod retention;
pub mod return_to;
pub mod scopes;
mod single_use;
pub mod token;
pub mod transaction;

pub use begin::{begin, cancel_waiting, is_change_waiting, purge};
pub use finish::{Platform, finish};
pub(crate) use interrupted::was_interrupted;
pub use outcome::{LoginError, LoginFailure, LoginOutcome, OtherAccount, Reauthenticated, SecondLogin};
pub use reauthentication::{Reauthentication, Waiting};
