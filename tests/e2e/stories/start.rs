//! The start of the page: its requests, and clicks before the app runs.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Login, Settings};
use e2e::site::{Configuration, Mishap, Spoilt};
use e2e::stage::Setting;
use e2e::tenant::answer;
use e2e::wait::{Look, until};
use e2e::{Role, Stage, story};
use fantoccini::key::Key;

/// Every file of home and of the page that needs a login was requested once; of each module two belong together.
fn requested_once(stage: &Stage) -> Result<()> {
    let modules = stage.requests_to("GET", "_bg.wasm");
    let of = |name: &str| modules.iter().filter(|asked| asked.url.path().contains(name)).count();
    ensure!((of("/early-login-"), of("/account-linking-")) == (1, 1), "{modules:?}");
    for asked in [stage.requests_to("GET", "/auth_config.json"), stage.requests_for_language("en")] {
        ensure!(asked.len() == 1, "{asked:?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_file_is_requested_once() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        requested_once(stage)
    })
    .await
}

#[tokio::test]
async fn a_page_that_needs_the_app_asks_for_every_file_once() -> Result<()> {
    story(async |stage| {
        stage.open("/settings").await?;
        Home::shown(&stage.browser).await?;
        requested_once(stage)
    })
    .await
}

/// Without `start.js`, and so without the app.
#[tokio::test]
async fn the_page_itself_asks_for_what_it_needs_first() -> Result<()> {
    for (path, module) in [("/", "/early-login-"), ("/settings", "/account-linking-")] {
        let spoilt = Some(Spoilt { file: |path| path.contains("/start-"), mishap: Mishap::Missing });
        Setting { spoilt, ..Setting::default() }
            .play(async |stage| {
                stage.expect_unused_preloads();
                stage.expect(ExpectedFailure::status("/assets/start-", 404));
                stage.open(path).await?;
                until(async || {
                    let modules = stage.requests_to("GET", "_bg.wasm");
                    let wasm = modules.iter().any(|asked| asked.url.path().contains(module));
                    let config = !stage.requests_to("GET", "/auth_config.json").is_empty();
                    let sentences = !stage.requests_for_language("en").is_empty();
                    let all = wasm && config && sentences;
                    Ok(if all {
                        Look::Found(())
                    } else {
                        Look::NotYet(format!("wasm {wasm}, configuration {config}, sentences {sentences}"))
                    })
                })
                .await
            })
            .await?;
    }
    Ok(())
}

/// No wasm arrives until the test calls `arrive()`.
const WASM_IS_SLOW: &str = "const load = window.fetch;
    let arrive;
    const arrived = new Promise(resolve => { arrive = resolve; });
    window.fetch = async (url, ...options) => {
        if (String(url).endsWith('_bg.wasm')) {
            window.arrive = arrive;
            await arrived;
        }
        return load(url, ...options);
    };";

/// The app never arrives at a page that was opened without a record of a login.
const ONLY_EARLY: &str = "const load = window.fetch;
    if (!sessionStorage.length) window.fetch = (url, ...options) => /account-linking-.*wasm/.test(url)
        ? new Promise(() => {})
        : load(url, ...options);";

/// The page has been loading for ten seconds.
const LATER: &str = "document.getAnimations()
        .filter(({ effect }) => effect.target.role === 'alert' && !effect.pseudoElement)
        .forEach(animation => animation.finish())";

/// Presses *Log in* of `index.html`, then lets the app start.
async fn press_early(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.before_each_document(WASM_IS_SLOW).await?;
    stage.open("/").await?;
    browser.button("Log in").click().await?;
    ensure!(browser.button("Log in").is_busy().await?, "the press is answered at once");
    ensure!(browser.run("return typeof arrive").await? == "function", "the app does not run yet");
    browser.run("arrive()").await?;
    Ok(())
}

/// Cases: RT-24.
#[tokio::test]
async fn log_in_works_before_the_app_has_started() -> Result<()> {
    story(async |stage| {
        press_early(stage).await?;
        Login::shown(&stage.browser).await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == 1, "once");
        Ok(())
    })
    .await
}

/// Cases: RT-24.
#[tokio::test]
async fn an_early_click_on_log_in_does_not_skip_a_notice() -> Result<()> {
    let configuration = Some(Configuration::Missing);
    Setting { configuration, ..Setting::default() }
        .play(async |stage| {
            stage.expect(ExpectedFailure::status("/auth_config.json", 404));
            press_early(stage).await?;
            stage.browser.heading("This app is not configured yet").await
        })
        .await
}

/// Cases: RT-24.
#[tokio::test]
async fn log_in_needs_no_app_and_back_leaves_a_working_button() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(ONLY_EARLY).await?;
        stage.open("/").await?;
        browser.button("Log in").click().await?;
        Login::shown(browser).await?;
        browser.back().await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        Settings::shown(browser).await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == 2, "once for each press");
        Ok(())
    })
    .await
}

