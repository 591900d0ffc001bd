//! What a client of the tenant can notice, one test per fact, through the router and with a clock that stands.

// Compiled for tests alone, so that a surprise may stop a test at once.
#![cfg(test)]

mod authorize;
mod client;
mod conformance;
mod consent;
mod control;
mod data_file;
mod discovery;
mod faults;
mod grants;
mod identities;
mod logout;
mod management;
mod pages;
mod program;
mod properties;
mod response_mode;
mod seed;
mod slow_bodies;
mod tls;
mod token;
mod user;
