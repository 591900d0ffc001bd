//! Logins that fail at the tenant: reported, tokens requested once, and the next login works.

use anyhow::{Result, ensure};
use auth0_emulator::{Effect, IdTokenFault};
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Login};
use e2e::tenant::answer;
use e2e::{Name, Role, Stage, story};

const TOKEN: &str = "/oauth/token";

/// Logs in as Alice up to the callback, whose outcome is the story's.
async fn log_in_to_no_end(stage: &Stage) -> Result<()> {
    stage.open("/").await?;
    Home::shown(&stage.browser).await?.log_in().await?.one_click("alice@example.com").await
}

/// The failed login was said, asked for tokens once, left a clean address, and the next one works.
async fn login_failed_and_works_again(stage: &Stage, words: &[&str]) -> Result<()> {
    let browser = &stage.browser;
    browser.alert(words).await?;
    ensure!(stage.requests_to("POST", TOKEN).len() == 1, "a token request is never repeated");
    browser.url_that("clean", |url| url.query().is_none()).await?;
    ensure!(browser.by_role(Role::List, "Linked accounts").all().await?.is_empty(), "nobody is logged in");
    browser.alert(words).await?;
    stage.open("/").await?;
    Home::shown(browser).await?;
    stage.log_in_again("alice@example.com").await
}

/// Cases: CF-11.
#[tokio::test]
async fn a_login_from_before_the_app_was_set_up_anew_is_not_used() -> Result<()> {
    story(async |stage| {
        // The record is what knows how the app was set up when the login began.
        let older = "if (!sessionStorage.older && new URLSearchParams(location.search).has('code')) {
            for (const [key, record] of Object.entries(sessionStorage))
                sessionStorage.setItem(key, record.replace('/api/v2/\"', '/another/api/v2/\"'));
            sessionStorage.older = 'once';
        }";
        stage.browser.before_each_document(older).await?;
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["set up anew", "Log in again"]).await
    })
    .await
}

/// The code is spent by then.
///
/// Cases: CF-12.
#[tokio::test]
async fn a_login_that_is_lost_because_the_configuration_did_not_come_is_reported_after_a_reload() -> Result<()>
{
    story(async |stage| {
        let fails = "if (!sessionStorage.failed && new URLSearchParams(location.search).has('code')) {
            const { fetch } = window;
            sessionStorage.failed = 'once';
            window.fetch = (what, how) => (what.url ?? String(what)).endsWith('/auth_config.json')
                ? Promise.resolve(new window.Response('', { status: 503 }))
                : fetch(what, how);
        }";
        stage.browser.before_each_document(fails).await?;
        stage.expect_unused_preloads();
        log_in_to_no_end(stage).await?;
        stage.browser.alert(&["did not arrive"]).await?;
        stage.browser.by_role(Role::Link, "Reload").click().await?;
        Home::shown(&stage.browser).await?;
        stage.browser.alert(&["login was interrupted", "Start again"]).await?;
        stage.log_in_again("alice@example.com").await
    })
    .await
}

/// Cases: TE-13.
#[tokio::test]
async fn a_failing_token_endpoint_is_reported_and_called_once() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, answer(503, "<!doctype html><title>Down</title>"));
        stage.expect(ExpectedFailure::status(TOKEN, 503));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["problem"]).await
    })
    .await
}

/// Cases: TE-14.
#[tokio::test]
async fn html_instead_of_tokens_is_reported() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::NotJson);
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["makes no sense", "unexpected"]).await
    })
    .await
}

/// Cases: TE-16.
#[tokio::test]
async fn a_truncated_token_response_is_reported() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::Truncate);
        stage.expect(ExpectedFailure::network(TOKEN, "net::ERR_CONTENT_LENGTH_MISMATCH"));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["try again", "again"]).await
    })
    .await
}

/// Cases: TE-09.
#[tokio::test]
async fn a_refused_code_is_reported() -> Result<()> {
    story(async |stage| {
        let refusal = r#"{ "error": "invalid_grant", "error_description": "Invalid authorization code" }"#;
        stage.spoil("POST", TOKEN, answer(403, refusal));
        stage.expect(ExpectedFailure::status(TOKEN, 403));
        log_in_to_no_end(stage).await?;
        login_failed_and_works_again(stage, &["expired", "used before"]).await
    })
    .await
}

/// Cases: TE-20.
#[tokio::test]
async fn an_origin_that_the_tenant_does_not_allow_is_reported_with_the_setting_to_change() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?.log_in().await?;
        stage.tenant.faults().cors_off = true;
        stage.expect(ExpectedFailure::cors(TOKEN));
        stage.expect_perhaps(ExpectedFailure::cors("/.well-known/jwks.json"));
        Login::shown(&stage.browser).await?.one_click("alice@example.com").await?;
        stage.browser.alert(&["allowed origins"]).await?;
        stage.tenant.faults().cors_off = false;
        Ok(())
    })
    .await
}

/// Cases: TE-21.
#[tokio::test]
async fn a_token_endpoint_that_times_out_is_reported() -> Result<()> {
    story(async |stage| {
        stage.spoil("POST", TOKEN, Effect::Delay(12_000));
        log_in_to_no_end(stage).await?;
        stage.browser.status(&["getting things ready", "logging"]).await?;
        stage.browser.alert(&["in time"]).await?;
        ensure!(stage.requests_to("POST", TOKEN).len() == 1);
        Ok(())
    })
    .await
}

/// Cases: TE-26.
#[tokio::test]
async fn a_response_above_the_size_limit_is_reported_with_its_request() -> Result<()> {
    story(async |stage| {
        let body = format!("{{\"filler\": \"{}\"}}", "x".repeat(3 << 20));
        stage.spoil("POST", TOKEN, answer(200, &body));
        log_in_to_no_end(stage).await?;
        stage.browser.alert(&["large"]).await?;
        stage.browser.by_role(Role::DisclosureTriangle, "Details").click().await?;
        let said = stage.browser.by_role(Role::Alert, Name::Any).text().await?;
        ensure!(said.contains("POST /oauth/token\nanswer larger than 1 MiB"), "{said}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn invalid_id_tokens_log_nobody_in() -> Result<()> {
    use IdTokenFault::{
        AccessToken, ForeignKey, Hs256, TwoSubjects, Unsigned, WrongAudience, WrongIssuer, WrongNonce,
    };
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?;
        let wrong =
            [ForeignKey, Hs256, Unsigned, WrongAudience, WrongIssuer, WrongNonce, TwoSubjects, AccessToken];
        for fault in wrong {
            stage.tenant.faults().id_token = Some(fault);
            if browser.button("Log in").all().await?.is_empty() {
                Login::shown(browser).await?.one_click("alice@example.com").await?;
            } else {
                browser.button("Log in").click().await?;
            }
            browser.alert(&["verified", "not valid"]).await?;
            ensure!(browser.by_role(Role::List, "Linked accounts").all().await?.is_empty(), "{fault:?}");
            stage.open("/").await?;
            Home::shown(browser).await?;
        }
        Ok(())
    })
    .await
}
