//! Where the app cannot run, or has stopped: a sentence, never an empty page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::Settings;
use e2e::site;
use e2e::stage::Setting;
use e2e::{Name, Role, story};
use tempfile::TempDir;

/// The release build, with its wasm replaced by these bytes, or without any.
fn build_with_wasm(wasm: Option<&[u8]>) -> Result<TempDir> {
    let copy = TempDir::new()?;
    copy_folder(&site::dist(), copy.path(), &|path| {
        let name = path.file_name()?.to_string_lossy();
        if name.ends_with(".wasm") {
            wasm.map(|bytes| Ok(bytes.to_vec()))
        } else if name.contains(".wasm.") {
            // A compressed copy would be sent instead.
            None
        } else {
            Some(fs::read(path))
        }
    })?;
    Ok(copy)
}

fn copy_folder(
    from: &Path,
    to: &Path,
    content: &dyn Fn(&Path) -> Option<std::io::Result<Vec<u8>>>,
) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("a file without a name")?);
        if path.is_dir() {
            copy_folder(&path, &target, content)?;
        } else if let Some(bytes) = content(&path) {
            fs::write(target, bytes?)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn wasm_that_does_not_arrive_is_said() -> Result<()> {
    let dist = build_with_wasm(None)?;
    let setting = Setting { dist: Some(dist.path().to_owned()), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.expect(ExpectedFailure::status(".wasm", 404));
            stage.expect_unused_preloads();
            stage.expect(ExpectedFailure::thrown("TypeError"));
            stage.open("/").await?;
            stage.browser.alert(&["did not arrive", "reload"]).await?;
            stage.browser.accessible("the page without its wasm").await
        })
        .await
}

#[tokio::test]
async fn wasm_that_cannot_be_compiled_is_said() -> Result<()> {
    let dist = build_with_wasm(Some(b"\0asm but not really"))?;
    let setting = Setting { dist: Some(dist.path().to_owned()), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.expect(ExpectedFailure::thrown("CompileError"));
            stage.open("/settings").await?;
            stage.browser.alert(&["another browser"]).await?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_browser_without_webassembly_is_told_so() -> Result<()> {
    story(async |stage| {
        stage.expect_unused_preloads();
        stage.browser.before_each_document("delete window.WebAssembly").await?;
        stage.open("/?code=stolen&state=forged").await?;
        stage.browser.alert(&["needs WebAssembly"]).await?;
        stage.browser.accessible("the page without WebAssembly").await?;
        ensure!(stage.browser.requests_to("POST", "/oauth/token").await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_browser_without_scripts_is_told_so() -> Result<()> {
    story(async |stage| {
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
#[tokio::test]
async fn rt_22_a_page_that_has_stopped_says_so_and_leads_back() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.crash().await?;
        // A panic's stack begins with a dozen frames of its own; Chromium keeps ten.
        let frames = stage.browser.run("return Error.stackTraceLimit").await?;
        ensure!(frames == 50, "{frames} frames are kept");
        ensure!(stage.browser.button("Log out").all().await?.is_empty(), "nothing else is there to press");
        stage.browser.accessible("the page that has stopped").await?;
        stage.browser.by_role(Role::Link, "Reload").click().await?;
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}
