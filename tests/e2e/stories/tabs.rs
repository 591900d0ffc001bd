//! Several tabs of one browser: each sees what the others do.

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::tabs::Tab;
use e2e::pages::{Confirm, Home, Provider, Settings, Side};
use e2e::wait::{Look, until};
use e2e::{Name, Role, Stage, story};
use serde_json::Value;

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

/// Another tab changed the account, and this one has not heard of it: the mark alone tells.
async fn unheard_change(stage: &Stage) -> Result<()> {
    let change =
        "const key = 'account-linking.browser'; localStorage.setItem(key, localStorage.getItem(key) + 'x')";
    stage.browser.run(change).await.map(drop)
}

/// Presses a button of the page as it is now. A press of the driver's would bring the focus first, and with it the news.
async fn press(stage: &Stage, selector: &str, text: &str) -> Result<()> {
    let button =
        format!("[...document.querySelectorAll('{selector}')].find(one => one.textContent === '{text}')");
    stage.browser.run(&format!("{button}.click()")).await.map(drop)
}

/// Waits until a request has left that is answered late.
pub(super) async fn sent(stage: &Stage, method: &str, path: &str, times: usize) -> Result<()> {
    until(async || match stage.requests_to(method, path).len() {
        number if number == times => Ok(Look::Found(())),
        number => Ok(Look::NotYet(format!("{number} times {method} {path}"))),
    })
    .await
}

/// Nothing of Alice is on the page.
pub(super) async fn nothing_personal(stage: &Stage) -> Result<()> {
    ensure!(!stage.browser.html().await?.contains("alice@"), "something personal is left on the page");
    Ok(())
}

/// Cases: TB-02.
#[tokio::test]
async fn logging_out_in_one_tab_logs_out_the_others() -> Result<()> {
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

/// A logout that the tenant is not told about has to reach the other tabs too.
///
/// Cases: TB-02, LO-08.
#[tokio::test]
async fn logging_out_offline_logs_out_the_other_tabs_too() -> Result<()> {
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

/// Cases: TB-03.
#[tokio::test]
async fn a_confirm_page_ends_when_another_tab_logs_out() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let (first, copy) = confirm_page_and_a_copy(stage).await?;

        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.log_out().await?;
        Home::shown(browser).await?;

        browser.switch_to(&first).await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing was sent");
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        Ok(())
    })
    .await
}

/// Cases: TB-04.
#[tokio::test]
async fn another_account_in_another_tab_ends_the_session_of_this_one() -> Result<()> {
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

/// Cases: TB-06, TB-08.
#[tokio::test]
async fn the_other_tab_shows_what_one_tab_links_and_unlinks() -> Result<()> {
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

/// Cases: TB-06.
#[tokio::test]
async fn two_tabs_can_link_two_accounts() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let (first, copy) = confirm_page_and_a_copy(stage).await?;

        browser.switch_to(&copy).await?;
        stage.choose_at_provider("Facebook", "alice@facebook.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        let facebook: &[&str] = &["Facebook", "alice@facebook.example"];
        Settings::shown(browser).await?.accounts(&[ALICE, facebook]).await?;

        // The first tab has read the accounts again, says so, and still waits for the user.
        browser.switch_to(&first).await?;
        browser.alert(&["changed in another tab"]).await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook, GOOGLE]).await?;
        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook, GOOGLE]).await
    })
    .await
}

/// The second account is still being read when the user stops and another tab links one.
///
/// Cases: TB-06.
#[tokio::test]
async fn a_late_answer_to_a_cancelled_link_does_not_bring_back_an_older_list() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        let first = browser.tab().await?;
        let copy = browser.duplicate_tab().await?;
        browser.switch_to(&first).await?;
        stage.spoil("GET", "/api/v2/users/google-oauth2%7C108412345678901234501", Effect::Delay(8_000));
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(browser).await?;
        sent(stage, "GET", "108412345678901234501", 1).await?;
        browser.by_role(Role::Link, "Settings").click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await?;

        browser.switch_to(&copy).await?;
        stage.choose_at_provider("Facebook", "alice@facebook.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        let facebook: &[&str] = &["Facebook", "alice@facebook.example"];
        Settings::shown(browser).await?.accounts(&[ALICE, facebook]).await?;

        browser.switch_to(&first).await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook]).await?;
        let answered = "return performance.getEntriesByType('resource')
            .some(({ name, responseEnd }) => name.includes('google-oauth2') && responseEnd > 0)";
        until(async || match browser.run(answered).await? {
            Value::Bool(true) => Ok(Look::Found(())),
            _ => Ok(Look::NotYet("the second account has not been read".to_owned())),
        })
        .await?;
        Settings::shown(browser).await?.accounts(&[ALICE, facebook]).await
    })
    .await
}

