//! Where the app cannot run or has stopped: a message, never an empty page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Settings};
use e2e::site::{self, Headers, Mishap, Spoilt};
use e2e::stage::Setting;
use e2e::{Ability, Engine, Name, Role, Stage, story, story_with};
use static_host::Header;
use tempfile::TempDir;

type File = fn(&str) -> bool;

const START: File = |path| path.contains("/start-");
const STYLE: File = |path| is(path, "css");
const SCRIPTS: File = |path| is(path, "js");
const BINDINGS: File = |path| path.contains("/account-linking-") && is(path, "js");
const WASM: File = |path| is(path, "wasm");
const LOCALES: File = |path| path.starts_with("/assets/") && is(path, "json");
const CONFIGURATION: File = |path| path == "/auth_config.json";

fn is(path: &str, kind: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == kind)
}

fn without(file: File, mishap: Mishap) -> Setting {
    Setting { spoilt: Some(Spoilt { file, mishap }), ..Setting::default() }
}

/// The page says that a part of it did not arrive, and offers nothing but to reload.
async fn says_so(stage: &Stage) -> Result<()> {
    stage.browser.alert(&["did not arrive", "reload"]).await?;
    stage.browser.by_role(Role::Link, "Reload").one().await?;
    ensure!(stage.browser.button("Log in").all().await?.is_empty(), "nothing else is there to press");
    Ok(())
}

/// Opens home while a file does not come as it is. The console says it too, in one way or another, as the file was asked
/// for early or not.
async fn home_without(file: File, mishap: Mishap, failures: &[ExpectedFailure]) -> Result<()> {
    without(file, mishap)
        .play(async |stage| {
            stage.expect_unused_preloads();
            for failure in failures {
                stage.expect_perhaps(failure.clone());
            }
            stage.open("/").await?;
            says_so(stage).await?;
            stage.browser.accessible("the page without a part of it").await
        })
        .await
}

/// Cases: RT-27.
#[tokio::test]
async fn a_missing_start_script_is_reported() -> Result<()> {
    home_without(START, Mishap::Missing, &[ExpectedFailure::status("/assets/start-", 404)]).await
}

/// Cases: RT-27.
#[tokio::test]
async fn a_start_script_that_is_html_is_reported() -> Result<()> {
    home_without(START, Mishap::Page, &[ExpectedFailure::refused("/assets/start-")]).await
}

/// Cases: RT-27.
#[tokio::test]
async fn a_damaged_start_script_is_reported() -> Result<()> {
    home_without(START, Mishap::Cut, &[ExpectedFailure::refused("/assets/start-")]).await
}

/// Cases: RT-27.
#[tokio::test]
async fn bindings_that_are_html_are_reported() -> Result<()> {
    let failures = [
        ExpectedFailure::refused("/assets/account-linking-"),
        ExpectedFailure::refused("/assets/start-"),
        ExpectedFailure::thrown("TypeError"),
    ];
    home_without(BINDINGS, Mishap::Page, &failures).await
}

/// Cases: RT-27.
#[tokio::test]
async fn sentences_that_are_html_are_reported() -> Result<()> {
    home_without(LOCALES, Mishap::Page, &[ExpectedFailure::thrown("SyntaxError")]).await
}

/// Without the style nothing is hidden: what is said stands on the page beside the app.
///
/// Cases: RT-27.
#[tokio::test]
async fn a_missing_style_sheet_is_reported() -> Result<()> {
    without(STYLE, Mishap::Missing)
        .play(async |stage| {
            stage.expect_perhaps(ExpectedFailure::refused("/assets/app-"));
            stage.expect_perhaps(ExpectedFailure::status("/assets/app-", 404));
            stage.open("/").await?;
            stage.browser.alert(&["did not arrive", "reload"]).await?;
            Ok(())
        })
        .await
}

/// Nothing is known of it then: not that it is wrong, and not that somebody has to mend it.
///
/// Cases: RT-27.
#[tokio::test]
async fn a_configuration_that_does_not_load_is_reported() -> Result<()> {
    let failures = [ExpectedFailure::status("/auth_config.json", 503)];
    home_without(CONFIGURATION, Mishap::Failing, &failures).await
}

/// The style arrives after the page has waited for it long enough.
///
/// Cases: RT-28.
#[tokio::test]
async fn a_slow_style_sheet_does_not_block_the_page_for_long() -> Result<()> {
    Setting { needs: &[Ability::StyleAfterPaint], ..without(STYLE, Mishap::Late) }
        .play(async |stage| {
            let later = "{ const { setTimeout } = window;
                window.setTimeout = (act, after) => setTimeout(act, after === 9000 ? 300 : after) }";
            stage.browser.before_each_document(later).await?;
            stage.open("/").await?;
            Home::shown(&stage.browser).await?;
            let measured = "const [paint] = performance.getEntriesByName('first-contentful-paint');
                const [style] = performance.getEntriesByType('resource').filter(file => file.name.endsWith('.css'));
                return [paint.startTime < style.responseEnd, document.querySelector('[rel=stylesheet]').media]";
            let measured = stage.browser.run(measured).await?;
            ensure!(measured == serde_json::json!([true, ""]), "{measured}: painted before the style came, then styled");
            Ok(())
        })
        .await
}

