//! Errors in the configuration: what is wrong, and where.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::{Name, Role};

/// The page says that the app is not configured, and names each of these.
async fn refuses(text: &str, names: &[&str]) -> Result<()> {
    refuses_file(Configuration::Text(text.to_owned()), names).await
}

async fn refuses_file(configuration: Configuration, names: &[&str]) -> Result<()> {
    let setting = Setting { configuration: Some(configuration), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            stage.browser.by_role(Role::Main, Name::Any).saying(names).await?;
            let text = stage.browser.run("return document.body.textContent").await?;
            ensure!(!text.as_str().unwrap_or_default().contains('`'), "{text}");
            ensure!(stage.browser.button("Log in").all().await?.is_empty(), "there is nothing to log in to");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_missing_file_is_named() -> Result<()> {
    let setting = Setting { configuration: Some(Configuration::Missing), ..Setting::default() };
    setting
        .play(async |stage| {
            stage.expect(ExpectedFailure::status("/auth_config.json", 404));
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            stage.browser.by_role(Role::Main, Name::Any).saying(&["auth_config.json"]).await?;
            Ok(())
        })
        .await
}

#[tokio::test]
async fn text_that_is_not_json_is_named() -> Result<()> {
    refuses("{ domain: ", &["auth_config.json", "json"]).await
}

#[tokio::test]
async fn a_page_of_html_instead_of_the_file_is_named() -> Result<()> {
    refuses("<!doctype html><title>index</title>", &["auth_config.json"]).await
}

#[tokio::test]
async fn an_empty_domain_is_named() -> Result<()> {
    refuses(r#"{ "domain": "", "client_id": "abc" }"#, &["domain"]).await
}

#[tokio::test]
async fn a_missing_client_id_is_named() -> Result<()> {
    refuses(r#"{ "domain": "tenant.eu.auth0.com" }"#, &["client_id"]).await
}

#[tokio::test]
async fn placeholder_values_are_named() -> Result<()> {
    refuses(r#"{ "domain": "YOUR_DOMAIN", "client_id": "YOUR_CLIENT_ID" }"#, &["domain"]).await
}

#[tokio::test]
async fn a_domain_that_is_not_a_host_is_named() -> Result<()> {
    refuses(r#"{ "domain": "javascript:alert(1)", "client_id": "abc" }"#, &["domain"]).await
}

/// Cases: CF-03.
#[tokio::test]
async fn a_misspelt_field_is_named_with_the_right_spelling() -> Result<()> {
    refuses(
        r#"{ "domain": "tenant.eu.auth0.com", "clientID": "abc" }"#,
        &["clientID is not read", "client_id"],
    )
    .await
}

/// Cases: CF-05.
#[tokio::test]
async fn a_file_in_utf_16_is_reported() -> Result<()> {
    let text = r#"{ "domain": "tenant.eu.auth0.com", "client_id": "abc" }"#.to_owned();
    refuses_file(Configuration::Utf16(text), &["saved as UTF-16", "Save the file as UTF-8"]).await
}

/// Cases: CF-07.
#[tokio::test]
async fn configuration_errors_are_in_the_chosen_language() -> Result<()> {
    let text = r#"{ "domain": "tenant.eu.auth0.com" }"#.to_owned();
    let setting = Setting { configuration: Some(Configuration::Text(text)), ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.open("/").await?;
            browser.alert(&["client_id is missing"]).await?;
            browser.run("document.querySelector('[name=language]:not(:checked)').click()").await?;
            browser.heading("Diese App ist noch nicht eingerichtet").await?;
            browser.alert(&["client_id fehlt"]).await?;
            browser.by_role(Role::Main, Name::Any).saying(&["Basic Information"]).await?;
            Ok(())
        })
        .await
}
