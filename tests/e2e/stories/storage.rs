//! Browsers that store nothing: a message, no crash.

use anyhow::{Result, ensure};
use e2e::pages::{Home, Login};
use e2e::story;

/// Cases: ST-01.
#[tokio::test]
async fn blocked_storage_is_reported_instead_of_a_login() -> Result<()> {
    story(async |stage| {
        stage.browser.block_storage().await?;
        stage.open("/").await?;
        stage.browser.heading("Account linking").await?;
        let login = stage.browser.button("Log in");
        if login.all().await?.iter().any(|button| !button.disabled) {
            login.click().await?;
        }
        stage.browser.alert(&["storage", "site data"]).await?;
        ensure!(stage.requests_to("GET", "/authorize").is_empty(), "no login without a record of it");
        Ok(())
    })
    .await
}

/// Cases: ST-03.
#[tokio::test]
async fn full_storage_is_reported_instead_of_a_login() -> Result<()> {
    story(async |stage| {
        stage.browser.fill_storage().await?;
        stage.open("/").await?;
        stage.browser.button("Log in").click().await?;
        stage.browser.alert(&["storage", "site data"]).await?;
        ensure!(stage.requests_to("GET", "/authorize").is_empty());
        Ok(())
    })
    .await
}

/// Cases: TX-03.
#[tokio::test]
async fn storage_that_silently_forgets_is_noticed_before_leaving() -> Result<()> {
    story(async |stage| {
        stage.browser.before_each_document("Storage.prototype.setItem = () => {};").await?;
        stage.open("/").await?;
        stage.browser.button("Log in").click().await?;
        stage.browser.alert(&["storage", "site data"]).await?;
        ensure!(stage.requests_to("GET", "/authorize").is_empty());
        Ok(())
    })
    .await
}

/// Nothing is ever kept there, so a browser that has none, or breaks it, is as good as any.
///
/// Cases: ST-13.
#[tokio::test]
async fn a_browser_without_indexed_db_logs_in() -> Result<()> {
    story(async |stage| {
        let without =
            "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('no databases') } });";
        stage.browser.before_each_document(without).await?;
        stage.log_in("alice@example.com").await?;
        Ok(())
    })
    .await
}

/// Cases: ST-10.
#[tokio::test]
async fn storage_emptied_during_the_login_is_reported_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?;
        let empty = "if (location.search) sessionStorage.clear();";
        browser.before_each_document(empty).await?;
        Login::shown(browser).await?.one_click("alice@example.com").await?;
        browser.news(&["again", "not started", "expired"]).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").is_empty());
        Home::shown(browser).await?;
        Ok(())
    })
    .await
}

/// Cases: ST-08.
#[tokio::test]
async fn damaged_records_log_out_instead_of_crashing() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        browser
            .run("for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, '{\"v\":99,')")
            .await?;
        browser.reload().await?;
        Home::shown(browser).await?;
        browser.news(&["log in again", "restored", "damaged"]).await?;
        stage.log_in_again("alice@example.com").await
    })
    .await
}
