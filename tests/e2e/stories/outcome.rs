//! The notice: dismissed by the user, and its details for whoever runs the app.

use anyhow::{Result, ensure};
use auth0_emulator::LoginRefusal;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Provider, Settings};
use e2e::tenant::answer;
use e2e::{Name, Role, story};

/// Cases: RT-21.
#[tokio::test]
async fn an_outcome_can_be_dismissed_and_the_focus_goes_to_the_heading() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.linked_with_google().await?;
        browser.status(&["You can now also log in with"]).await?;
        browser.button("Dismiss").click().await?;
        browser.button("Dismiss").gone().await?;
        browser.by_role(Role::Heading, "Settings").has_focus().await?;
        let said = browser.by_role(Role::Status, Name::Any).texts().await?;
        ensure!(said.iter().all(String::is_empty), "{said:?}");
        Ok(())
    })
    .await
}

/// Cases: RT-21.
#[tokio::test]
async fn an_alert_can_be_dismissed_too() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        stage.tenant.faults().refuse_login = Some(only_staff());
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        browser.alert(&["Nothing was linked"]).await?;
        browser.button("Dismiss").click().await?;
        browser.by_role(Role::Alert, Name::Any).gone().await?;
        browser.by_role(Role::Heading, "Settings").has_focus().await?;
        // What was to be done can still be done.
        Settings::shown(browser).await?.link_with("Google").enabled().await
    })
    .await
}

/// Cases: RT-23.
#[tokio::test]
async fn an_error_has_details_to_copy_without_secrets() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        let refusal = r#"{ "statusCode": 403, "errorCode": "insufficient_scope", "message": "Insufficient scope, Bearer eyJ" }"#;
        stage.spoil("POST", "/api/v2/users/*/identities", answer(403, refusal));
        stage.expect(ExpectedFailure::status("/identities", 403));
        confirm.link_accounts().click().await?;
        browser.alert(&["not granted the right"]).await?;
        let closed = browser.by_role(Role::Alert, Name::Any).text().await?;
        ensure!(!closed.contains("/api/v2/"), "closed at first: {closed}");

        browser.by_role(Role::DisclosureTriangle, "Details").click().await?;
        let open = browser.by_role(Role::Alert, Name::Any).text().await?;
        for part in ["POST /api/v2/users/{id}/identities", "HTTP 403: insufficient_scope", "20", "Z"] {
            ensure!(open.contains(part), "{part} in {open}");
        }
        for secret in ["eyJ", "alice", "auth0|"] {
            ensure!(!open.contains(secret), "{secret} in {open}");
        }
        let selectable = "return getComputedStyle(document.querySelector('details pre')).userSelect !== 'none'";
        ensure!(browser.run(selectable).await? == true);
        browser.accessible("an error with its details").await
    })
    .await
}

/// Cases: CB-36.
#[tokio::test]
async fn cancelling_is_a_note_with_details() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.cancel().await?;
        browser.status(&["Nothing was linked. The login was cancelled."]).await?;
        browser.by_role(Role::DisclosureTriangle, "Details").click().await?;
        browser.status(&["error_description: User has canceled the interaction."]).await?;
        Ok(())
    })
    .await
}

/// An Action of the tenant that writes markup.
fn only_staff() -> LoginRefusal {
    LoginRefusal {
        error: "access_denied".to_owned(),
        error_description: "Only <b onclick=alert(1)>staff</b> may log in.".to_owned(),
    }
}

/// Cases: CB-31, CB-36, CB-41.
#[tokio::test]
async fn a_denied_login_shows_the_tenants_text_only_in_the_details() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.tenant.faults().refuse_login = Some(only_staff());
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
        browser.alert(&["The service refused this login; the details say why."]).await?;
        let closed = browser.by_role(Role::Alert, Name::Any).text().await?;
        ensure!(!closed.contains("cancel"), "nobody cancelled: {closed}");
        ensure!(!closed.contains("staff"), "closed at first: {closed}");
        browser.by_role(Role::DisclosureTriangle, "Details").click().await?;
        browser.alert(&["error: access_denied"]).await?;
        browser.alert(&["Only <b onclick=alert(1)>staff</b> may log in."]).await?;
        ensure!(browser.run("return document.querySelector('details b')").await?.is_null(), "as text");
        browser.accessible("a denied login").await?;

        stage.tenant.faults().refuse_login = None;
        browser.button("Log in again").click().await?;
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}

/// The outcome is kept, not its text: a failed link can still be tried again after a change of language.
///
/// Cases: RT-25, LF-34.
#[tokio::test]
async fn an_outcome_follows_the_language_and_a_failed_link_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        let refusal =
            r#"{ "statusCode": 400, "error": "Bad Request", "message": "Invalid token (link_with)." }"#;
        stage.spoil("POST", "/api/v2/users/*/identities", answer(400, refusal));
        stage.expect(ExpectedFailure::status("/identities", 400));
        confirm.link_accounts().click().await?;
        browser.alert(&["The second login is no longer accepted"]).await?;
        browser.run("document.querySelector('[name=language]:not(:checked)').click()").await?;
        browser.alert(&["Die zweite Anmeldung wird nicht mehr angenommen"]).await?;
        browser.button("Noch einmal versuchen").click().await?;
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        browser.heading("Diese Konten verknüpfen?").await?;
        browser.button("Konten verknüpfen").click().await?;
        browser.status(&["Sie können sich jetzt auch mit Google"]).await?;
        browser.run("document.querySelector('[name=language]:not(:checked)').click()").await?;
        browser.status(&["You can now also log in with"]).await?;
        Ok(())
    })
    .await
}
