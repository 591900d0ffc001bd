//! Tests through the router, with a manual clock.

// Compiled for tests only, where unwrap and panic are allowed.
#![cfg(test)]

mod authorize;
mod client;
mod conformance;
mod consent;
mod control;
mod custom_claims;
mod data_file;
mod discovery;
mod endpoints;
mod faults;
mod grants;
mod identities;
mod inspector;
mod logout;
mod mail;
mod management;
mod pages;
mod people;
mod permissions;
mod program;
mod properties;
mod response_mode;
mod response_type;
mod seed;
mod slow_bodies;
mod tls;
mod token;
mod token_without_page;
mod unsupported;
mod user;
