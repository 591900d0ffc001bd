//! Staying logged in, the end of a session, and logging out.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use e2e::pages::{Home, Settings};
use e2e::{Name, Role, Stage, story};

/// Longer than any token of the demo tenant lives.
const TWO_DAYS: Duration = Duration::from_hours(48);

/// Cases: RT-03.
#[tokio::test]
async fn a_reload_keeps_the_session_and_requests_no_token() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.browser.reload().await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await?;
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: LO-01, LO-03, LO-04, LO-15, RT-07.
#[tokio::test]
async fn log_out_returns_home_and_back_shows_nothing_personal() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?.log_out().await?;
        Home::shown(browser).await?;
        let asked = stage.requests_to("GET", "/v2/logout");
        let [asked] = asked.as_slice() else { bail!("the tenant is told once: {asked:?}") };
        let pairs: Vec<_> = asked.url.query_pairs().into_owned().collect();
        let [(_, _), (return_to, origin)] = pairs.as_slice() else { bail!("no more is asked: {pairs:?}") };
        ensure!(return_to == "returnTo" && *origin == stage.site.origin, "{return_to}: {origin}");
        ensure!(browser.run("return sessionStorage.length").await? == 0, "nothing is left in storage");
        browser.back().await?;
        Home::shown(browser).await?;
        ensure!(!browser.html().await?.contains("alice@example.com"));
        // The tenant's session ended too: it asks who is there.
        Home::shown(browser).await?.log_in().await?;
        Ok(())
    })
    .await
}

/// Cases: LO-13.
#[tokio::test]
async fn an_ended_session_is_reported_and_logging_in_returns_to_the_same_page() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.advance(TWO_DAYS).await?;
        stage.browser.reload().await?;
        session_has_ended(stage).await?;
        stage.log_in_again("alice@example.com").await?;
        ensure!(stage.browser.url().await?.path() == "/settings");
        Ok(())
    })
    .await
}

/// Cases: LO-13.
#[tokio::test]
async fn a_session_that_ends_while_a_page_is_open_is_reported_at_the_next_click() -> Result<()> {
    story(async |stage| {
        let settings = stage.log_in("alice@example.com").await?;
        stage.advance(TWO_DAYS).await?;
        settings.link_with("Google").click().await?;
        session_has_ended(stage).await
    })
    .await
}

/// Cases: LO-05.
#[tokio::test]
async fn a_double_click_on_log_out_logs_out_once() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.browser.run(&twice("Log out")).await?;
        Home::shown(&stage.browser).await?;
        stage.browser.status(&["logged out"]).await?;
        ensure!(stage.requests_to("GET", "/v2/logout").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: LO-08.
#[tokio::test]
async fn offline_a_logout_ends_the_session_here_and_says_what_remains() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let settings = stage.log_in("alice@example.com").await?;
        browser.run("Object.defineProperty(navigator, 'onLine', { value: false })").await?;
        settings.log_out().await?;
        browser.alert(&["logged out here only", "still remembers you"]).await?;
        ensure!(
            !browser.by_role(Role::Main, Name::Any).text().await?.contains("You are logged out."),
            "one thing is said"
        );
        ensure!(stage.requests_to("GET", "/v2/logout").is_empty());
        ensure!(browser.run("return sessionStorage.length").await? == 0, "nothing is left in storage");
        ensure!(!browser.html().await?.contains("alice@example.com"), "nor on the page");
        Ok(())
    })
    .await
}

/// Cases: LO-14.
#[tokio::test]
async fn a_logout_without_a_record_still_leaves() -> Result<()> {
    story(async |stage| {
        let settings = stage.log_in("alice@example.com").await?;
        stage.browser.run("sessionStorage.clear()").await?;
        settings.log_out().await?;
        Home::shown(&stage.browser).await?.log_in().await?;
        ensure!(stage.requests_to("GET", "/v2/logout").len() == 1);
        Ok(())
    })
    .await
}

async fn session_has_ended(stage: &Stage) -> Result<()> {
    let said = stage.browser.status(&["Your session has ended"]).await?;
    ensure!(said.trim_start().starts_with("Your session has ended"), "{said}");
    ensure!(
        !stage.browser.html().await?.contains("alice@example.com"),
        "nothing personal is left on the page"
    );
    Ok(())
}

/// Clicks a button twice before the page can answer, as a shaking hand does.
fn twice(name: &str) -> String {
    format!(
        "const button = [...document.querySelectorAll('button')].find(button => button.textContent.trim() === '{name}');
         button.click(); button.click();"
    )
}
