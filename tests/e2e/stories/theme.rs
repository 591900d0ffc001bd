//! Light or dark: as on the device, or as the user chose.

use std::cmp::Ordering;

use anyhow::{Context, Result, ensure};
use e2e::browser::device::ColorScheme;
use e2e::pages::Home;
use e2e::{Ability, Browser, Name, Role, story, story_with};
use fantoccini::key::Key;

/// Whether the page stands on a dark ground.
async fn is_dark(browser: &Browser) -> Result<bool> {
    let ground = "const { backgroundColor } = getComputedStyle(document.body);
        return backgroundColor.match(/\\d+/g).slice(0, 3).every(part => part < 64);";
    browser.run(ground).await?.as_bool().context("the ground has no colour")
}

/// Goes to the switch with Tab and from its chosen button to `name` with the arrows. In WebKit they end at the first and the
/// last.
async fn choose(browser: &Browser, name: &str) -> Result<()> {
    let place = |name: &str| ["System", "Light", "Dark"].iter().position(|one| *one == name);
    for _ in 0..20 {
        let focused = browser.focused().await?;
        let here = focused.filter(|node| node.role == "radio").and_then(|node| place(&node.name));
        match here.cmp(&place(name)) {
            _ if here.is_none() => browser.press(Key::Tab).await?,
            Ordering::Less => browser.press(Key::Right).await?,
            Ordering::Greater => browser.press(Key::Left).await?,
            Ordering::Equal => return Ok(()),
        }
    }
    anyhow::bail!("`{name}` is not reached by keys")
}

#[tokio::test]
async fn without_a_choice_the_device_decides() -> Result<()> {
    story_with(&[Ability::Media], async |stage| {
        let browser = &stage.browser;
        browser.set_color_scheme(ColorScheme::Dark).await?;
        stage.open("/").await?;
        Home::shown(browser).await?;
        ensure!(is_dark(browser).await?);
        browser.set_color_scheme(ColorScheme::Light).await?;
        ensure!(!is_dark(browser).await?);
        let switch = browser.by_role(Role::RadioGroup, "Theme");
        ensure!(switch.by_role(Role::Radio, "System").one().await?.checked);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_theme_applies_at_once_and_is_remembered() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        ensure!(!is_dark(browser).await?);
        choose(browser, "Dark").await?;
        ensure!(is_dark(browser).await?, "dark at once");

        // Seen before the app has drawn anything: the page itself obeys.
        browser.before_each_document("addEventListener('DOMContentLoaded', () => { window.chosen = document.documentElement.dataset.theme; });").await?;
        browser.reload().await?;
        Home::shown(browser).await?;
        ensure!(browser.run("return window.chosen").await? == "dark");
        ensure!(is_dark(browser).await?, "dark after a reload");
        let switch = browser.by_role(Role::RadioGroup, "Theme");
        ensure!(switch.by_role(Role::Radio, "Dark").one().await?.checked);

        choose(browser, "System").await?;
        ensure!(!is_dark(browser).await?, "as the device has it");
        browser.reload().await?;
        Home::shown(browser).await?;
        ensure!(!is_dark(browser).await?);
        ensure!(switch.by_role(Role::Radio, Name::Any).all().await?.len() == 3);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_theme_applies_where_storage_is_blocked() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.block_storage().await?;
        stage.open("/").await?;
        browser.heading("Account linking").await?;
        choose(browser, "Dark").await?;
        ensure!(is_dark(browser).await?);
        Ok(())
    })
    .await
}