/// Cases: RT-27.
#[tokio::test]
async fn a_file_that_did_not_load_is_reported_in_the_language_of_the_page() -> Result<()> {
    without(START, Mishap::Missing)
        .play(async |stage| {
            stage.expect_unused_preloads();
            stage.expect(ExpectedFailure::status("/assets/start-", 404));
            stage.browser.before_each_document("localStorage.setItem('language', 'de')").await?;
            stage.open("/settings").await?;
            stage.browser.alert(&["nicht angekommen"]).await?;
            stage.browser.by_role(Role::Link, "Neu laden").one().await?;
            Ok(())
        })
        .await
}

/// The ten seconds are over at once.
const LATER: &str = "const slow = document.getAnimations().filter(({ effect }) =>
        effect.target.role === 'alert' && !effect.pseudoElement);
    const delays = slow.map(({ effect }) => effect.getTiming().delay);
    for (const animation of document.getAnimations()) {
        if (animation.effect.getTiming().delay === 10_000) animation.finish();
    }
    return delays";

async fn says_that_it_is_slow(stage: &Stage) -> Result<()> {
    ensure!(stage.browser.by_role(Role::Alert, Name::Any).all().await?.is_empty(), "not at once");
    ensure!(stage.browser.run(LATER).await? == serde_json::json!([10_000]), "after ten seconds");
    stage.browser.alert(&["longer than usual"]).await?;
    stage.browser.by_role(Role::Link, "Reload").one().await?;
    let shown = "return [...document.querySelectorAll('#shell .waiting')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => element.className)";
    let shown = stage.browser.run(shown).await?;
    ensure!(shown == serde_json::json!(["waiting slow"]), "the sentence before it gives way: {shown}");
    Ok(())
}

/// Cases: RT-28.
#[tokio::test]
async fn a_page_without_any_script_says_after_ten_seconds_that_it_is_slow() -> Result<()> {
    without(SCRIPTS, Mishap::Missing)
        .play(async |stage| {
            stage.expect_unused_preloads();
            stage.expect(ExpectedFailure::status("/assets/start-", 404));
            stage.expect_perhaps(ExpectedFailure::refused("/assets/before-paint-"));
            stage.expect_perhaps(ExpectedFailure::status("/assets/before-paint-", 404));
            stage.expect_perhaps(ExpectedFailure::status("/assets/account-linking-", 404));
            stage.expect_perhaps(ExpectedFailure::status("/assets/early-login-", 404));
            stage.open("/").await?;
            says_that_it_is_slow(stage).await
        })
        .await
}

/// Neither an error nor an answer; the press on *Log in* stays what it is, busy.
///
/// Cases: RT-28.
#[tokio::test]
async fn a_page_that_loads_for_ten_seconds_says_so() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.expect_unused_preloads();
        browser.before_each_document("window.fetch = () => new Promise(() => {})").await?;
        stage.open("/").await?;
        browser.button("Log in").click().await?;
        says_that_it_is_slow(stage).await?;
        ensure!(browser.button("Log in").is_busy().await?, "it is still waited for");
        browser.accessible("the page that takes long").await
    })
    .await
}

/// A reload would lose the login; what does not come in time then, the app itself says.
///
/// Cases: RT-28.
#[tokio::test]
async fn once_the_app_runs_no_reload_is_offered_while_a_login_completes() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", "/oauth/token", Effect::Delay(3_000));
        stage.open("/").await?;
        Home::shown(&stage.browser).await?.log_in().await?.one_click("alice@example.com").await?;
        stage.browser.status(&["getting things ready"]).await?;
        stage.browser.run(LATER).await?;
        ensure!(stage.browser.by_role(Role::Alert, Name::Any).all().await?.is_empty(), "nothing is wrong");
        ensure!(
            stage.browser.by_role(Role::Link, "Reload").all().await?.is_empty(),
            "it would lose the login"
        );
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn wasm_that_does_not_load_is_reported() -> Result<()> {
    let failures = [ExpectedFailure::status(".wasm", 404), ExpectedFailure::thrown("TypeError")];
    home_without(WASM, Mishap::Missing, &failures).await
}

/// Cases: RT-29.
#[tokio::test]
async fn wasm_that_is_html_is_reported() -> Result<()> {
    home_without(WASM, Mishap::Page, &[ExpectedFailure::thrown("TypeError")]).await
}

