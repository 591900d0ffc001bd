//! The tenant's own session is another account's than the person thinks: after a second login it always is.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::pages::{Home, Login, Settings};
use e2e::{Stage, story};

/// Longer than any token of the demo tenant lives; the tenant's own session lives on.
const TWO_DAYS: Duration = Duration::from_hours(48);

/// Alice changed her mind about linking, her session ended, and she pressed *Log in*. The tenant still has her Google
/// account in this browser, and logs that in without asking.
async fn logged_in_as_the_wrong_account(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    stage.about_to_link_google().await?.cancel().click().await?;
    browser.status(&["may still have this browser logged in as the second account"]).await?;
    stage.advance(TWO_DAYS).await?;
    browser.reload().await?;
    Home::shown(browser).await?;
    browser.button("Log in").click().await?;
    browser
        .alert(&["logged you in as alice@gmail.example. That is not the account that was used here"])
        .await?;
    let stored = browser.run("return JSON.stringify(sessionStorage)").await?;
    ensure!(!stored.to_string().contains("alice@gmail.example"), "it is no session yet: {stored}");
    Ok(())
}

#[tokio::test]
async fn lf_28_another_account_is_not_adopted_and_the_right_one_is_a_press_away() -> Result<()> {
    story(async |stage| {
        logged_in_as_the_wrong_account(stage).await?;
        stage.browser.button("Log in with another account").click().await?;
        Login::shown(&stage.browser).await?.one_click("alice@example.com").await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await
    })
    .await
}

#[tokio::test]
async fn lf_28_a_person_who_means_the_other_account_goes_on_with_it() -> Result<()> {
    story(async |stage| {
        logged_in_as_the_wrong_account(stage).await?;
        stage.browser.button("Continue as alice@gmail.example").click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@gmail.example"]]).await?;
        ensure!(stage.browser.url().await?.path() == "/settings");
        stage.browser.reload().await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@gmail.example"]]).await
    })
    .await
}

#[tokio::test]
async fn lf_28_a_reload_of_the_question_adopts_nobody() -> Result<()> {
    story(async |stage| {
        logged_in_as_the_wrong_account(stage).await?;
        stage.browser.reload().await?;
        Home::shown(&stage.browser).await?;
        ensure!(!stage.browser.html().await?.contains("alice@"), "the other login is forgotten");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lf_28_after_linking_the_page_says_who_is_logged_in_at_the_login_service() -> Result<()> {
    story(async |stage| {
        stage.linked_with_google().await?;
        stage.browser.status(&["login service last logged this browser in as alice@gmail.example"]).await?;
        Ok(())
    })
    .await
}
