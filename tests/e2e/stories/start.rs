//! The start of the page: its requests, and clicks before the app runs.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Login};
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::{Stage, story};

#[tokio::test]
async fn every_file_is_requested_once_and_before_the_app_runs() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        let files = ["/auth_config.json", "_bg.wasm"].map(|path| stage.requests_to("GET", path));
        for asked in files.into_iter().chain([stage.requests_for_language("en")]) {
            ensure!(asked.len() == 1, "{asked:?}");
        }
        let early = "const asked = name => performance.getEntriesByType('resource')
                .find(entry => entry.name.includes(name));
            const parsed = performance.getEntriesByType('navigation')[0].domInteractive;
            return ['auth_config.json', 'assets/en-', '_bg.wasm'].every(file => asked(file).startTime <= parsed);";
        ensure!(
            stage.browser.run(early).await? == true,
            "the page itself asks for all that the app needs, not the app once it runs"
        );
        Ok(())
    })
    .await
}

/// The wasm arrives when the test calls `arrive()`.
const WASM_IS_SLOW: &str = "const load = window.fetch;
    window.fetch = (url, ...options) => String(url).endsWith('_bg.wasm')
        ? new Promise(resolve => { window.arrive = () => resolve(load(url, ...options)); })
        : load(url, ...options);";

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
