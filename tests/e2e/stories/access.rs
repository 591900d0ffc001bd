//! Accessibility: without a mouse, with a screen reader, on a narrow phone.

use anyhow::{Context, Result, ensure};
use e2e::pages::{Confirm, Home, Login, Provider, Settings};
use e2e::{Browser, Name, Role, story};
use fantoccini::key::Key;

/// Presses Tab until a button or link of this name has the focus.
async fn tab_to(browser: &Browser, name: &str) -> Result<()> {
    walk_to(browser, name, async || browser.press(Key::Tab).await).await
}

/// As [`tab_to`], against the order of the page: past its last stop the browser's own controls come, and not its first
/// one.
async fn tab_back_to(browser: &Browser, name: &str) -> Result<()> {
    walk_to(browser, name, async || browser.press_with(Key::Shift, Key::Tab).await).await
}

async fn walk_to(browser: &Browser, name: &str, step: impl AsyncFn() -> Result<()>) -> Result<()> {
    let mut passed = Vec::new();
    // No page has as many stops.
    for _ in 0..40 {
        match browser.focused().await? {
            Some(node) if node.name == name => return Ok(()),
            node => passed.push(node.map(|node| node.name)),
        }
        step().await?;
    }
    Err(anyhow::anyhow!("`{name}` is not reached by keys, only {passed:?}"))
}

#[tokio::test]
async fn everything_can_be_done_with_the_keyboard_alone() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        tab_to(browser, "Log in").await?;
        browser.press(Key::Enter).await?;
        Login::shown(browser).await?;
        tab_to(browser, "Email address").await?;
        browser.type_text("alice@example.com").await?;
        tab_to(browser, "Password").await?;
        browser.type_text(Login::PASSWORD).await?;
        browser.press(Key::Enter).await?;

        Settings::shown(browser).await?;
        tab_to(browser, "Link Google Account").await?;
        browser.press(Key::Enter).await?;
        Provider::shown(browser, "Google").await?;
        tab_to(browser, "Continue as alice@gmail.example").await?;
        browser.press(Key::Enter).await?;

        Confirm::shown(browser).await?.link_accounts().one().await?;
        tab_to(browser, "Link accounts").await?;
        browser.press(Key::Space).await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[&["Primary", "alice@example.com"], &["Google", "alice@gmail.example"]]).await?;

        tab_to(browser, "Unlink Google account alice@gmail.example").await?;
        browser.press(Key::Enter).await?;
        browser.by_role(Role::Dialog, "Unlink Google (alice@gmail.example)?").one().await?;
        tab_to(browser, "Unlink").await?;
        browser.press(Key::Enter).await?;
        settings.accounts(&[&["Primary", "alice@example.com"]]).await?;

        tab_back_to(browser, "Log out").await?;
        browser.press(Key::Enter).await?;
        Home::shown(browser).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_focus_cannot_leave_an_open_dialog() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.linked_with_google().await?;
        settings.unlink("Google", "alice@gmail.example").await?.cancel().has_focus().await?;
        let inside = ["Cancel", "Unlink"];
        for _ in 0..6 {
            browser.press(Key::Tab).await?;
            // Between its last and first stop a modal dialog gives the focus to the browser's own controls.
            if let Some(focused) = browser.focused().await? {
                let within = inside.contains(&focused.name.as_str()) || focused.role == "dialog";
                ensure!(within, "{focused:?} has the focus");
            }
        }
        Ok(())
    })
    .await
}

/// Cases: RT-18.
#[tokio::test]
async fn a_new_page_takes_the_focus_to_its_heading() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.browser.by_role(Role::Heading, "Settings").has_focus().await
    })
    .await
}

#[tokio::test]
async fn no_page_scrolls_sideways_on_a_phone() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.set_viewport(320, 640).await?;
        let fits = async |page: &str| browser.fits_sideways(page).await;
        stage.open("/").await?;
        Home::shown(browser).await?;
        fits("home").await?;
        let confirm = stage.about_to_link_google().await?;
        fits("confirm").await?;
        confirm.link_accounts().click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[&["Primary"], &["Google"]]).await?;
        fits("settings").await?;
        settings.unlink("Google", "alice@gmail.example").await?.cancel().has_focus().await?;
        fits("the dialog").await
    })
    .await
}

#[tokio::test]
async fn every_image_and_button_has_a_name() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.linked_with_google().await?;
        for role in [Role::Button, Role::Link, Role::Image] {
            let nameless = browser.by_role(role, "").all().await.context("the page cannot be read")?;
            ensure!(nameless.is_empty(), "{} without a name", role.as_str());
        }
        ensure!(browser.by_role(Role::Main, Name::Any).all().await?.len() == 1, "one main landmark");
        Ok(())
    })
    .await
}

/// A screen reader announces what comes into a region only if it knew the region before.
#[tokio::test]
async fn regions_that_announce_are_there_before_they_say_something() -> Result<()> {
    let hidden = "return [...document.querySelectorAll('[role=status]')]
        .filter(region => !region.closest('dialog:not([open])') && !region.checkVisibility())
        .map(region => region.outerHTML)";
    story(async |stage| {
        let browser = &stage.browser;
        let all_there = async |page: &str| -> Result<()> {
            let hidden = browser.run(hidden).await?;
            ensure!(hidden.as_array().is_some_and(Vec::is_empty), "{page}: {hidden}");
            Ok(())
        };
        stage.open("/").await?;
        Home::shown(browser).await?;
        all_there("home").await?;
        stage.about_to_link_google().await?.link_accounts().one().await?;
        all_there("confirm").await?;
        browser.button("Cancel").click().await?;
        browser.status(&["Nothing was linked"]).await?;
        all_there("settings").await
    })
    .await
}
