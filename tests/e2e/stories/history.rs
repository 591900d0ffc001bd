//! Going back, reloading, leaving midway: nothing is sent twice, and no address with a code comes back.

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::Home;
use e2e::tenant::answer;
use e2e::wait::{Look, until};
use e2e::{Name, Role, Stage, story};

/// How many token requests there were.
fn exchanges(stage: &Stage) -> usize {
    stage.requests_to("POST", "/oauth/token").len()
}

/// Cases: RT-02, RT-04.
#[tokio::test]
async fn after_a_failed_login_reload_and_back_show_no_code_and_send_nothing() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.spoil("POST", "/oauth/token", answer(500, ""));
        stage.expect(ExpectedFailure::status("/oauth/token", 500));
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        browser.alert(&["problem"]).await?;
        ensure!(browser.url().await?.query().is_none());

        browser.reload().await?;
        Home::shown(browser).await?;
        let alerts = browser.by_role(Role::Alert, Name::Any).texts().await?;
        ensure!(alerts.iter().all(String::is_empty), "a failure is said once: {alerts:?}");

        // Back leads to the tenant's login page, whose login is over.
        stage.expect_perhaps(ExpectedFailure::status("/u/login", 400));
        browser.back().await?;
        let url = browser.url().await?;
        ensure!(!url.as_str().contains("code="), "{url}");
        ensure!(exchanges(stage) == 1, "nothing is repeated");
        Ok(())
    })
    .await
}

/// Cases: TE-30.
#[tokio::test]
async fn leaving_during_the_token_request_is_reported_and_leaves_no_half_session() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.spoil("POST", "/oauth/token", Effect::Delay(3_000));
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        let sent = until(async || {
            Ok(match exchanges(stage) {
                1 => Look::Found(()),
                _ => Look::NotYet("no token request yet".to_owned()),
            })
        });
        sent.await?;
        browser.reload().await?;
        Home::shown(browser).await?;
        browser.alert(&["interrupted"]).await?;
        ensure!(exchanges(stage) == 1, "the code is not sent again");
        stage.log_in_again("alice@example.com").await
    })
    .await
}
