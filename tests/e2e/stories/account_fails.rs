//! A list that cannot be read and an unlink that fails at the tenant are reported, and nothing is lost.

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Settings, Unlink};
use e2e::tenant::answer;
use e2e::{Name, Role, story};

const USER: &str = "/api/v2/users/*";
const IDENTITY: &str = "/api/v2/users/*/identities/*/*";
const ALICE: &[&str] = &["Primary", "alice@example.com"];
const GOOGLE: &[&str] = &["Google", "alice@gmail.example"];

/// Cases: MA-06.
#[tokio::test]
async fn a_list_that_cannot_be_read_is_reported_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.users_cannot_be_read(502, "<html>Bad gateway</html>");
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        browser.alert(&["problem"]).await?;
        stage.tenant.faults().answers.clear();
        browser.button("Try again").click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: RT-26.
#[tokio::test]
async fn offline_a_list_that_needs_a_login_says_why_it_cannot_be_loaded() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let refusal = r#"{ "statusCode": 403, "error": "Forbidden", "errorCode": "insufficient_scope",
            "message": "Insufficient scope, expected any of: read:current_user" }"#;
        stage.spoil("GET", USER, answer(403, refusal));
        stage.expect(ExpectedFailure::status("/api/v2/users/", 403));
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        browser.alert(&["could not be loaded"]).await?;
        stage.offline().await?;
        browser.button("Log in again").click().await?;
        browser.status(&["You are offline."]).await?;
        browser.accessible("a list that failed, offline").await?;
        stage.online().await?;
        browser.button("Log in again").click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: MA-02.
#[tokio::test]
async fn a_rejected_access_token_asks_to_log_in_again() -> Result<()> {
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

/// Cases: MA-34.
#[tokio::test]
async fn an_unlink_that_the_tenant_fails_is_called_unclear_and_can_be_checked_again() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", IDENTITY, answer(500, "{}"));
        stage.expect(ExpectedFailure::status("/identities/", 500));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        stage.browser.status(&["Checking whether the account was unlinked"]).await?;
        stage.browser.alert(&["It is not known whether the account is unlinked"]).await?;
        settings.accounts(&[ALICE, GOOGLE]).await?;
        stage.browser.button("Check again").click().await?;
        stage.browser.alert(&["It is not known whether the account is unlinked"]).await?;
        ensure!(stage.requests_to("DELETE", "").len() == 1, "an unlink is never repeated");
        Ok(())
    })
    .await
}

/// Cases: MA-30, LF-34.
#[tokio::test]
async fn an_unlink_that_fails_leaves_the_account_in_the_list_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", IDENTITY, answer(400, r#"{ "statusCode": 400, "message": "Not now." }"#));
        stage.expect(ExpectedFailure::status("/identities/", 400));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        stage.browser.alert(&["The account was not unlinked"]).await?;
        settings.accounts(&[ALICE, GOOGLE]).await?;
        ensure!(stage.identities("alice@example.com")?.len() == 2);
        // And it can be done after all: the dialog asks once more.
        stage.browser.button("Try again").click().await?;
        let dialog = Unlink::shown(&stage.browser).await?;
        dialog.dialog().saying(&["alice@gmail.example"]).await?;
        dialog.confirm().click().await?;
        settings.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: MA-29.
#[tokio::test]
async fn an_account_that_was_unlinked_elsewhere_leaves_the_list() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        // Carried out, but the answer tells nothing: as if another tab had been faster.
        stage.spoil("DELETE", IDENTITY, Effect::Truncate);
        stage.expect_perhaps(ExpectedFailure::network("/identities/", "net::ERR_CONTENT_LENGTH_MISMATCH"));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[ALICE]).await?;
        ensure!(stage.requests_to("DELETE", "").len() == 1, "an unlink is never repeated");
        Ok(())
    })
    .await
}
