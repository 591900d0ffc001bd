//! What the tests of this crate share: doubles of the ports, real keys, and sample data.
//!
//! [`memory`] and [`verifier`] are also included by `tests/it`, so they refer to this crate as `auth0_spa`.

pub(crate) mod accounts;
pub(crate) mod clock;
pub(crate) mod http;
pub(crate) mod json;
pub(crate) mod keys;
pub(crate) mod memory;
pub(crate) mod platform;
pub(crate) mod samples;
pub(crate) mod storage;
pub(crate) mod tokens;
pub(crate) mod verifier;

/// The value of a future that never waits, as with these doubles.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    futures_util::FutureExt::now_or_never(future).expect("the doubles never wait")
}
