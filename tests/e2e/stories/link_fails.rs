//! Links that fail or are slow at the tenant: sent once, and the real outcome is shown.

use anyhow::{Result, ensure};
use auth0_emulator::tenant::settings::RateLimitMode;
use auth0_emulator::{Effect, IdTokenFault, Seed};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Settings};
use e2e::stage::Setting;
use e2e::story;
use e2e::tenant::answer;
use e2e::wait::{Look, until};

const IDENTITIES: &str = "/api/v2/users/*/identities";
const TOO_MANY: &str =
    r#"{ "statusCode": 429, "error": "Too Many Requests", "errorCode": "too_many_requests" }"#;
const ALICE: &[&str] = &["Primary", "alice@example.com"];
const GOOGLE: &[&str] = &["Google", "alice@gmail.example"];

/// Cases: LF-16.
#[tokio::test]
async fn a_second_login_that_was_not_fresh_links_nothing() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.tenant.faults().id_token = Some(IdTokenFault::OldAuthTime);
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.browser.alert(&["afresh", "fresh"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        Ok(())
    })
    .await
}

/// Cases: LF-19.
#[tokio::test]
async fn a_second_login_that_fails_leaves_the_session_alone() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.tenant.faults().id_token = Some(IdTokenFault::WrongNonce);
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.browser.alert(&["nothing was linked"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: MA-24, LF-34.
#[tokio::test]
async fn a_link_that_the_tenant_fails_is_called_unclear_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, answer(500, r#"{ "statusCode": 500, "message": "Internal error" }"#));
        stage.expect(ExpectedFailure::status("/identities", 500));
        confirm.link_accounts().click().await?;
        stage.browser.status(&["Checking whether the accounts were linked"]).await?;
        stage.browser.alert(&["It is not known whether the accounts are linked"]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1, "a link is never repeated");
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await?;

        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(&stage.browser).await?.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await
    })
    .await
}

/// The user reloads before the answer arrives: the link happens once, and the next page shows it.
///
/// Cases: RT-20.
#[tokio::test]
async fn a_reload_while_linking_links_once_and_shows_the_outcome() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::Delay(2_000));
        confirm.link_accounts().click().await?;
        let linked = until(async || {
            let count = stage.identities("alice@example.com")?.len();
            Ok(if count == 2 {
                Look::Found(())
            } else {
                Look::NotYet("the tenant has no link yet".to_owned())
            })
        });
        linked.await?;
        stage.browser.reload().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: MA-25.
#[tokio::test]
async fn a_link_whose_answer_is_lost_is_read_back_and_shown() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::Truncate);
        stage.expect_perhaps(ExpectedFailure::network("/identities", "net::ERR_CONTENT_LENGTH_MISMATCH"));
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        stage.browser.status(&["You can now also log in with"]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1, "a link is never repeated");
        Ok(())
    })
    .await
}

/// Cases: MA-23.
#[tokio::test]
async fn a_rate_limited_request_is_sent_again_after_the_wait() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, answer(429, TOO_MANY));
        stage.expect(ExpectedFailure::status("/identities", 429));
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        stage.browser.status(&["You can now also log in with"]).await?;
        let posts = stage.requests_to("POST", "/identities").len();
        ensure!(posts == 2, "the refused one was not carried out, the other is the only one: {posts}");
        Ok(())
    })
    .await
}

/// Cases: MA-23.
#[tokio::test]
async fn a_lasting_rate_limit_is_reported_with_a_button_to_try_again() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        for _ in 0..10 {
            stage.spoil("POST", IDENTITIES, answer(429, TOO_MANY));
        }
        stage.expect(ExpectedFailure::status("/identities", 429));
        confirm.link_accounts().click().await?;
        stage.browser.alert(&["too many"]).await?;
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        stage.open("/settings").await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn a_slow_link_says_what_it_waits_for_and_cannot_be_pressed_again() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::Delay(4_000));
        confirm.link_accounts().click().await?;
        stage.browser.status(&["linking"]).await?;
        let button = Confirm::shown(&stage.browser).await?.link_accounts();
        ensure!(button.one().await?.disabled, "the button cannot be pressed again");
        ensure!(button.is_busy().await?, "the button says that it is at work");
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await
    })
    .await
}

/// Cases: MA-05.
#[tokio::test]
async fn the_main_flow_stays_below_two_requests_a_second() -> Result<()> {
    let seed = Seed::demo()?.with_settings(|settings| settings.rate_limit = RateLimitMode::Free);
    let setting = Setting { seed: Some(seed), ..Setting::default() };
    setting
        .play(async |stage| {
            // The app may get a 429, but the user must not notice it.
            stage.expect_perhaps(ExpectedFailure::status("/api/v2/users/", 429));
            stage.log_in("alice@example.com").await?;
            stage.choose_in_database("bob@example.com").await?;
            let confirm = Confirm::shown(&stage.browser).await?;
            confirm.choice("theme").one().await?;
            confirm.link_accounts().click().await?;
            let settings = Settings::shown(&stage.browser).await?;
            settings.accounts(&[ALICE, &["bob@example.com"]]).await?;
            stage.browser.status(&["You can now also log in with"]).await?;
            Ok(())
        })
        .await
}
