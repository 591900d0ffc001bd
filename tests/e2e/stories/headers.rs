//! The response headers of the release build, and what they forbid.

use anyhow::{Context, Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::Home;
use e2e::site::Headers;
use e2e::stage::Setting;
use e2e::{Engine, Stage, story};
use serde_json::Value;

/// Reads the headers of an answer of the app's own server, in the page.
fn headers_of(path: &str) -> String {
    format!(
        "return fetch('{path}').then(answer => \
         Object.fromEntries([...answer.headers, ['status', String(answer.status)]]))"
    )
}

#[tokio::test]
async fn every_response_has_the_security_headers_and_assets_are_cacheable() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        let asset = browser.run("return new URL(document.getElementById('wasm').href).pathname").await?;
        let asset = asset.as_str().context("the page names no wasm")?.to_owned();
        stage.expect(ExpectedFailure::status("/assets/missing.js", 404));
        for (path, status, kept) in [
            ("/", "200", "no-cache"),
            ("/auth_config.json", "200", "no-cache"),
            (asset.as_str(), "200", "public, max-age=31536000, immutable"),
            ("/assets/missing.js", "404", "no-store"),
        ] {
            let headers = browser.run(&headers_of(path)).await?;
            let value = |name: &str| headers.get(name).and_then(Value::as_str).unwrap_or_default();
            ensure!(value("status") == status && value("cache-control") == kept, "{path}: {headers}");
            let connect = format!("connect-src 'self' http://{};", stage.tenant.domain());
            let policy = value("content-security-policy");
            for directive in [
                "default-src 'none';",
                "script-src 'self' 'wasm-unsafe-eval';",
                connect.as_str(),
                "frame-ancestors 'none';",
                "require-trusted-types-for 'script'; trusted-types 'none'",
            ] {
                ensure!(policy.contains(directive), "{path}: no {directive} in {policy}");
            }
            for (name, expected) in [
                ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                ensure!(value(name) == expected, "{path}: {name}: {}", value(name));
            }
            ensure!(value("permissions-policy").contains("camera=()"), "{path}");
            ensure!(value("strict-transport-security").is_empty(), "no promise of https over http");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_text_becomes_markup_or_script() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?;
        let sink = ("injection sink", "trusted-types-sink");
        let policy = ("Trusted Types policy", "trusted-types-policy");
        for (breach, in_chromium, (in_firefox, in_webkit)) in [
            ("document.body.innerHTML = '<b>markup</b>'", "TrustedHTML", sink),
            ("document.createElement('script').text = 'boom()'", "TrustedScript", sink),
            ("document.body.setAttribute('onclick', 'boom()')", "TrustedScript", sink),
            ("trustedTypes.createPolicy('default', {})", "TrustedTypePolicy", policy),
        ] {
            stage.expect(ExpectedFailure::policy(match browser.engine {
                Engine::Chromium => in_chromium,
                Engine::Firefox => in_firefox,
                Engine::WebKit => in_webkit,
            }));
            ensure!(browser.run(breach).await.is_err(), "`{breach}` must be refused");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_page_cannot_frame_the_app() -> Result<()> {
    story(async |stage| {
        stage.expect(ExpectedFailure::policy("frame-ancestors"));
        open_framed(stage, "/").await?;
        let framed = stage.browser.run_in_frame("return document.body.textContent").await?;
        ensure!(!framed.as_str().unwrap_or_default().contains("WebAssembly"), "{framed}");
        Ok(())
    })
    .await
}

/// Cases: CB-39.
#[tokio::test]
async fn a_callback_inside_a_frame_is_not_processed() -> Result<()> {
    let headers = Headers::WithoutDirective("frame-ancestors");
    let setting = Setting { headers, ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.expect_perhaps(ExpectedFailure::unused_preload(".wasm"));
            stage.expect_perhaps(ExpectedFailure::unused_preload("auth_config.json"));
            open_framed(stage, "/?code=stolen&state=forged").await?;
            let shown = "return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility())
                .map(e => e.textContent).join(' ')";
            let shown = browser.run_in_frame(shown).await?;
            let text = shown.as_str().unwrap_or_default();
            ensure!(text.contains("does not run inside another page"), "{text}");
            ensure!(!text.contains("Log in"), "{text}");
            ensure!(stage.requests_for_language("en").is_empty(), "no sentences are asked for");
            ensure!(stage.requests_to("POST", "/oauth/token").is_empty(), "no token is asked for");
            Ok(())
        })
        .await
}

/// A framed page loads nothing, so it has the sentences of no other language.
#[tokio::test]
async fn the_message_inside_a_frame_is_marked_as_english_in_every_language() -> Result<()> {
    let headers = Headers::WithoutDirective("frame-ancestors");
    let setting = Setting { headers, ..Setting::default() };
    setting
        .play(async |stage| {
            stage.expect_perhaps(ExpectedFailure::unused_preload(".wasm"));
            stage.expect_perhaps(ExpectedFailure::unused_preload("auth_config.json"));
            let prefer = "Object.defineProperty(navigator, 'languages', { get: () => ['he-IL', 'en'] });";
            stage.browser.before_each_document(prefer).await?;
            open_framed(stage, "/").await?;
            let marks = "return document.querySelector('#framed:not([hidden])') &&
                [document.documentElement.lang, document.documentElement.dir]";
            let marks = stage.browser.run_in_frame(marks).await?;
            ensure!(marks == serde_json::json!(["en", "ltr"]), "{marks}");
            Ok(())
        })
        .await
}

/// Opens a page of another server with nothing in it but a frame with this address of the app.
async fn open_framed(stage: &Stage, path: &str) -> Result<()> {
    let url = stage.site.url(path).replace('&', "&amp;");
    let body = format!(
        "<!doctype html><html lang=en><title>Frame</title><link rel=icon href='data:,'><iframe src='{url}'></iframe>"
    );
    // The tenant lends its server: what matters is that it is not the app's.
    let effect = Effect::Answer { status: 200, body, content_type: Some("text/html".to_owned()) };
    stage.spoil("GET", "/frame", effect);
    stage.browser.open(&format!("http://{}/frame", stage.tenant.domain())).await
}
