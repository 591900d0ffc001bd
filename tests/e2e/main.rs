//! The end-to-end tests: what a person does with the release build, in Chromium, against a tenant of their own.
//!
//! `cargo xtask test --only e2e` builds the app and runs them. A file in `stories/` is one thing that a person
//! wants; a test's name says the fact that it shows.

mod stories {
    mod callback;
    mod configuration;
    mod faults;
    mod harness;
    mod keyboard;
    mod link;
    mod link_refused;
    mod login;
    mod routes;
    mod session;
    mod storage;
    mod unlink;
}
