//! What the page says of the last thing done: taken off by the person, and examined by whoever runs the app.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Provider, Settings};
use e2e::tenant::answer;
use e2e::{Name, Role, story};

#[tokio::test]
async fn rt_21_an_outcome_can_be_dismissed_and_the_focus_goes_to_the_heading() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.linked_with_google().await?;
        browser.status(&["is now linked"]).await?;
        browser.button("Dismiss").click().await?;
        browser.button("Dismiss").gone().await?;
        browser.by_role(Role::Heading, "Settings").has_focus().await?;
        let said = browser.by_role(Role::Status, Name::Any).texts().await?;
        ensure!(said.iter().all(String::is_empty), "{said:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn rt_21_an_alert_can_be_dismissed_too() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.cancel().await?;
        browser.alert(&["Nothing was linked"]).await?;
        browser.button("Dismiss").click().await?;
        browser.by_role(Role::Alert, Name::Any).gone().await?;
        browser.by_role(Role::Heading, "Settings").has_focus().await?;
        // What was to be done can still be done.
        Settings::shown(browser).await?.link_with("Google").enabled().await
    })
    .await
}

#[tokio::test]
async fn rt_23_an_error_brings_details_to_copy_and_no_secret_among_them() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        let refusal = r#"{ "statusCode": 403, "errorCode": "insufficient_scope", "message": "Insufficient scope, Bearer eyJ" }"#;
        stage.spoil("POST", "/api/v2/users/*/identities", answer(403, refusal));
        stage.expect(ExpectedFailure::status("/identities", 403));
        confirm.link_accounts().click().await?;
        browser.alert(&["not granted the right"]).await?;
        let closed = browser.by_role(Role::Alert, Name::Any).text().await?;
        ensure!(!closed.contains("/api/v2/"), "closed at first: {closed}");

        browser.by_role(Role::DisclosureTriangle, "Details").click().await?;
        let open = browser.by_role(Role::Alert, Name::Any).text().await?;
        for part in ["POST /api/v2/users/{id}/identities", "HTTP 403: insufficient_scope", "20", "Z"] {
            ensure!(open.contains(part), "{part} in {open}");
        }
        for secret in ["eyJ", "alice", "auth0|"] {
            ensure!(!open.contains(secret), "{secret} in {open}");
        }
        let selectable = "return getComputedStyle(document.querySelector('details pre')).userSelect !== 'none'";
        ensure!(browser.run(selectable).await? == true);
        browser.accessible("an error with its details").await
    })
    .await
}

/// Cancelling is no failure: there is nothing to investigate.
#[tokio::test]
async fn a_cancelled_login_has_no_details() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.cancel().await?;
        browser.alert(&["Nothing was linked"]).await?;
        ensure!(browser.by_role(Role::DisclosureTriangle, "Details").all().await?.is_empty());
        Ok(())
    })
    .await
}
