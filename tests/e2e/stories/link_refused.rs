//! Links that the user cancels or the app refuses: nothing is lost.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Provider, Settings};
use e2e::{Name, Role, Stage, story};
use fantoccini::key::Key;

const ALICE: &[&str] = &["Primary", "alice@example.com"];

/// The session is as before, the list too, nothing was posted, and the address is clean.
async fn nothing_changed(stage: &Stage) -> Result<()> {
    let settings = Settings::shown(&stage.browser).await?;
    settings.accounts(&[ALICE]).await?;
    ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing may be posted");
    ensure!(stage.browser.url().await?.query().is_none(), "the address is clean after a refusal");
    ensure!(stage.identities("alice@example.com")?.len() == 1);
    stage.browser.reload().await?;
    Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
}

/// Cases: LF-18.
#[tokio::test]
async fn cancelling_at_the_provider_changes_nothing_and_is_reported() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        Provider::shown(&stage.browser, "Google").await?.cancel().await?;
        stage.browser.news(&["cancel", "not completed", "stopped"]).await?;
        nothing_changed(stage).await
    })
    .await
}

/// Cases: LF-06.
#[tokio::test]
async fn cancelling_at_the_confirm_page_sends_nothing() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?.cancel().click().await?;
        nothing_changed(stage).await
    })
    .await
}

/// Cases: LF-07.
#[tokio::test]
async fn escape_on_the_confirm_page_sends_nothing() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?.cancel().one().await?;
        stage.browser.press(Key::Escape).await?;
        stage.browser.button("Stop linking").click().await?;
        nothing_changed(stage).await
    })
    .await
}

/// Cases: LF-07.
#[tokio::test]
async fn back_from_the_confirm_page_forgets_the_second_login() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?;
        // Back leads to the provider's page, whose login is over.
        stage.expect_perhaps(ExpectedFailure::status("/u/", 400));
        stage.browser.back().await?;
        stage.browser.forward().await?;
        nothing_changed(stage).await?;
        ensure!(stage.browser.button("Link accounts").all().await?.is_empty());
        Ok(())
    })
    .await
}

/// Cases: TX-30.
#[tokio::test]
async fn back_from_the_provider_leaves_working_buttons() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        Provider::shown(&stage.browser, "Google").await?;
        stage.browser.back().await?;
        nothing_changed(stage).await?;
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

/// Cases: LF-26.
#[tokio::test]
async fn a_reload_of_the_confirm_page_forgets_the_second_login() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?;
        stage.browser.reload().await?;
        nothing_changed(stage).await
    })
    .await
}

#[tokio::test]
async fn the_same_account_is_refused() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("alice@example.com").await?;
        stage.browser.alert(&["same account", "using already"]).await?;
        nothing_changed(stage).await
    })
    .await
}

/// Cases: LF-23.
#[tokio::test]
async fn an_unverified_account_is_refused() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("eve@example.com").await?;
        stage.browser.alert(&["verif"]).await?;
        nothing_changed(stage).await
    })
    .await
}

/// Cases: LF-23, LF-36.
#[tokio::test]
async fn an_unverified_user_is_warned_and_cannot_take_over_another_account() -> Result<()> {
    story(async |stage| {
        stage.log_in("eve@example.com").await?;
        let settings = Settings::shown(&stage.browser).await?;
        let page = stage.browser.by_role(Role::Main, Name::Any);
        page.saying(&["The e-mail address of this account is not verified"]).await?;
        // Said before the second login: the buttons say why they do nothing, and lead nowhere.
        let pressed = "const barred = [...document.querySelectorAll('button[aria-disabled=true][aria-describedby=unverified]')];
            barred.forEach(button => button.click());
            return barred.length;";
        ensure!(stage.browser.run(pressed).await?.as_u64() == Some(3), "every button that links");
        ensure!(stage.requests_to("GET", "/authorize").len() == 1, "only the first login left");
        settings.link().one().await?;
        stage.browser.accessible("the settings of an unverified account").await?;
        // Still unverified, and the account was read again to find out.
        let read = stage.requests_to("GET", "").len();
        stage.browser.button("Check again").click().await?;
        page.saying(&["The e-mail address of this account is not verified"]).await?;
        ensure!(stage.requests_to("GET", "").len() > read);
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        ensure!(
            stage.identities("alice@example.com")?.len() == 1
                && stage.identities("eve@example.com")?.len() == 1
        );
        Ok(())
    })
    .await
}

/// Cases: LF-09.
#[tokio::test]
async fn an_account_that_is_already_linked_is_refused() -> Result<()> {
    story(async |stage| {
        stage.linked_with_google().await?;
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        stage.browser.alert(&["already linked", "linked already", "linked to it"]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1, "only the first link was posted");
        Ok(())
    })
    .await
}

/// Cases: LF-20.
#[tokio::test]
async fn the_second_login_never_becomes_the_session() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("bob@example.com").await?;
        Confirm::shown(&stage.browser).await?;
        stage.open("/settings").await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}
