//! The look of the page before the app runs, enlarged, on small screens, in forced colours, and with reduced motion.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use auth0_emulator::Effect;
use e2e::pages::{Confirm, Home, Settings};
use e2e::{Ability, Browser, story, story_with};
use fantoccini::key::Key;

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

/// Of a radio group, the chosen one has the focus.
#[tokio::test]
async fn in_forced_colours_the_focus_is_seen_on_the_chosen_language() -> Result<()> {
    story_with(&[Ability::Media], async |stage| {
        let browser = &stage.browser;
        browser.set_media("forced-colors", "active").await?;
        stage.open("/").await?;
        Home::shown(browser).await?;
        let outline = "const label = document.querySelector('footer label:has(:checked)');
            return [getComputedStyle(label).outlineStyle, label.contains(document.activeElement)]";
        let before = browser.run(outline).await?;
        ensure!(before == serde_json::json!(["none", false]), "{before}");
        for _ in 0..6 {
            browser.press(Key::Tab).await?;
            let now = browser.run(outline).await?;
            if now[1] == true {
                ensure!(now[0] == "solid", "{now}");
                return Ok(());
            }
        }
        anyhow::bail!("the language switch is not reached by keys")
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

/// The text of a busy button cannot be made transparent in forced colours.
#[tokio::test]
async fn in_forced_colours_the_spinner_leaves_the_text_of_its_button_alone() -> Result<()> {
    story_with(&[Ability::Media], async |stage| {
        let browser = &stage.browser;
        browser.set_media("forced-colors", "active").await?;
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", "/api/v2/users/*/identities", Effect::Delay(8000));
        confirm.link_accounts().click().await?;
        browser.status(&["Linking the accounts"]).await?;
        let spinner =
            browser.run("return getComputedStyle(document.querySelector('[aria-busy]'), '::after').position");
        ensure!(spinner.await? == "static", "it lies over the text");
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}

/// Swapped, in the last minute: every line that the lower edge of the confirm page ever has.
#[tokio::test]
async fn the_buttons_of_the_confirm_page_are_in_reach_and_cover_little_in_every_size() -> Result<()> {
    const LETTERS: [(u32, u32, u32); 7] = [
        (16, 390, 844),
        (16, 320, 568),
        (16, 360, 640),
        (32, 360, 800),
        (32, 412, 960),
        (16, 640, 360),
        (16, 844, 390),
    ];
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(browser).await?;
        confirm.choice("theme").one().await?;
        confirm.make_primary().click().await?;
        browser.status(&["is now the primary account"]).await?;
        stage.advance(Duration::from_mins(4)).await?;
        browser.status(&["Less than a minute left"]).await?;
        for (size, width, height) in LETTERS {
            browser.set_viewport(width, height).await?;
            let begin = format!(
                "document.documentElement.style.fontSize = '{size}px';
                 document.querySelector('h1[tabindex]').focus(); scrollTo(0, 0);"
            );
            browser.run(&begin).await?;
            let shape = "const bar = document.querySelector('.at-hand');
                const reached = [...bar.querySelectorAll('button')].every(button => {
                  const { left, top, width, height } = button.getBoundingClientRect();
                  return [0.1, 0.9].every(part =>
                    document.elementFromPoint(left + width / 2, top + part * height) === button);
                });
                const [text, buttons] = [...bar.querySelectorAll('.whom, .actions')].map(part => part.getBoundingClientRect());
                const crowded = bar.scrollHeight <= bar.clientHeight && text.height > 0
                  && text.bottom > buttons.top && text.left < buttons.right && text.right > buttons.left;
                return [reached && !crowded, bar.offsetHeight / innerHeight];";
            let shape = browser.run(shape).await?;
            let part = shape[1].as_f64().context("it has no height")?;
            ensure!(shape[0] == true && part < 0.5, "{size} px, {width}×{height}: {shape}");
            let hidden = "const at = document.activeElement.getBoundingClientRect();
                 const bar = document.querySelector('.at-hand');
                 const over = bar.getBoundingClientRect();
                 return document.activeElement !== document.body && !bar.contains(document.activeElement)
                   && at.bottom > over.top + 1 && at.top < over.bottom;";
            for _ in 0..12 {
                browser.press(Key::Tab).await?;
                let focused = browser.focused().await?;
                ensure!(browser.run(hidden).await? == false, "{size} px, {width}×{height}: {focused:?}");
            }
        }
        Ok(())
    })
    .await
}