/// The file is cached for a year: without bypassing the cache, the truncated file would load again.
///
/// Cases: RT-29, RT-30.
#[tokio::test]
async fn truncated_wasm_is_reported_and_reload_bypasses_the_cache() -> Result<()> {
    without(WASM, Mishap::Cut)
        .play(async |stage| {
            // Firefox takes half a file for one that does not fit.
            let is_firefox = stage.browser.engine == Engine::Firefox;
            let error = if is_firefox { "InternalError" } else { "CompileError" };
            stage.expect(ExpectedFailure::thrown(error));
            stage.open("/").await?;
            says_so(stage).await?;
            stage.site.mend();
            stage.browser.by_role(Role::Link, "Reload").click().await?;
            Home::shown(&stage.browser).await?;
            Ok(())
        })
        .await
}

/// Cases: RT-29.
#[tokio::test]
async fn a_policy_that_forbids_wasm_is_reported() -> Result<()> {
    let value = "script-src 'self'".to_owned();
    let headers = Headers::Only(vec![Header { name: "Content-Security-Policy", value }]);
    Setting { headers, ..Setting::default() }
        .play(async |stage| {
            stage.expect(ExpectedFailure::thrown("CompileError"));
            stage.expect_perhaps(ExpectedFailure::policy("WebAssembly"));
            stage.open("/settings").await?;
            stage.browser.alert(&["another browser"]).await?;
            Ok(())
        })
        .await
}

/// The release build in a folder below the top of the address, where its page looks for its files.
///
/// Cases: RT-32.
#[tokio::test]
async fn in_a_folder_the_page_says_where_it_belongs() -> Result<()> {
    let (top, dist) = (TempDir::new()?, site::dist());
    copy_folder(&dist, &top.path().join("app"))?;
    // Without compressed copies, which would be sent instead of the page.
    let page = fs::read_to_string(dist.join("index.html"))?;
    fs::write(top.path().join("index.html"), &page)?;
    fs::write(top.path().join("app/index.html"), page.replace("/assets/", "/app/assets/"))?;
    Setting { dist: Some(top.path().to_owned()), ..Setting::default() }
        .play(async |stage| {
            stage.expect_unused_preloads();
            stage.open("/app/").await?;
            stage.browser.alert(&["at the top of an address", "https://accounts.example.com"]).await?;
            ensure!(stage.requests_to("GET", "/authorize").is_empty());
            stage.browser.accessible("the page below a folder").await
        })
        .await
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("a file without a name")?);
        let compressed = path.extension().is_some_and(|kind| kind == "br" || kind == "gz");
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else if !compressed {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_browser_without_webassembly_is_reported() -> Result<()> {
    story(async |stage| {
        stage.expect_unused_preloads();
        stage.browser.before_each_document("delete window.WebAssembly").await?;
        stage.open("/?code=stolen&state=forged").await?;
        stage.browser.alert(&["needs WebAssembly"]).await?;
        stage.browser.accessible("the page without WebAssembly").await?;
        ensure!(stage.requests_to("POST", "/oauth/token").is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_browser_without_scripts_is_reported() -> Result<()> {
    story_with(&[Ability::NoScripts], async |stage| {
        stage.expect_unused_preloads();
        stage.browser.open_without_scripts(&stage.site.url("/")).await?;
        stage.browser.by_role(Role::Main, Name::Any).saying(&["needs JavaScript"]).await?;
        ensure!(stage.browser.button("Log in").all().await?.is_empty(), "nothing else is there to press");
        // axe takes everything inside of `noscript` for hidden.
        stage.browser.run("for (const part of document.querySelectorAll('body > noscript')) part.replaceWith(...part.children)").await?;
        stage.browser.accessible("the page without scripts").await
    })
    .await
}

/// A panic ends the wasm: what stands on the page no longer does anything, so it goes, for the keyboard too.
///
/// Cases: RT-22.
#[tokio::test]
async fn a_crashed_page_says_so_and_offers_a_reload() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.crash().await?;
        // A panic's stack begins with a dozen frames of its own; Chromium keeps ten.
        let frames = stage.browser.run("return Error.stackTraceLimit").await?;
        ensure!(frames.as_u64().is_none_or(|frames| frames >= 50), "{frames} frames are kept");
        ensure!(stage.browser.button("Log out").all().await?.is_empty(), "nothing else is there to press");
        stage.browser.accessible("the page that has stopped").await?;
        stage.browser.by_role(Role::Link, "Reload").click().await?;
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

/// The message is in `index.html`, which was translated into another language when the page loaded.
///
/// Cases: RT-22.
#[tokio::test]
async fn a_crashed_page_says_so_in_the_language_that_was_chosen_last() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        browser.run("localStorage.setItem('language', 'he')").await?;
        browser.reload().await?;
        browser.heading("הגדרות").await?;
        browser.run("document.querySelector('label[lang=en] input').click()").await?;
        browser.heading("Settings").await?;
        // Waits for the message in English.
        stage.crash().await
    })
    .await
}
