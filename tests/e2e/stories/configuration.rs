//! To be told what is wrong with the configuration, and where.

use anyhow::{Result, ensure};
use e2e::browser::console::ExpectedFailure;
use e2e::site::Configuration;
use e2e::stage::Setting;
use e2e::{Name, Role};

/// The page says that the app is not configured, and names each of these.
async fn refuses(text: &str, names: &[&str]) -> Result<()> {
    let configuration = Some(Configuration::Text(text.to_owned()));
    let setting = Setting { configuration, ..Setting::default() };
    setting
        .play(async |stage| {
            stage.open("/").await?;
            stage.browser.heading("This app is not configured yet").await?;
            stage.browser.by_role(Role::Main, Name::Any).saying(names).await?;
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
async fn a_domain_that_is_no_host_is_named() -> Result<()> {
    refuses(r#"{ "domain": "javascript:alert(1)", "client_id": "abc" }"#, &["domain"]).await
}
