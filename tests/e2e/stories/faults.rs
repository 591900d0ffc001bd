//! A tenant that fails: each failure is said, nothing is sent twice, nothing is lost.

use anyhow::{Result, ensure};
use auth0_emulator::{Effect, IdTokenFault};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Home, Settings};
use e2e::{Name, Role, Stage, story};

const TOKEN: &str = "/oauth/token";
const USER: &str = "/api/v2/users/*";
const IDENTITIES: &str = "/api/v2/users/*/identities";
const IDENTITY: &str = "/api/v2/users/*/identities/*/*";
const ALICE: &[&str] = &["Primary", "alice@example.com"];
const GOOGLE: &[&str] = &["Google", "alice@gmail.example"];

/// An answer of the tenant's instead of the real one.
fn answer(status: u16, body: &str) -> Effect {
    Effect::Answer { status, body: body.to_owned(), content_type: None }
}

/// Logs in as Alice up to the callback, whose outcome is the story's.
async fn log_in_to_no_end(stage: &Stage) -> Result<()> {
    stage.open("/").await?;
    Home::shown(&stage.browser).await?.log_in().await?.one_click("alice@example.com").await
}

/// The failed login was said, asked for tokens once, left a clean address, and the next one works.
async fn login_failed_and_works_again(stage: &Stage, words: &[&str]) -> Result<()> {
    let browser = &stage.browser;
    browser.alert(words).await?;
    ensure!(browser.requests_to("POST", TOKEN).await?.len() == 1, "a token request is never repeated");
    browser.url_that("clean", |url| url.query().is_none()).await?;
    ensure!(browser.by_role(Role::List, "Linked accounts").all().await?.is_empty(), "nobody is logged in");
    browser.alert(words).await?;
    stage.open("/").await?;
    Home::shown(browser).await?;
    stage.log_in_again("alice@example.com").await
}

#[tokio::test]
async fn te_13_a_failing_token_endpoint_is_said_and_asked_once() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, answer(503, "<!doctype html><title>Down</title>"));
        stage.expect(ExpectedFailure::status(TOKEN, 503));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["problem"]).await
    })
    .await
}

#[tokio::test]
async fn te_14_html_instead_of_tokens_is_said() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::NotJson);
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["makes no sense", "unexpected"]).await
    })
    .await
}

#[tokio::test]
async fn te_16_tokens_that_break_off_are_said() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::Truncate);
        stage.expect(ExpectedFailure::network(TOKEN, "net::ERR_CONTENT_LENGTH_MISMATCH"));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["try again", "again"]).await
    })
    .await
}

#[tokio::test]
async fn te_09_a_refused_code_is_said() -> Result<()> {
    story(async |stage| {
        let refusal = r#"{ "error": "invalid_grant", "error_description": "Invalid authorization code" }"#;
        stage.spoil("POST", TOKEN, answer(403, refusal));
        stage.expect(ExpectedFailure::status(TOKEN, 403));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["expired", "used before"]).await
    })
    .await
}

