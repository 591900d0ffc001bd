//! The harness itself, on small pages of its own: a test must be able to fail.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::evidence::folder;
use e2e::site::{Configuration, Headers};
use e2e::stage::{Setting, Stage};
use e2e::wait::{Look, until};
use e2e::{Ability, Engine, Name, Role};
use fantoccini::key::Key;
use static_host::Header;
use tempfile::TempDir;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<link rel="icon" href="data:,"></head><body>
<h1>Account <em>linking</em></h1>
<button onclick="document.querySelector('[role=status]').textContent = 'Pressed'">Press</button>
<button hidden>Secret</button><button aria-hidden="true" tabindex="-1">Secret</button><button disabled>Later</button>
<fieldset><legend>Primary account</legend><button>Choose</button></fieldset>
<fieldset><legend>Secondary account</legend><button>Choose</button></fieldset>
<ul aria-label="Linked accounts"><li>alice <b>Primary</b></li><li>bob</li></ul>
<label for="name">Name</label><input id="name" value="old"><p role="status"></p>
<button onclick="setTimeout(() => document.body.append(Object.assign(document.createElement('p'),
  { role: 'alert', textContent: 'Too late' })), 300)">Wait</button>
</body></html>"#;

/// Plays on a site of this one page, and on no tenant.
async fn on(page: &str, body: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    let dist = TempDir::new()?;
    fs::write(dist.path().join("index.html"), page)?;
    // The pages here have scripts of their own.
    let headers = Headers::Only(Vec::new());
    let configuration = Some(Configuration::Missing);
    let setting =
        Setting { dist: Some(dist.path().to_owned()), configuration, headers, ..Setting::default() };
    setting.play(body).await
}

#[tokio::test]
async fn roles_and_names_are_found_as_a_screen_reader_reads_them() -> Result<()> {
    on(PAGE, async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        ensure!(browser.by_role(Role::Heading, "Account linking").one().await?.level == Some(1));
        ensure!(
            browser.by_role(Role::Button, "Secret").all().await?.is_empty(),
            "hidden things are not there"
        );
        ensure!(browser.by_role(Role::Button, "Later").one().await?.disabled);
        let accounts = browser.by_role(Role::List, "Linked accounts").by_role(Role::ListItem, Name::Any);
        ensure!(accounts.texts().await? == ["alice Primary", "bob"]);
        let secondary = browser.by_role(Role::Group, "Secondary account").by_role(Role::Button, "Choose");
        secondary.click().await?;
        secondary.has_focus().await
    })
    .await
}

