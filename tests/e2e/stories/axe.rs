//! axe finds no violation on any page, dialog or state, light or dark, on a phone or a desktop.

use std::time::Duration;

use anyhow::Result;
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Home, Login, Provider, Settings};
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::story;
use e2e::tenant::answer;

#[tokio::test]
async fn logged_out_pages_have_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let home = Home::shown(browser).await?;
        browser.accessible("home").await?;
        home.log_in().await?;
        Login::shown(browser).await?.cancel().await?;
        browser.status(&["cancelled"]).await?;
        browser.accessible("home after a cancelled login").await?;
        stage.open("/settings").await?;
        Home::shown(browser).await?;
        browser.accessible("home in place of the settings").await?;
        stage.open("/no/such/page").await?;
        browser.heading("Page not found").await?;
        browser.accessible("page not found").await
    })
    .await
}

#[tokio::test]
async fn the_question_about_another_account_has_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        stage.browser.accessible("home with another account than before").await
    })
    .await
}

#[tokio::test]
async fn settings_confirm_and_unlink_have_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.log_in("alice@example.com").await?;
        browser.accessible("settings with one account").await?;
        settings.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.choice("theme").one().await?;
        browser.accessible("confirm, with metadata to choose").await?;
        confirm.link_accounts().click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[&["Primary"], &["Google"]]).await?;
        browser.accessible("settings after a link").await?;
        settings.unlink("Google", "alice@gmail.example").await?.cancel().has_focus().await?;
        browser.accessible("the question before unlinking").await
    })
    .await
}

#[tokio::test]
async fn pages_written_from_right_to_left_have_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.about_to_link_google().await?.choice("theme").one().await?;
        browser.run("document.querySelector('[lang=he] [name=language]').click()").await?;
        browser.heading("לקשר את החשבונות האלה?").await?;
        browser.accessible("confirm, in Hebrew").await?;
        browser.button("קישור החשבונות").click().await?;
        browser.heading("הגדרות").await?;
        browser.accessible("settings after a link, in Hebrew").await
    })
    .await
}

#[tokio::test]
async fn waiting_and_failed_pages_have_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(8000));
        browser.reload().await?;
        browser.status(&["Loading your linked accounts"]).await?;
        browser.accessible("settings, loading").await?;
        Settings::shown(browser).await?;

        stage.users_cannot_be_read(500, "{}");
        browser.reload().await?;
        browser.alert(&["could not be loaded"]).await?;
        browser.accessible("settings that could not be loaded").await?;

        stage.advance(Duration::from_hours(48)).await?;
        browser.reload().await?;
        browser.status(&["Your session has ended"]).await?;
        browser.accessible("home after the session ended").await
    })
    .await
}

#[tokio::test]
async fn the_unconfigured_page_has_no_accessibility_violations() -> Result<()> {
    let text = r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#.to_owned();
    let setting = Setting { configuration: Some(Configuration::Text(text)), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            stage.browser.accessible("the app without a configuration").await
        })
        .await
}

#[tokio::test]
async fn a_session_without_the_linking_scope_has_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        stage.logged_in_without_the_right_to_link().await?;
        stage.browser.accessible("settings without the right to link").await
    })
    .await
}

#[tokio::test]
async fn every_state_of_the_confirm_page_has_no_accessibility_violations() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(8000));
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        browser.status(&["Reading both accounts"]).await?;
        browser.accessible("confirm, reading").await?;

        let confirm = Confirm::shown(browser).await?;
        confirm.cancel().click().await?;
        Settings::shown(browser).await?;
        stage.spoil("GET", "/api/v2/users/*", answer(500, "{}"));
        stage.expect(ExpectedFailure::status("/api/v2/users/", 500));
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        browser.alert(&["could not be read"]).await?;
        browser.accessible("confirm, of accounts that could not be read").await?;

        browser.button("Try again").click().await?;
        stage.spoil("POST", "/api/v2/users/*/identities", Effect::Delay(8000));
        confirm.link_accounts().click().await?;
        browser.status(&["Linking the accounts"]).await?;
        browser.accessible("confirm, linking").await?;
        Settings::shown(browser).await?.accounts(&[&["Primary"], &["Google"]]).await
    })
    .await
}
