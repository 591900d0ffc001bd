//! Offline: the buttons say why they do nothing, and work again when the network is back.

use anyhow::{Result, ensure};
use e2e::pages::{Home, Login, Provider, Settings, Unlink};
use e2e::{Name, Role, Stage, story};

const OFFLINE: &str = "You are offline.";

/// The sentence stands on the page once.
async fn said_once(stage: &Stage) -> Result<()> {
    stage.browser.status(&[OFFLINE]).await?;
    let page = stage.browser.by_role(Role::Main, Name::Any).text().await?;
    ensure!(page.matches(OFFLINE).count() == 1, "{page}");
    Ok(())
}

/// Presses a button that is not disabled, but tells assistive technology that it does nothing.
async fn press_all_the_same(stage: &Stage, name: &str) -> Result<()> {
    let press = format!(
        "const button = [...document.querySelectorAll('button[aria-disabled=true]:not(:disabled)')]
            .find(button => button.textContent === {name:?});
         button.focus(); button.click();"
    );
    stage.browser.run(&press).await?;
    Ok(())
}

/// Cases: RT-26.
#[tokio::test]
async fn offline_log_in_says_so_and_stays() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        stage.offline().await?;
        said_once(stage).await?;
        press_all_the_same(stage, "Log in").await?;
        said_once(stage).await?;
        browser.button("Log in").has_focus().await?;
        browser.accessible("home, offline").await?;
        stage.online().await?;
        browser.button("Log in").click().await?;
        Login::shown(browser).await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: RT-26.
#[tokio::test]
async fn offline_the_confirm_page_waits_and_keeps_the_second_login() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        confirm.link_accounts().enabled().await?;
        stage.offline().await?;
        said_once(stage).await?;
        press_all_the_same(stage, "Link accounts").await?;
        said_once(stage).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing is sent");
        stage.online().await?;
        confirm.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[&["Primary"], &["alice@gmail.example"]]).await
    })
    .await
}

/// Cases: RT-26.
#[tokio::test]
async fn offline_link_and_unlink_say_so_and_send_nothing() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        let left = stage.requests_to("GET", "/authorize").len();
        // The browser may learn of it only when somebody asks.
        browser
            .run("Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })")
            .await?;
        settings.link_with("Facebook").click().await?;
        said_once(stage).await?;
        press_all_the_same(stage, "Link Google Account").await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == left, "the page is not left");
        browser.accessible("settings, offline").await?;

        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        dialog.dialog().saying(&[OFFLINE]).await?;
        press_all_the_same(stage, "Unlink").await?;
        Unlink::shown(browser).await?;
        ensure!(stage.requests_to("DELETE", "").is_empty(), "nothing is sent");
        stage.online().await?;
        dialog.confirm().click().await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await?;
        Settings::shown(browser).await?.link_with("Facebook").click().await?;
        Provider::shown(browser, "Facebook").await?;
        Ok(())
    })
    .await
}
