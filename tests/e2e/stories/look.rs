//! The look of the page before the app runs, at 400 % zoom, in forced colours, and with reduced motion.

use anyhow::{Context, Result, ensure};
use auth0_emulator::Effect;
use e2e::pages::{Confirm, Home, Settings};
use e2e::{Ability, Browser, story, story_with};

/// Sums up what moves without being asked to, from the first paint on.
const WATCH_SHIFTS: &str = "window.shifted = 0;
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });";

/// The most that may move: a fifth of what counts as good elsewhere.
const MOST_SHIFT: f64 = 0.02;

async fn nothing_moved(browser: &Browser, page: &str) -> Result<()> {
    let shifted = browser.run("return window.shifted").await?.as_f64().context("nothing was watched")?;
    ensure!(shifted < MOST_SHIFT, "{page} moved by {shifted}");
    Ok(())
}

#[tokio::test]
async fn the_page_does_not_jump_when_the_app_takes_over() -> Result<()> {
    story_with(&[Ability::LayoutShifts], async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(WATCH_SHIFTS).await?;
        for (width, height) in [(390, 844), (1280, 900)] {
            browser.set_viewport(width, height).await?;
            stage.open("/").await?;
            Home::shown(browser).await?;
            nothing_moved(browser, "home").await?;
        }
        stage.log_in("alice@example.com").await?;
        nothing_moved(browser, "the way back from the tenant").await?;
        browser.reload().await?;
        Settings::shown(browser).await?;
        nothing_moved(browser, "settings").await
    })
    .await
}

#[tokio::test]
async fn the_first_screen_has_the_same_text_as_the_app() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        // Once when the page has arrived, and once when the app runs.
        let words = "words = () => document.querySelector('.home').textContent.replace(/\\s+/g, '')";
        browser
            .before_each_document(&format!(
                "const {words}; addEventListener('DOMContentLoaded', () => {{ window.first = words(); }});"
            ))
            .await?;
        stage.open("/").await?;
        Home::shown(browser).await?;
        let said = browser.run(&format!("const {words}; return [window.first, words()];")).await?;
        ensure!(said[0] == said[1], "first {}, then {}", said[0], said[1]);
        ensure!(browser.run("return document.getElementById('shell') === null").await? == true);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn enlarged_four_times_everything_is_reached_without_scrolling_sideways() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        // 1280 × 1024 at 400 %.
        browser.set_viewport(320, 256).await?;
        let fits = async |page: &str| browser.fits_sideways(page).await;
        let confirm = stage.about_to_link_google().await?;
        fits("confirm").await?;
        confirm.link_accounts().click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[&["Primary"], &["Google"]]).await?;
        fits("settings").await?;
        let dialog = settings.unlink("Google", "alice@gmail.example").await?;
        fits("the dialog").await?;
        dialog.confirm().click().await?;
        settings.accounts(&[&["Primary"]]).await
    })
    .await
}

/// Two buttons beside it once left the question a column of single letters.
#[tokio::test]
async fn the_question_about_another_account_fits_its_box() -> Result<()> {
    story(async |stage| {
        stage.logged_in_as_another_account().await?;
        for (width, height) in [(320, 640), (768, 1024), (1280, 900)] {
            stage.browser.set_viewport(width, height).await?;
            let measured =
                stage.browser.run("return document.querySelector('[role=alert] p').clientWidth").await?;
            let room = measured.as_u64().unwrap_or_default();
            ensure!(room > 200, "{room} px of {width}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_forced_colours_every_button_keeps_its_border() -> Result<()> {
    story_with(&[Ability::Media], async |stage| {
        let browser = &stage.browser;
        browser.set_media("forced-colors", "active").await?;
        stage.about_to_link_google().await?;
        Confirm::shown(browser).await?;
        let bare = "return [...document.querySelectorAll('button')].filter(button => {
                const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(button);
                return borderTopStyle !== 'solid' || borderTopWidth === '0px' || borderTopColor === backgroundColor;
            }).map(button => button.textContent);";
        let bare = browser.run(bare).await?;
        ensure!(bare.as_array().is_some_and(Vec::is_empty), "without a border: {bare}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn with_reduced_motion_nothing_keeps_moving() -> Result<()> {
    story_with(&[Ability::Media], async |stage| {
        let browser = &stage.browser;
        browser.set_media("prefers-reduced-motion", "reduce").await?;
        stage.log_in("alice@example.com").await?;
        stage.spoil("GET", "/api/v2/users/*", Effect::Delay(3000));
        browser.reload().await?;
        browser.status(&["Loading your linked accounts"]).await?;
        browser.at_rest().await?;
        let moving =
            "return document.getAnimations().filter(motion => motion.playState === 'running').length";
        ensure!(browser.run(moving).await? == 0, "something moves on");
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}
