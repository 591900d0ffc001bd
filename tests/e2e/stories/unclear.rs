//! Lost answers: the page finds out what happened, reports it, and survives a reload.

use std::time::Duration;

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Confirm, Settings};
use e2e::stage::Stage;
use e2e::story;
use e2e::tenant::answer;
use e2e::wait::{Look, until};

const USER: &str = "/api/v2/users/*";
const IDENTITIES: &str = "/api/v2/users/*/identities";
const IDENTITY: &str = "/api/v2/users/*/identities/*/*";
const ALICE: &[&str] = &["Primary", "alice@example.com"];
const GOOGLE: &[&str] = &["Google", "alice@gmail.example"];

/// A gateway gave up. (After a connection that is closed without an answer Chromium sends the request again by itself.)
fn no_answer(path: &str) -> ExpectedFailure {
    ExpectedFailure::status(path, 504)
}

/// Waits until Alice has so many identities at the tenant.
async fn identities(stage: &Stage, count: usize) -> Result<()> {
    until(async || {
        let now = stage.identities("alice@example.com")?.len();
        Ok(if now == count { Look::Found(()) } else { Look::NotYet(format!("{now} identities")) })
    })
    .await
}

/// Waits until the city of Alice's Google account is among her metadata, or another one.
async fn city(stage: &Stage, city: &str) -> Result<()> {
    until(async || {
        let metadata = stage.user_metadata("alice@example.com")?;
        let now = metadata.get("city").and_then(serde_json::Value::as_str);
        Ok(if now == Some(city) { Look::Found(()) } else { Look::NotYet(format!("the city is {now:?}")) })
    })
    .await
}

/// Cases: MA-25.
#[tokio::test]
async fn a_link_that_is_carried_out_after_its_answer_was_lost_ends_as_linked() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::CarriedOutLate(2_000));
        stage.expect(no_answer("/identities"));
        confirm.link_accounts().click().await?;
        stage.browser.status(&["Checking whether the accounts were linked"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        stage.browser.status(&["You can now also log in with"]).await?;
        ensure!(stage.user_metadata("alice@example.com")?["city"] == "Lisbon", "nothing was taken back");
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: LF-50.
#[tokio::test]
async fn an_unknown_outcome_is_called_unclear_and_can_be_checked_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, answer(504, "<html>"));
        stage.expect(no_answer("/identities"));
        confirm.link_accounts().click().await?;
        browser.status(&["Checking whether the accounts were linked"]).await?;
        let unclear = browser.alert(&["It is not known whether the accounts are linked"]).await?;
        ensure!(unclear.contains("were copied and stay: city"), "{unclear}");
        browser.accessible("a link that is unclear").await?;
        browser.button("Check again").click().await?;
        browser.alert(&["It is not known whether the accounts are linked"]).await?;

        // Nobody carries a request out after so long.
        stage.advance(Duration::from_secs(121)).await?;
        browser.button("Check again").click().await?;
        let known = browser.alert(&["The accounts were not linked."]).await?;
        ensure!(known.contains("were copied and stay: city"), "{known}");
        browser.button("Check again").gone().await?;
        browser.reload().await?;
        Settings::shown(browser).await?.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: RT-20, LF-50.
#[tokio::test]
async fn a_reload_while_metadata_is_copied_reports_what_stays() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("PATCH", USER, Effect::Delay(3_000));
        confirm.link_accounts().click().await?;
        city(stage, "Lisbon").await?;
        stage.browser.reload().await?;
        let told = stage.browser.alert(&["The accounts were not linked."]).await?;
        ensure!(told.contains("were copied and stay: city"), "{told}");
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty());
        Ok(())
    })
    .await
}

/// Cases: RT-20, LF-50.
#[tokio::test]
async fn a_reload_while_linking_reports_the_outcome() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        stage.spoil("POST", IDENTITIES, Effect::Delay(3_000));
        confirm.link_accounts().click().await?;
        identities(stage, 2).await?;
        stage.browser.reload().await?;
        stage.browser.status(&["log in with Google (alice@gmail.example)"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        let stored = stage.browser.run("return JSON.stringify(sessionStorage)").await?;
        ensure!(!stored.to_string().contains("under-way\\\":"), "told, and so forgotten: {stored}");
        Ok(())
    })
    .await
}

/// Cases: MA-34.
#[tokio::test]
async fn an_unlink_whose_answer_is_lost_ends_as_unlinked() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", IDENTITY, Effect::CarriedOutLate(2_000));
        stage.expect(no_answer("/identities/"));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        stage.browser.status(&["Checking whether the account was unlinked"]).await?;
        settings.accounts(&[ALICE]).await?;
        stage.browser.status(&["is unlinked"]).await?;
        ensure!(stage.requests_to("DELETE", "").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: MA-34, LF-50.
#[tokio::test]
async fn a_reload_while_unlinking_reports_the_outcome() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        stage.spoil("DELETE", IDENTITY, Effect::Delay(3_000));
        settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
        identities(stage, 1).await?;
        stage.browser.reload().await?;
        stage.browser.status(&["Google is unlinked"]).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE]).await
    })
    .await
}

/// Cases: LF-51.
#[tokio::test]
async fn an_account_that_another_app_changed_is_confirmed_again() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        let write = "const { access_token: token, claims } = JSON.parse(sessionStorage['account-linking.session']);
            fetch(`${claims.iss ?? claims.issuer}api/v2/users/${encodeURIComponent(claims.sub ?? claims.subject)}`, {
                method: 'PATCH',
                headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
                body: JSON.stringify({ user_metadata: { city: 'Porto' } }),
            });";
        stage.browser.run(write).await?;
        city(stage, "Porto").await?;
        confirm.link_accounts().click().await?;
        stage.browser.alert(&["changed elsewhere"]).await?;
        let confirm = Confirm::shown(&stage.browser).await?;
        confirm.choice("city").one().await?;
        ensure!(stage.identities("alice@example.com")?.len() == 1);

        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, GOOGLE]).await?;
        city(stage, "Porto").await
    })
    .await
}
