//! Signatures and keys: no invalid token logs anybody in, and no valid one is refused.

use auth0_emulator::{Effect, Fault, IdTokenFault};
use auth0_spa::Clock as _;
use auth0_spa::HttpClient as _;
use auth0_spa::http::{Body, HttpRequest, Method};
use auth0_spa::login::LoginFailure;
use auth0_spa::login::id_token::IdTokenError;
use auth0_spa::login::jwks::KeyError;
use auth0_spa::login::transaction::Intent;
use auth0_spa::session::{self, Restored, Session};
use serde_json::{Value, json};

use crate::browser::{As, Browser};
use crate::tenant::seed_with_member;

const ALICES: As = As::Password("alice@example.com");
const IMPORTED: As = As::Account("google-oauth2", "imported@gmail.example");

/// A login with an invalid token.
async fn refused(browser: &mut Browser, intent: Intent) -> IdTokenError {
    browser.user_agent.clear_cookies();
    let url = browser.leave(intent);
    let address = browser.prove(&url, ALICES).await;
    match browser.come_back(&address).await.unwrap_err().cause {
        LoginFailure::IdToken(error) => error,
        other => panic!("{other:?}"),
    }
}

fn link(session: &Session) -> Intent {
    Intent::Link { primary: session.reference(), connection: None }
}

/// Cases: ID-46, ID-60, JS-03.
#[tokio::test]
async fn invalid_tokens_log_nobody_in() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let week = 7 * 86_400;
    for (fault, login, linking) in [
        (IdTokenFault::TwoSubjects, IdTokenError::Repeated, IdTokenError::Repeated),
        (IdTokenFault::AccessToken, IdTokenError::Type, IdTokenError::Type),
        (IdTokenFault::WeekOld, IdTokenError::Clock { ahead: week }, IdTokenError::Clock { ahead: week }),
    ] {
        browser.emulator.faults().id_token = Some(fault);
        assert_eq!(refused(&mut browser, Intent::LogIn).await, login, "{fault:?}");
        assert_eq!(refused(&mut browser, link(&session)).await, linking, "{fault:?}");
    }
    browser.emulator.faults().id_token = None;
    browser.user_agent.clear_cookies();
    browser.log_in(ALICES).await;
}

/// Cases: ID-58.
#[tokio::test]
async fn a_login_signed_with_a_weak_key_is_refused() {
    let mut browser = Browser::new();
    let path = "/.well-known/jwks.json";
    let url = browser.config.application.domain.url(path);
    let request = HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty };
    let published = browser.page.send(request).await.unwrap().body;
    let mut keys: Value = serde_json::from_str(&published).unwrap();
    // Of 1024 bits and of 512.
    for length in [171, 86] {
        for key in keys["keys"].as_array_mut().unwrap() {
            key["n"] = json!(format!("{}w", "_".repeat(length - 1)));
        }
        let effect = Effect::Answer { status: 200, body: keys.to_string(), content_type: None };
        browser.emulator.add_fault(Fault { method: None, path: path.to_owned(), times: 1, effect });
        assert_eq!(refused(&mut browser, Intent::LogIn).await, IdTokenError::Key(KeyError::Weak));
    }
    browser.user_agent.clear_cookies();
    browser.log_in(ALICES).await;
}

/// Cases: ID-15.
#[tokio::test]
async fn a_user_with_an_embedded_picture_logs_in_and_is_linked() {
    let picture = format!("data:image/png;base64,{}", "A".repeat(60_000));
    let mut browser = Browser::at(seed_with_member("picture", &json!(picture)));
    let imported = browser.log_in(IMPORTED).await;
    let user = browser.read(&imported.access_token, imported.subject()).await.unwrap();
    assert_eq!(user.picture(&imported), Some(picture.as_str()));
    let restored = session::restore(&browser.page, &browser.config, browser.page.now());
    assert_eq!(restored, Ok(Restored::Active(Box::new(imported))));

    browser.user_agent.clear_cookies();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, IMPORTED).await;
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.user.identities.len(), 2);
}
