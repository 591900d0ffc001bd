//! What the tests of this crate share: doubles of the ports, real keys, and one sample of everything.
//!
//! [`memory`] and [`verifier`] are also included by `tests/it`, so they name this crate as a stranger would.

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

/// The value of a future that has nothing to wait for, as all do that run on these doubles.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    futures_util::FutureExt::now_or_never(future).expect("the doubles never wait")
}
