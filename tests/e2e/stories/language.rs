//! The language: that of the browser, or the one that the user chose. Only one is loaded.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Home, Settings, Side};
use e2e::site::{Mishap, Spoilt};
use e2e::stage::Setting;
use e2e::wait::{Look, until};
use e2e::{Role, Stage, story};

/// The browser of somebody who prefers German.
async fn german(stage: &Stage) -> Result<()> {
    let prefer = "Object.defineProperty(navigator, 'languages', { get: () => ['de-AT', 'en'] });";
    stage.browser.before_each_document(prefer).await
}

/// How often the sentences of a language were asked for.
fn loads(stage: &Stage, language: &str) -> usize {
    stage.requests_for_language(language).len()
}

#[tokio::test]
async fn the_page_is_in_the_language_of_the_browser_and_loads_no_other() -> Result<()> {
    story(async |stage| {
        german(stage).await?;
        stage.open("/").await?;
        stage.browser.heading("Konten verknüpfen").await?;
        stage.browser.button("Anmelden").one().await?;
        stage.browser.running().await?;
        ensure!(stage.browser.run("return document.documentElement.lang").await? == "de");
        ensure!(stage.browser.title().await? == "Konten verknüpfen");
        ensure!((loads(stage, "de"), loads(stage, "en")) == (1, 0));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_unsupported_language_falls_back_to_english() -> Result<()> {
    story(async |stage| {
        let prefer = "Object.defineProperty(navigator, 'languages', { get: () => ['fi', 'constructor'] });";
        stage.browser.before_each_document(prefer).await?;
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        ensure!(stage.browser.run("return document.documentElement.lang").await? == "en");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_language_applies_at_once_and_is_remembered() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        ensure!(loads(stage, "de") == 0, "nothing of it was loaded before");
        let switch = browser.by_role(Role::RadioGroup, "Language");
        ensure!(switch.by_role(Role::Radio, "English").one().await?.checked);
        browser.run("document.querySelector('[name=language]:not(:checked)').click()").await?;
        browser.heading("Einstellungen").await?;
        browser.by_role(Role::List, "Verknüpfte Konten").saying(&["Passwort", "Hauptkonto"]).await?;
        browser.button("Google-Konto verknüpfen").one().await?;

        browser.reload().await?;
        browser.heading("Einstellungen").await?;
        browser.button("Abmelden").click().await?;
        browser.status(&["Sie sind abgemeldet"]).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn changing_the_language_on_the_confirm_page_loses_nothing() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.about_to_link_google().await?;
        let speak = "[...document.querySelectorAll('[name=language]')].find(radio => !radio.checked).click()";
        browser.run(speak).await?;
        browser.heading("Diese Konten verknüpfen?").await?;
        browser.by_role(Role::Group, "Nebenkonto").saying(&["alice@gmail.example"]).await?;
        browser.run(speak).await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.account(Side::Secondary).saying(&["alice@gmail.example"]).await?;
        confirm.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[&["Primary"], &["alice@gmail.example"]]).await
    })
    .await
}

/// The page is older than the release that the server has by now.
#[tokio::test]
async fn a_language_that_the_server_no_longer_has_is_reported_with_what_helps() -> Result<()> {
    let gone = Spoilt { file: |path| path.starts_with("/assets/de-"), mishap: Mishap::Missing };
    let setting = Setting { spoilt: Some(gone), ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.log_in("alice@example.com").await?;
            stage.expect(ExpectedFailure::status("/assets/de-", 404));
            for tries in 1..=2 {
                browser.run("document.querySelector('[name=language]:not(:checked)').click()").await?;
                browser.alert(&["language could not be loaded", "reload the page"]).await?;
                let english = browser.by_role(Role::RadioGroup, "Language").by_role(Role::Radio, "English");
                until(async || match (loads(stage, "de"), english.one().await?.checked) {
                    (number, true) if number == tries => Ok(Look::Found(())),
                    seen => Ok(Look::NotYet(format!("asked for it, English is chosen: {seen:?}"))),
                })
                .await?;
            }
            Settings::shown(browser).await.map(drop)
        })
        .await
}
