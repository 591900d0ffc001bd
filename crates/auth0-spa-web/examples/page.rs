//! A page without a framework: one button that logs in, and the name of whoever is logged in.
//!
//! Build it with `cargo build -p auth0-spa-web --example page --target wasm32-unknown-unknown`, then
//! `wasm-bindgen --target web` for the JavaScript around it. The content of `auth_config.json` is inlined here.

use std::error::Error;
use std::future::ready;

use auth0_spa::config::{AuthConfig, ConfigError};
use auth0_spa::login::callback::PageUrl;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::transaction::Intent;
use auth0_spa::login::{self, LoginOutcome};
use auth0_spa::session::{self, Restored};
use auth0_spa::tabs::Snapshot;
use auth0_spa::{Clock, SharedStorage};
use auth0_spa_web::{Browser, location, until_visible};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;

/// The local tenant of `cargo xtask start`.
const CONFIG: &str = r#"{"domain": "localhost:4400", "client_id": "ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y"}"#;

fn main() {
    let url = location::take_page_url();
    spawn_local(async {
        match run(url).await {
            Ok(Some(name)) => show(&format!("Logged in as {name}")),
            Ok(None) => offer_login(),
            Err(error) => show(&error.to_string()),
        }
    });
}

/// Completes a login, or restores a session. Returns the user's name if somebody is logged in.
async fn run(url: PageUrl) -> Result<Option<String>, Box<dyn Error>> {
    let snapshot = Snapshot::take(Browser.shared());
    until_visible().await;
    let config = AuthConfig::parse(CONFIG)?;
    let session = match url.callback("/")? {
        Some(callback) => {
            let config = ready(Ok::<_, ConfigError>(config));
            let (_, login) = login::finish(&Browser, config, &location::origin(), snapshot, callback).await?;
            match login? {
                LoginOutcome::Session { session, .. } => Some(session),
                LoginOutcome::OtherAccount(_)
                | LoginOutcome::SecondLogin(_)
                | LoginOutcome::Reauthenticated(_) => None,
            }
        }
        None => match session::restore(&Browser, &config, Browser.now())? {
            Restored::Active(session) => Some(*session),
            _ => None,
        },
    };
    Ok(session.map(|session| session.profile().name().map_or_else(String::new, |name| name.brief())))
}

fn log_in() -> Result<(), Box<dyn Error>> {
    let config = AuthConfig::parse(CONFIG)?;
    let return_to = ReturnTo::parse("/");
    let url = login::begin(&Browser, &config, &location::origin(), return_to, Intent::LogIn)?;
    Ok(location::leave_for(&url)?)
}

fn offer_login() {
    let body = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body());
    let Some(body) = body else { return };
    body.set_text_content(Some("Press anywhere to log in"));
    let press = Closure::<dyn Fn()>::new(|| {
        if let Err(error) = log_in() {
            show(&error.to_string());
        }
    });
    body.set_onclick(Some(press.as_ref().unchecked_ref()));
    press.forget();
}

fn show(text: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(text);
    }
}
