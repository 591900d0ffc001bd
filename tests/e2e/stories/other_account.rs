//! The tenant's session belongs to another account than the user expects, as it always does after a second login.

use anyhow::{Result, ensure};
use e2e::pages::{Home, Login, Settings};
use e2e::story;

/// Cases: LF-28.
#[tokio::test]
async fn another_account_is_not_adopted_and_can_be_switched() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        stage.browser.button("Log in with another account").click().await?;
        Login::shown(&stage.browser).await?.one_click("alice@example.com").await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await
    })
    .await
}

/// Cases: LF-28.
#[tokio::test]
async fn the_user_can_continue_with_the_other_account() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        stage.browser.button("Continue as alice@gmail.example").click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@gmail.example"]]).await?;
        ensure!(stage.browser.url().await?.path() == "/settings");
        stage.browser.reload().await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@gmail.example"]]).await
    })
    .await
}

/// Cases: LF-28.
#[tokio::test]
async fn a_reload_of_the_question_logs_nobody_in() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        stage.browser.reload().await?;
        Home::shown(&stage.browser).await?;
        ensure!(!stage.browser.html().await?.contains("alice@"), "the other login is forgotten");
        Ok(())
    })
    .await
}

/// Cases: LF-28.
#[tokio::test]
async fn after_linking_the_page_says_which_login_the_browser_may_remember() -> Result<()> {
    story(async |stage| {
        stage.linked_with_google().await?;
        stage
            .browser
            .status(&["log in with Google (alice@gmail.example). This browser may remember that login"])
            .await?;
        Ok(())
    })
    .await
}
