//! What a client of the tenant can notice, one test per fact, through the router and with a clock that stands.

mod authorize;
// `cfg(test)` marks the module as test code, where a surprise may stop the test at once.
#[cfg(test)]
mod client;
mod discovery;
mod identities;
mod logout;
mod seed;
mod token;
mod user;
