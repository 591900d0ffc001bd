//! *Log in* on the home page before the app has arrived: the beginning of a login, and nothing else. `src/start.js` loads
//! it first where nobody is logged in.

use auth0_spa::config::AuthConfig;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::{self, transaction::Intent};
use auth0_spa_web::{Browser, location};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Leaves for the login page, with the text of `auth_config.json`, to come back to home. `false`: the page stays, and the
/// app says why.
#[wasm_bindgen]
pub fn log_in(config: &str) -> bool {
    AuthConfig::parse(config).is_ok_and(|config| Browser.is_online() && leave(&config))
}

fn leave(config: &AuthConfig) -> bool {
    let url = login::begin(&Browser, config, &location::origin(), ReturnTo::parse("/"), Intent::LogIn);
    url.is_ok_and(|url| location::leave_for(&url).is_ok())
}