#[tokio::test]
async fn clicks_keys_and_late_answers_are_seen() -> Result<()> {
    on(PAGE, async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        browser.by_role(Role::Button, "Press").click().await?;
        browser.by_role(Role::Status, Name::Any).saying(&["pressed"]).await?;
        browser.by_role(Role::TextBox, "Name").fill("new").await?;
        ensure!(browser.run("return document.querySelector('input').value").await? == "new");
        browser.press(Key::Tab).await?;
        browser.by_role(Role::Button, "Wait").has_focus().await?;
        browser.press(Key::Enter).await?;
        browser.by_role(Role::Alert, Name::Any).saying(&["too late"]).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_console_error_fails_a_test_and_leaves_evidence() -> Result<()> {
    let page = page_with_script("console.error('boom')");
    let outcome = on(&page, async |stage| stage.open("/").await).await;
    let error = outcome.err().context("the story must fail over the console")?;
    ensure!(error.to_string().contains("boom"), "{error}");
    let folder = folder("stories::harness::a_console_error_fails_a_test_and_leaves_evidence");
    ensure!(fs::read(folder.join("screenshot.png"))?.starts_with(b"\x89PNG"));
    ensure!(fs::read_to_string(folder.join("page.html"))?.contains("boom"));
    ensure!(fs::read_to_string(folder.join("console.log"))?.contains("SEVERE"));
    ensure!(fs::read_to_string(folder.join("requests.log"))?.starts_with("GET http://localhost:"));
    Ok(())
}

#[tokio::test]
async fn a_thrown_error_and_a_warning_fail_a_test() -> Result<()> {
    for script in ["throw new Error('boom')", "Promise.reject(new Error('boom'))", "console.warn('boom')"] {
        let page = page_with_script(script);
        let outcome = on(&page, async |stage| stage.open("/").await).await;
        let error = outcome.err().with_context(|| format!("`{script}` must fail the story"))?;
        ensure!(error.to_string().contains("boom"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_asset_is_a_404_and_only_an_announced_one_passes() -> Result<()> {
    let page = page_with_script("fetch('/missing.wasm').then(r => document.title = r.status)");
    let load = async |stage: &Stage| {
        stage.open("/some/path").await?;
        until(async || match stage.browser.title().await?.as_str() {
            "404" => Ok(Look::Found(())),
            title => Ok(Look::NotYet(format!("the title is {title}"))),
        })
        .await
    };
    on(&page, async |stage| {
        stage.expect(ExpectedFailure::status("/missing.wasm", 404));
        load(stage).await
    })
    .await?;
    let other = on(&page, async |stage| {
        stage.expect(ExpectedFailure::status("/missing.wasm", 500));
        load(stage).await
    });
    let error = other.await.err().context("a failure of another kind must not pass")?.to_string();
    ensure!(error.contains("404") && error.contains("did not happen"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_panic_in_a_story_fails_the_test_and_ends_the_browser() -> Result<()> {
    let outcome = on(PAGE, async |_| panic!("surprise")).await;
    ensure!(outcome.is_err_and(|error| error.to_string().contains("surprise")));
    Ok(())
}

#[tokio::test]
async fn the_clock_moves_and_storage_can_be_blocked() -> Result<()> {
    on(PAGE, async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let now =
            async || anyhow::Ok(browser.run("return window.Date.now()").await?.as_i64().unwrap_or_default());
        let before = now().await?;
        browser.advance_clock(Duration::from_hours(1)).await?;
        ensure!(now().await? - before >= 3_600_000, "at once");
        browser.block_storage().await?;
        browser.reload().await?;
        ensure!(now().await? - before >= 3_600_000, "and after a reload");
        ensure!(
            browser.run("return new window.Date().getTime()").await?.as_i64().unwrap_or_default() - before
                >= 3_600_000
        );
        let name = browser.run("try { sessionStorage } catch (error) { return error.name }").await?;
        ensure!(name == "SecurityError");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn requests_are_counted_by_method_and_path_with_their_bodies() -> Result<()> {
    let page =
        page_with_script("fetch('/oauth/token', { method: 'POST', body: 'code=1' }).then(() => fetch('/x'))");
    on(&page, async |stage| {
        stage.expect(ExpectedFailure::status("/oauth/token", 405));
        stage.expect(ExpectedFailure::status("/x", 404));
        stage.open("/").await?;
        until(async || match stage.requests_to("GET", "/x").len() {
            0 => Ok(Look::NotYet("the second request was not sent".to_owned())),
            _ => Ok(Look::Found(())),
        })
        .await?;
        let posts = stage.requests_to("POST", "/oauth/token");
        ensure!(posts.len() == 1 && posts[0].body.as_deref() == Some("code=1"), "{posts:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn tabs_of_one_browser_share_what_tabs_share_and_a_duplicate_copies_the_rest() -> Result<()> {
    on(PAGE, async |stage| {
        let browser = &stage.browser;
        let kept = "return [localStorage.x, sessionStorage.x, window.opener].join()";
        stage.open("/").await?;
        let first = browser.tab().await?;
        browser.run("localStorage.x = 'all'; sessionStorage.x = 'mine'").await?;
        browser.before_each_document("window.early = true").await?;

        let second = stage.open_in_new_tab("/second").await?;
        ensure!(browser.run(kept).await? == "all,,", "{}", browser.run(kept).await?);
        browser.switch_to(&first).await?;
        let copy = browser.duplicate_tab().await?;
        ensure!(browser.run(kept).await? == "all,mine,", "{}", browser.run(kept).await?);
        ensure!(browser.run("return window.early").await? == true, "scripts reach the tabs that come later");
        browser.run("sessionStorage.x = 'copied'").await?;

        browser.advance_clock(Duration::from_hours(1)).await?;
        for (tab, value, path) in [(&first, "mine", "/"), (&copy, "copied", "/"), (&second, "", "/second")] {
            browser.switch_to(tab).await?;
            ensure!(browser.tab().await? == *tab && browser.url().await?.path() == path);
            ensure!(
                browser.run("return sessionStorage.x ?? ''").await? == value,
                "in the tab that has {value}"
            );
            ensure!(browser.run("return document.visibilityState").await? == "visible");
            let shifted = "return window.Date.now() - performance.timeOrigin > 3_600_000";
            ensure!(browser.run(shifted).await? == true, "the clock is one for all");
        }
        browser.close_tab().await?;
        ensure!(browser.url().await?.path() == "/", "another tab is in front");
        let asked = stage.requests.all();
        let paths: Vec<&str> = asked.iter().map(|request| request.url.path()).collect();
        ensure!(paths == ["/", "/second", "/"], "{paths:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_console_error_in_any_tab_fails_a_test() -> Result<()> {
    for closed in [false, true] {
        let page = page_with_script("if (location.pathname === '/bad') Promise.reject(new Error('boom'))");
        let outcome = on(&page, async |stage| {
            stage.open("/").await?;
            let first = stage.browser.tab().await?;
            stage.open_in_new_tab("/bad").await?;
            if closed { stage.browser.close_tab().await } else { stage.browser.switch_to(&first).await }
        });
        let error = outcome.await.err().context("the other tab's error must fail the story")?;
        ensure!(error.to_string().contains("boom"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn without_a_release_build_a_test_says_how_to_make_one() -> Result<()> {
    let empty = TempDir::new()?;
    let setting = Setting { dist: Some(empty.path().to_owned()), ..Setting::default() };
    let error = setting.play(async |_| Ok(())).await.err().context("there is nothing to serve")?.to_string();
    ensure!(error.contains("no release build in") && error.contains("cargo xtask build"), "{error}");
    Ok(())
}

#[tokio::test]
async fn the_harness_works_under_the_strictest_policy_and_notices_violations() -> Result<()> {
    let policy =
        "default-src 'none'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";
    let dist = TempDir::new()?;
    fs::write(dist.path().join("index.html"), PAGE.replace("<ul", "<img alt='' src='/picture.png'><ul"))?;
    let headers = Headers::Only(vec![Header { name: "Content-Security-Policy", value: policy.to_owned() }]);
    let configuration = Some(Configuration::Missing);
    let setting = Setting {
        dist: Some(dist.path().to_owned()),
        configuration,
        headers,
        needs: &[Ability::Console],
        ..Setting::default()
    };
    let outcome = setting.play(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        ensure!(browser.by_role(Role::Heading, "Account linking").text().await? == "Account linking");
        browser.by_role(Role::TextBox, "Name").fill("new").await?;
        browser.advance_clock(Duration::from_secs(1)).await?;
        browser.block_storage().await?;
        Ok(())
    });
    let outcome = outcome.await;
    if !Engine::chosen()?.can(Ability::Console) {
        return outcome;
    }
    let error = outcome.err().context("the refused picture must fail the story")?.to_string();
    // Firefox writes it with hyphens.
    let error = error.replace('-', " ");
    ensure!(error.contains("Content Security Policy") && error.contains("picture.png"), "{error}");
    Ok(())
}

fn page_with_script(script: &str) -> String {
    format!("<!doctype html><title>x</title><link rel=icon href='data:,'><script>{script}</script>")
}