/// Cases: TB-06.
#[tokio::test]
async fn choices_on_the_confirm_page_survive_a_change_in_another_tab() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let (first, copy) = confirm_page_and_a_copy(stage).await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.make_primary().click().await?;
        confirm.account(Side::Primary).saying(&["alice@gmail.example"]).await?;
        let theme = confirm.choice("theme").by_role(Role::Radio, Name::Any);
        confirm.choice("theme").one().await?;
        let chosen = theme.all().await?[1].name.clone();
        confirm.choice("theme").by_role(Role::Radio, chosen.as_str()).click().await?;

        browser.switch_to(&copy).await?;
        stage.choose_at_provider("Facebook", "alice@facebook.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE, &["Facebook"]]).await?;

        browser.switch_to(&first).await?;
        browser.alert(&["changed in another tab"]).await?;
        confirm.account(Side::Primary).saying(&["alice@gmail.example"]).await?;
        let options = theme.all().await?;
        ensure!(options[1].checked && options[1].name == chosen, "{options:?}");
        Ok(())
    })
    .await
}

/// Cases: TB-09.
#[tokio::test]
async fn a_tab_that_missed_an_event_checks_when_the_user_comes_back() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        // What a frozen tab would find: the record of a logout, but no event.
        browser.run("localStorage.setItem('account-linking.browser', '1 nobody ')").await?;
        browser.run("window.dispatchEvent(new Event('focus'))").await?;
        browser.status(&["logged out in another tab"]).await?;
        nothing_personal(stage).await
    })
    .await
}

/// Cases: TB-09.
#[tokio::test]
async fn a_click_checks_other_tabs_and_starts_nothing_for_an_ended_session() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.about_to_link_google().await?.link_accounts().one().await?;
        browser.run("localStorage.setItem('account-linking.browser', '1 nobody ')").await?;
        press(stage, "button", "Link accounts").await?;
        browser.news(&["Nothing was linked", "logged out in another tab"]).await?;
        browser.button("Log in").one().await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing was sent");
        nothing_personal(stage).await
    })
    .await
}

/// Cases: TB-16.
#[tokio::test]
async fn a_logout_elsewhere_during_the_second_login_is_reported() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        let first = browser.tab().await?;
        let copy = browser.duplicate_tab().await?;
        browser.switch_to(&first).await?;
        Settings::shown(browser).await?.link_with("Google").click().await?;
        let provider = Provider::shown(browser, "Google").await?;

        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.log_out().await?;
        Home::shown(browser).await?;

        browser.switch_to(&first).await?;
        provider.continue_as("alice@gmail.example").await?;
        browser.alert(&["Nothing was linked", "logged out in another tab meanwhile"]).await?;
        browser.status(&["You were logged out in another tab"]).await?;
        nothing_personal(stage).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 1, "no token is asked for");
        ensure!(browser.run("return sessionStorage.length").await? == 0, "nothing is left in storage");
        Ok(())
    })
    .await
}

/// Cases: TB-17.
#[tokio::test]
async fn a_click_on_a_stale_confirm_page_reads_again_and_says_so() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.about_to_link_google().await?.link_accounts().one().await?;
        unheard_change(stage).await?;
        press(stage, "button", "Link accounts").await?;
        browser.alert(&["Nothing was done yet", "changed in another tab"]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing was sent");

        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[ALICE, GOOGLE]).await
    })
    .await
}

/// Cases: TB-17.
#[tokio::test]
async fn a_click_on_a_stale_list_reads_again_and_says_so() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        settings.unlink("Google", "alice@gmail.example").await?;
        unheard_change(stage).await?;
        press(stage, "dialog button", "Unlink").await?;
        browser.alert(&["Nothing was done yet", "changed in another tab"]).await?;
        ensure!(stage.requests_to("DELETE", "").is_empty(), "nothing was sent");
        ensure!(stage.identities("alice@example.com")?.len() == 2);
        settings.accounts(&[ALICE, GOOGLE]).await?;

        // As pressed now, without news, it is done.
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        settings.accounts(&[ALICE]).await?;
        let before = stage.requests_to("GET", "/authorize").len();
        unheard_change(stage).await?;
        press(stage, "button", "Link Google Account").await?;
        browser.alert(&["Nothing was done yet", "changed in another tab"]).await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == before, "no login was started");
        Ok(())
    })
    .await
}

/// Cases: TB-13.
#[tokio::test]
async fn an_unlink_that_ends_after_a_logout_elsewhere_shows_no_name() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        let first = browser.tab().await?;
        let copy = browser.duplicate_tab().await?;
        Settings::shown(browser).await?;

        browser.switch_to(&first).await?;
        stage.spoil("DELETE", "/api/v2/users/*/identities/*/*", Effect::Delay(6_000));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        sent(stage, "DELETE", "", 1).await?;
        browser.switch_to(&copy).await?;
        Settings::shown(browser).await?.log_out().await?;
        Home::shown(browser).await?;

        browser.switch_to(&first).await?;
        browser.status(&["You were logged out in another tab"]).await?;
        browser.status(&["unlinked just before you were logged out"]).await?;
        nothing_personal(stage).await?;
        ensure!(stage.identities("alice@example.com")?.len() == 1);
        Ok(())
    })
    .await
}