#[tokio::test]
async fn te_20_an_origin_that_the_tenant_does_not_allow_is_said_with_the_setting_to_mend() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?.log_in().await?;
        stage.tenant.faults().cors_off = true;
        stage.expect(ExpectedFailure::cors(TOKEN));
        stage.expect_perhaps(ExpectedFailure::cors("/.well-known/jwks.json"));
        e2e::pages::Login::shown(&stage.browser).await?.one_click("alice@example.com").await?;
        stage.browser.alert(&["allowed origins"]).await?;
        stage.tenant.faults().cors_off = false;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn te_21_a_token_endpoint_that_does_not_answer_in_time_is_said() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::Delay(12_000));
        log_in_to_no_end(stage).await?;
        stage.browser.status(&["getting things ready", "logging"]).await?;
        stage.browser.alert(&["in time"]).await?;
        ensure!(stage.browser.requests_to("POST", TOKEN).await?.len() == 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn id_tokens_that_are_not_ours_log_nobody_in() -> Result<()> {
    use IdTokenFault::{ForeignKey, Hs256, Unsigned, WrongAudience, WrongIssuer, WrongNonce};
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?;
        for fault in [ForeignKey, Hs256, Unsigned, WrongAudience, WrongIssuer, WrongNonce] {
            stage.tenant.faults().id_token = Some(fault);
            if browser.button("Log in").all().await?.is_empty() {
                e2e::pages::Login::shown(browser).await?.one_click("alice@example.com").await?;
            } else {
                browser.button("Log in").click().await?;
            }
            browser.alert(&["verified", "not valid"]).await?;
            ensure!(browser.by_role(Role::List, "Linked accounts").all().await?.is_empty(), "{fault:?}");
            stage.open("/").await?;
            Home::shown(browser).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lf_16_a_second_login_that_was_not_fresh_links_nothing() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.tenant.faults().id_token = Some(IdTokenFault::OldAuthTime);
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.browser.alert(&["afresh", "fresh"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await?;
        ensure!(stage.browser.requests_to("POST", "/identities").await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lf_19_a_second_login_that_fails_leaves_the_session_alone() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.tenant.faults().id_token = Some(IdTokenFault::WrongNonce);
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.browser.alert(&["nothing was linked"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn ma_06_a_list_that_cannot_be_read_is_said_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        for _ in 0..3 {
            stage.spoil("GET", USER, answer(502, "<html>Bad gateway</html>"));
            stage.expect_perhaps(ExpectedFailure::status("/api/v2/users/", 502));
        }
        log_in_to_no_end(stage).await?;
        browser.alert(&["problem"]).await?;
        stage.tenant.faults().answers.clear();
        browser.button("Try again").click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn ma_02_a_rejected_access_token_asks_to_log_in_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        let refusal = r#"{ "statusCode": 401, "error": "Unauthorized", "message": "Expired token" }"#;
        stage.spoil("DELETE", IDENTITY, answer(401, refusal));
        stage.expect(ExpectedFailure::status("/identities/", 401));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        browser.news(&["log in again"]).await?;
        browser.by_role(Role::Button, Name::Contains("Log in".to_owned())).one().await?;
        ensure!(stage.identities("alice@example.com")?.len() == 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ma_24_a_link_that_the_tenant_fails_is_said_and_the_list_is_unchanged() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, answer(500, r#"{ "statusCode": 500, "message": "Internal error" }"#));
        stage.expect(ExpectedFailure::status("/identities", 500));
        confirm.link_accounts().click().await?;
        stage.browser.alert(&["not linked", "nothing was linked", "could not be linked", "problem"]).await?;
        ensure!(
            stage.browser.requests_to("POST", "/identities").await?.len() == 1,
            "a link is never repeated"
        );
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        stage.open("/settings").await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn ma_25_a_link_whose_answer_is_lost_is_read_back_and_shown() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::Truncate);
        stage.expect_perhaps(ExpectedFailure::network("/identities", "net::ERR_CONTENT_LENGTH_MISMATCH"));
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        stage.browser.status(&["linked"]).await?;
        ensure!(
            stage.browser.requests_to("POST", "/identities").await?.len() == 1,
            "a link is never repeated"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ma_23_too_many_requests_are_said_with_the_way_on() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        let refusal =
            r#"{ "statusCode": 429, "error": "Too Many Requests", "errorCode": "too_many_requests" }"#;
        stage.spoil("POST", IDENTITIES, answer(429, refusal));
        stage.expect(ExpectedFailure::status("/identities", 429));
        confirm.link_accounts().click().await?;
        stage.browser.alert(&["too many"]).await?;
        ensure!(
            stage.browser.requests_to("POST", "/identities").await?.len() == 1,
            "a link is never repeated"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ma_30_an_unlink_that_fails_leaves_the_account_in_the_list() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", IDENTITY, answer(500, "{}"));
        stage.expect(ExpectedFailure::status("/identities/", 500));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        stage.browser.alert(&["not unlinked"]).await?;
        settings.accounts(&[ALICE, GOOGLE]).await?;
        ensure!(stage.identities("alice@example.com")?.len() == 2);
        // And it can be done after all.
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn ma_29_an_account_that_was_unlinked_elsewhere_leaves_the_list() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        // Carried out, but the answer tells nothing: as if another tab had been faster.
        stage.spoil("DELETE", IDENTITY, Effect::Truncate);
        stage.expect_perhaps(ExpectedFailure::network("/identities/", "net::ERR_CONTENT_LENGTH_MISMATCH"));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[ALICE]).await?;
        ensure!(stage.browser.requests_to("DELETE", "").await?.len() == 1, "an unlink is never repeated");
        Ok(())
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
