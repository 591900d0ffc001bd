//! Several tabs of one browser: what is done in one is seen in the others.

use anyhow::{Result, ensure};
use e2e::browser::tabs::Tab;
use e2e::pages::{Confirm, Home, Settings};
use e2e::{Stage, story};

const ALICE: &[&str] = &["Primary", "alice@example.com"];
const GOOGLE: &[&str] = &["Google", "alice@gmail.example"];

/// Alice stands before the confirm page, with her Google account as the secondary, and has a copy of the tab from before.
async fn confirm_page_and_a_copy(stage: &Stage) -> Result<(Tab, Tab)> {
    let browser = &stage.browser;
    stage.log_in("alice@example.com").await?;
    let first = browser.tab().await?;
    let copy = browser.duplicate_tab().await?;
    browser.switch_to(&first).await?;
    stage.choose_at_provider("Google", "alice@gmail.example").await?;
    Confirm::shown(browser).await?;
    Ok((first, copy))
}

/// Nothing of Alice is on the page.
async fn nothing_personal(stage: &Stage) -> Result<()> {
    ensure!(!stage.browser.html().await?.contains("alice@"), "something personal is left on the page");
    Ok(())
}

#[tokio::test]
async fn tb_02_logging_out_in_one_tab_logs_out_the_others() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        let first = browser.tab().await?;
        stage.open_in_new_tab("/").await?;
        // A new tab is logged out; the tenant knows who is there.
        Home::shown(browser).await?;
        browser.button("Log in").click().await?;
        Settings::shown(browser).await?.log_out().await?;
        Home::shown(browser).await?;

        browser.switch_to(&first).await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await?;
        ensure!(browser.run("return sessionStorage.length").await? == 0, "nothing is left in storage");
        browser.reload().await?;
        Home::shown(browser).await?;
        Ok(())
    })
    .await
}

/// A logout that the tenant could not hear of was once told to nobody else either.
#[tokio::test]
async fn tb_02_lo_08_logging_out_offline_logs_out_the_other_tabs_too() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        let first = browser.tab().await?;
        browser.duplicate_tab().await?;
        let settings = Settings::shown(browser).await?;
        browser.run("Object.defineProperty(navigator, 'onLine', { value: false })").await?;
        settings.log_out().await?;
        browser.alert(&["still remembers you"]).await?;

        browser.switch_to(&first).await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await
    })
    .await
}

#[tokio::test]
async fn tb_03_a_confirm_page_ends_when_another_tab_logs_out() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let (first, copy) = confirm_page_and_a_copy(stage).await?;

        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.log_out().await?;
        Home::shown(browser).await?;

        browser.switch_to(&first).await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await?;
        ensure!(browser.requests_to("POST", "/identities").await?.is_empty(), "nothing was sent");
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn tb_04_another_account_in_another_tab_ends_the_session_of_this_one() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        let first = browser.tab().await?;
        // The tenant's session ends without the app, as when another application logs out there.
        browser.open_in_new_tab(&format!("{}v2/logout", stage.tenant.issuer())).await?;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("bob@example.com").await?;
        browser
            .alert(&["logged you in as bob@example.com. That is not the account that was used here before"])
            .await?;
        browser.button("Continue as bob@example.com").click().await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", "bob@example.com"]]).await?;

        browser.switch_to(&first).await?;
        browser.status(&["Another account has logged in in another tab"]).await?;
        nothing_personal(stage).await
    })
    .await
}

#[tokio::test]
async fn tb_06_08_what_one_tab_links_and_unlinks_the_other_shows() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await?;
        let google =
            "[...document.querySelectorAll('button')].find(button => button.textContent.includes('Google'))";
        browser.run(&format!("{google}.focus()")).await?;
        let first = browser.tab().await?;
        let copy = browser.duplicate_tab().await?;
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE, GOOGLE]).await?;

        browser.switch_to(&first).await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[ALICE, GOOGLE]).await?;
        browser.button("Link Google Account").has_focus().await?;
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[ALICE]).await?;

        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await
    })
    .await
}

#[tokio::test]
async fn tb_06_two_tabs_link_two_accounts_and_both_are_there() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let (first, copy) = confirm_page_and_a_copy(stage).await?;

        browser.switch_to(&copy).await?;
        stage.choose_at_provider("Facebook", "alice@facebook.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        let facebook: &[&str] = &["Facebook", "alice@facebook.example"];
        Settings::shown(browser).await?.accounts(&[ALICE, facebook]).await?;

        // The first tab read the accounts once more, and still waits for the person.
        browser.switch_to(&first).await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook, GOOGLE]).await?;
        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook, GOOGLE]).await
    })
    .await
}

#[tokio::test]
async fn tb_09_a_tab_that_heard_nothing_looks_when_the_person_comes_back() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        // What a frozen tab would find: the mark of a logout, and no event that told of it.
        browser.run("localStorage.setItem('account-linking.browser', '1 nobody ')").await?;
        browser.run("window.dispatchEvent(new Event('focus'))").await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await
    })
    .await
}

#[tokio::test]
async fn tb_09_a_press_looks_too_and_starts_nothing_for_a_session_that_is_over() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        browser.run("localStorage.setItem('account-linking.browser', '1 nobody ')").await?;
        confirm.link_accounts().click().await?;
        browser.news(&["Nothing was linked", "logged out in another tab"]).await?;
        browser.button("Log in").one().await?;
        ensure!(browser.requests_to("POST", "/identities").await?.is_empty(), "nothing was sent");
        nothing_personal(stage).await
    })
    .await
}
