//! Callbacks that are forged, repeated or not for the app: a message, no request, no crash.

use anyhow::{Result, ensure};
use e2e::pages::{Home, Login, Settings};
use e2e::{Stage, story};
use url::Url;

/// The page says something, has sent no token request, and keeps nothing of the callback in its address.
async fn refused(stage: &Stage) -> Result<()> {
    stage.browser.news(&["log in", "login", "again", "not started", "expired"]).await?;
    let url = stage.browser.url_that("clean", |url| url.query().is_none()).await?;
    ensure!(url.fragment().is_none(), "{url}");
    ensure!(stage.requests_to("POST", "/oauth/token").is_empty(), "no code may be redeemed");
    Ok(())
}

/// The callback that the tenant sent the browser to at last.
fn last_callback(stage: &Stage) -> Result<Url> {
    let visits = stage.requests_to("GET", "/");
    let callback =
        visits.into_iter().rev().find(|request| request.url.query_pairs().any(|(key, _)| key == "code"));
    Ok(callback.ok_or_else(|| anyhow::anyhow!("there was no callback"))?.url)
}

/// Cases: CB-40, TX-04.
#[tokio::test]
async fn a_forged_state_is_refused_and_the_app_still_works() -> Result<()> {
    story(async |stage| {
        stage.open("/?code=stolen&state=forged").await?;
        refused(stage).await?;
        stage.log_in("alice@example.com").await?;
        Ok(())
    })
    .await
}

/// Cases: CB-31, TX-06.
#[tokio::test]
async fn an_error_without_a_pending_login_is_reported_without_its_text() -> Result<()> {
    story(async |stage| {
        stage.open("/?error=access_denied&error_description=Call%20%2B1-555-0100&state=forged").await?;
        refused(stage).await?;
        ensure!(!stage.browser.html().await?.contains("555-0100"), "text from the address is never shown");
        Home::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

/// Cases: CB-04.
#[tokio::test]
async fn a_code_without_state_is_refused_on_the_page() -> Result<()> {
    story(async |stage| {
        stage.open("/?code=stolen").await?;
        refused(stage).await
    })
    .await
}

/// Cases: CB-06.
#[tokio::test]
async fn a_state_without_code_is_refused() -> Result<()> {
    story(async |stage| {
        stage.open("/?state=alone").await?;
        refused(stage).await
    })
    .await
}

/// Cases: CB-05.
#[tokio::test]
async fn an_email_verification_link_is_not_a_callback() -> Result<()> {
    story(async |stage| {
        stage
            .open(
                "/?supportSignUp=true&supportForgotPassword=true&message=verified&success=true&code=success",
            )
            .await?;
        Home::shown(&stage.browser).await?;
        stage.browser.url_that("without a code", |url| !url.as_str().contains("code=")).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").is_empty());
        Ok(())
    })
    .await
}

/// Cases: TX-04.
#[tokio::test]
async fn a_forged_callback_while_logged_in_leaves_the_session_alone() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.open("/?code=stolen&state=forged").await?;
        stage.browser.news(&["log in", "login", "again", "not started", "expired"]).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 1, "only the real login's");
        stage.open("/settings").await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await
    })
    .await
}

/// Cases: TX-09, RT-16.
#[tokio::test]
async fn a_repeated_callback_sends_no_second_token_request() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        let callback = last_callback(stage)?;
        stage.browser.open(callback.as_str()).await?;
        stage.browser.news(&["already", "again", "not started", "expired"]).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 1);
        stage.browser.url_that("clean", |url| url.query().is_none()).await?;
        stage.open("/settings").await?;
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

/// Cases: LF-05, TX-09.
#[tokio::test]
async fn a_repeated_link_callback_links_nothing_by_itself() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?;
        let callback = last_callback(stage)?;
        stage.browser.open(callback.as_str()).await?;
        stage.browser.news(&["already", "again", "not started", "expired"]).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 2);
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        Ok(())
    })
    .await
}

/// Cases: TX-05.
#[tokio::test]
async fn a_forged_callback_does_not_break_a_pending_login() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?;
        let login = browser.url().await?;
        stage.open("/?error=access_denied&state=forged").await?;
        refused(stage).await?;
        browser.open(login.as_str()).await?;
        Login::shown(browser).await?.one_click("alice@example.com").await?;
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}