/// Cases: RT-24, RT-27, RT-29.
#[tokio::test]
async fn without_the_module_of_log_in_the_app_logs_in() -> Result<()> {
    for mishap in [Mishap::Missing, Mishap::Page, Mishap::Cut] {
        let spoilt = Some(Spoilt { file: |path| path.contains("/early-login-"), mishap });
        Setting { spoilt, ..Setting::default() }
            .play(async |stage| {
                stage.expect_unused_preloads();
                stage.expect_perhaps(ExpectedFailure::status("/assets/early-login-", 404));
                for file in ["/assets/early-login-", "/assets/start-"] {
                    stage.expect_perhaps(ExpectedFailure::refused(file));
                }
                press_early(stage).await?;
                Login::shown(&stage.browser).await?;
                ensure!(stage.requests_to("GET", "/authorize").len() == 1, "once");
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// A press and its release are one click, also if the app takes over in between.
///
/// Cases: RT-24.
#[tokio::test]
async fn the_app_takes_over_only_when_log_in_is_released() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(WASM_IS_SLOW).await?;
        stage.open("/").await?;
        browser.button("Log in").hold().await?;
        browser.run("arrive()").await?;
        browser.status(&["getting things ready"]).await?;
        browser.release().await?;
        Login::shown(browser).await?;
        ensure!(stage.requests_to("GET", "/authorize").len() == 1, "once");
        Ok(())
    })
    .await
}

/// Cases: RT-24.
#[tokio::test]
async fn log_in_keeps_the_focus_when_the_app_takes_over() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(WASM_IS_SLOW).await?;
        stage.open("/").await?;
        let log_in = browser.button("Log in");
        log_in.enabled().await?;
        browser.press(Key::Tab).await?;
        log_in.has_focus().await?;
        browser.run("arrive()").await?;
        browser.running().await?;
        log_in.has_focus().await?;
        browser.press(Key::Enter).await?;
        Login::shown(browser).await?;
        Ok(())
    })
    .await
}

/// Cases: RT-24, ST-03.
#[tokio::test]
async fn an_early_press_that_cannot_be_kept_is_reported() -> Result<()> {
    story(async |stage| {
        stage.browser.fill_storage().await?;
        press_early(stage).await?;
        stage.browser.alert(&["storage", "site data"]).await?;
        ensure!(stage.requests_to("GET", "/authorize").is_empty());
        Ok(())
    })
    .await
}

/// What has `hangs` in its address does not arrive the first time it is asked for, and the app comes after that. Ten seconds
/// are 300 ms.
fn hanging(hangs: &str) -> String {
    format!(
        "const {{ setTimeout: after, fetch: load }} = window;
        let hang;
        const hung = new Promise(resolve => {{ hang = resolve; }});
        window.setTimeout = (act, time) => after(act, time === 10000 ? 300 : time);
        window.fetch = async (url, ...options) => {{
            if (hang && String(url.url ?? url).includes('{hangs}')) {{
                hang();
                hang = undefined;
                await new Promise(() => {{}});
            }}
            if (/account-linking-.*wasm/.test(url)) await hung;
            return load(url, ...options);
        }};"
    )
}

/// Cases: RT-24, RT-28.
#[tokio::test]
async fn what_the_module_of_log_in_waits_for_in_vain_does_not_hold_up_the_app() -> Result<()> {
    for hangs in ["/early-login-", "/auth_config.json"] {
        story(async |stage| {
            stage.expect_unused_preloads();
            stage.browser.before_each_document(&hanging(hangs)).await?;
            stage.open("/").await?;
            stage.browser.button("Log in").click().await?;
            Login::shown(&stage.browser).await?;
            ensure!(stage.requests_to("GET", "/authorize").len() == 1, "once");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// The browser stays at a page whose navigation is answered so, and so it does when the user stops it.
///
/// Cases: RT-24, RT-28.
#[tokio::test]
async fn a_login_page_that_does_not_come_leaves_a_way_out() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.spoil("GET", "/authorize", answer(204, ""));
        browser.before_each_document(ONLY_EARLY).await?;
        stage.open("/").await?;
        browser.button("Log in").click().await?;
        until(async || {
            let asked = !stage.requests_to("GET", "/authorize").is_empty();
            Ok(if asked { Look::Found(()) } else { Look::NotYet("the tenant was not asked".to_owned()) })
        })
        .await?;
        browser.run(LATER).await?;
        browser.alert(&["longer than usual"]).await?;
        browser.by_role(Role::Link, "Reload").one().await?;
        browser.reload().await?;
        Home::shown(browser).await?.log_in().await?;
        Ok(())
    })
    .await
}

/// Cases: RT-24.
#[tokio::test]
async fn only_log_in_keeps_the_focus_when_the_app_takes_over() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(WASM_IS_SLOW).await?;
        stage.open("/").await?;
        browser.button("Log in").enabled().await?;
        browser.run(LATER).await?;
        browser.by_role(Role::Link, "Reload").one().await?;
        browser.run("document.querySelector('#shell [data-reload]').focus()").await?;
        browser.by_role(Role::Link, "Reload").has_focus().await?;
        browser.run("arrive()").await?;
        browser.running().await?;
        browser.by_role(Role::Heading, "Account linking").has_focus().await
    })
    .await
}

/// Cases: RT-24.
#[tokio::test]
async fn a_press_on_a_text_does_not_hold_up_the_app() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        browser.before_each_document(WASM_IS_SLOW).await?;
        stage.open("/").await?;
        browser.button("Log in").enabled().await?;
        browser.by_role(Role::Heading, "Account linking").hold().await?;
        browser.run("arrive()").await?;
        browser.running().await?;
        browser.release().await
    })
    .await
}
