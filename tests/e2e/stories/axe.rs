//! axe finds nothing on any page, dialog and state, in light and in dark, on a phone and on a desk.

use std::time::Duration;

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::browser::device::ColorScheme;
use e2e::pages::{Confirm, Home, Login, Provider, Settings};
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::tenant::answer;
use e2e::{Name, Role, Stage, story};

/// Judges the page as it stands, in every look.
async fn nothing_found(stage: &Stage, page: &str) -> Result<()> {
    let browser = &stage.browser;
    for scheme in [ColorScheme::Light, ColorScheme::Dark] {
        browser.set_color_scheme(scheme).await?;
        for (width, height) in [(320, 640), (1280, 900)] {
            browser.set_viewport(width, height).await?;
            browser.at_rest().await?;
            let found = browser.axe().await?;
            ensure!(found.is_empty(), "{page}, {scheme:?}, {width} px:\n{}", found.join("\n"));
        }
    }
    browser.set_color_scheme(ColorScheme::Light).await
}

#[tokio::test]
async fn logged_out() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let home = Home::shown(browser).await?;
        nothing_found(stage, "home").await?;
        home.log_in().await?;
        Login::shown(browser).await?.cancel().await?;
        browser.by_role(Role::Alert, Name::Any).one().await?;
        nothing_found(stage, "home after a cancelled login").await?;
        stage.open("/settings").await?;
        Home::shown(browser).await?;
        nothing_found(stage, "home in place of the settings").await?;
        stage.open("/no/such/page").await?;
        browser.heading("Page not found").await?;
        nothing_found(stage, "page not found").await
    })
    .await
}

#[tokio::test]
async fn another_account_than_before() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        nothing_found(stage, "home with another account than before").await
    })
    .await
}

#[tokio::test]
async fn settings_confirm_and_unlink() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.log_in("alice@example.com").await?;
        nothing_found(stage, "settings with one account").await?;
        settings.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.choice("theme").one().await?;
        nothing_found(stage, "confirm, with metadata to choose").await?;
        confirm.link_accounts().click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[&["Primary"], &["Google"]]).await?;
        nothing_found(stage, "settings after a link").await?;
        settings.unlink("Google", "alice@gmail.example").await?.cancel().has_focus().await?;
        nothing_found(stage, "the question before unlinking").await
    })
    .await
}

#[tokio::test]
async fn while_waiting_and_after_a_failure() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(8000));
        browser.reload().await?;
        browser.status(&["Loading your linked accounts"]).await?;
        nothing_found(stage, "settings, loading").await?;
        Settings::shown(browser).await?;

        for _ in 0..3 {
            stage.spoil("GET", "/api/v2/users/*", answer(500, "{}"));
            stage.expect_perhaps(ExpectedFailure::status("/api/v2/users/", 500));
        }
        browser.reload().await?;
        browser.alert(&["could not be loaded"]).await?;
        nothing_found(stage, "settings that could not be loaded").await?;

        stage.advance(Duration::from_hours(48)).await?;
        browser.reload().await?;
        browser.status(&["Your session has ended"]).await?;
        nothing_found(stage, "home after the session ended").await
    })
    .await
}

#[tokio::test]
async fn not_configured() -> Result<()> {
    let text = r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#.to_owned();
    let setting = Setting { configuration: Some(Configuration::Text(text)), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            nothing_found(stage, "the app without a configuration").await
        })
        .await
}
