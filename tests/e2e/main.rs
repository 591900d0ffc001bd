//! The end-to-end tests: what a user does with the release build, in Chromium, Firefox and WebKit, against a tenant of its own.
//!
//! `cargo xtask test --only e2e` builds the app and runs them. A file in `stories/` is one thing that a user
//! wants; a test's name says the fact that it shows.

mod stories {
    mod access;
    mod account_fails;
    mod axe;
    mod callback;
    mod configuration;
    mod confirm;
    mod foreign_text;
    mod harness;
    mod headers;
    mod history;
    mod language;
    mod last_resort;
    mod layout;
    mod link;
    mod link_fails;
    mod link_refused;
    mod login;
    mod login_fails;
    mod look;
    mod look_alike;
    mod offline;
    mod other_account;
    mod outcome;
    mod overtaken;
    mod routes;
    mod session;
    mod settings;
    mod start;
    mod step_up;
    mod storage;
    mod tabs;
    mod tenant_pages;
    mod theme;
    mod unclear;
    mod unlink;
}
