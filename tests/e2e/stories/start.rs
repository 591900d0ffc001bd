//! The page before the app runs, and where it cannot: a sentence, never an empty page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::Home;
use e2e::site;
use e2e::stage::Setting;
use e2e::story;
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
            stage.expect(ExpectedFailure::thrown("TypeError"));
            stage.open("/").await?;
            stage.browser.alert(&["did not arrive", "reload"]).await?;
            Ok(())
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
        stage.expect_perhaps(ExpectedFailure::unused_preload(".wasm"));
        stage.expect_perhaps(ExpectedFailure::unused_preload("auth_config.json"));
        stage.expect_perhaps(ExpectedFailure::unused_preload(".js"));
        stage.expect_perhaps(ExpectedFailure::unused_preload("words/en.json"));
        stage.browser.before_each_document("delete window.WebAssembly").await?;
        stage.open("/?code=stolen&state=forged").await?;
        stage.browser.alert(&["needs WebAssembly"]).await?;
        ensure!(stage.browser.requests_to("POST", "/oauth/token").await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_the_app_needs_is_asked_for_once_and_before_it_runs() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        for path in ["/auth_config.json", "/words/en.json"] {
            let asked = stage.browser.requests_to("GET", path).await?;
            ensure!(asked.len() == 1, "{asked:?}");
        }
        let early = "const started = name => performance.getEntriesByType('resource')
                .find(entry => entry.name.includes(name));
            return [started('auth_config.json'), started('words/en.json')]
                .every(file => file.initiatorType === 'link' && file.startTime < started('_bg.wasm').responseEnd);";
        ensure!(
            stage.browser.run(early).await? == true,
            "configuration and sentences are on their way before the wasm is there"
        );
        Ok(())
    })
    .await
}
