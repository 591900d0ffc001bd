//! Accounts and connections that look alike: each has a name of its own.

use anyhow::{Result, ensure};
use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed};
use e2e::pages::{Confirm, Home, Login, Settings, Side};
use e2e::stage::Setting;
use e2e::{Name, Role, Stage};
use serde_json::{Map, json};

/// What a screen reader calls the buttons of the page.
async fn button_names(stage: &Stage) -> Result<Vec<String>> {
    let buttons = stage.browser.by_role(Role::Button, Name::Any).all().await?;
    Ok(buttons.into_iter().map(|button| button.name).collect())
}

fn all_differ(names: &[String]) -> Result<()> {
    let twice =
        names.iter().enumerate().find(|(place, name)| names.iter().take(*place).any(|other| other == *name));
    ensure!(twice.is_none(), "{twice:?}");
    Ok(())
}

/// Two databases have an account with one address, and one provider two.
#[tokio::test]
async fn accounts_that_look_alike_have_buttons_and_questions_of_their_own() -> Result<()> {
    let identity = |provider: &str, id: u32, email: &str, fields: &str| {
        format!("      - provider: {provider}\n        id: '{id}'\n        email: {email}\n{fields}")
    };
    let database = |id: u32, name: &str| {
        let fields = format!("        connection: {name}\n        password: Passw0rd!\n");
        identity("auth0", id, "carol@staff.example", &fields)
    };
    let google = identity("google-oauth2", 73, "carol@gmail.example", "");
    let more = [database(71, "staff"), database(72, "customers"), google];
    let users = DEMO_USERS.replacen("    identities:\n", &format!("    identities:\n{}", more.concat()), 1);
    let databases = ["staff", "customers"].map(|name| {
        format!("  - name: {name}\n    strategy: auth0\n    enabled_clients: [Account Linking]\n")
    });
    let tenant = DEMO_TENANT.replacen("databases:\n", &format!("databases:\n{}", databases.concat()), 1);
    let setting = Setting { seed: Some(Seed::parse(&tenant, &users)?), ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let settings = stage.log_in("carol@example.com").await?;
            all_differ(&button_names(stage).await?)?;
            let who = "carol@gmail.example, google-oauth2|73";
            settings.unlink("Google", who).await?.cancel().click().await?;
            let dialog = settings.unlink("Password", "carol@staff.example, staff").await?;
            browser.by_role(Role::Dialog, "Unlink Password (carol@staff.example, staff)?").one().await?;
            dialog.confirm().click().await?;
            browser.status(&["unlinked"]).await?;
            settings.unlink_button("Password", "carol@staff.example").one().await?;
            let texts = settings.list().by_role(Role::ListItem, Name::Any).texts().await?;
            ensure!(!texts.iter().any(|text| text.contains("customers")), "it is alone now: {texts:?}");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn two_connections_with_one_label_have_buttons_of_their_own() -> Result<()> {
    let connections = json!([
        { "name": "google-oauth2" },
        { "name": "acme", "label": "Company" },
        { "name": "acme-2", "label": "Company" },
        { "name": "google-oauth2", "label": "Google" },
    ]);
    let fields = Map::from_iter([("connections".to_owned(), connections)]);
    Setting { fields, ..Setting::default() }
        .play(async |stage| {
            let settings = stage.log_in("alice@example.com").await?;
            settings.link_with("Company (acme)").one().await?;
            settings.link_with("Company (acme-2)").one().await?;
            settings.link_with("Google").one().await?;
            all_differ(&button_names(stage).await?)?;
            let list = stage.browser.by_role(Role::List, "Add a way to log in");
            let rows = list.by_role(Role::ListItem, Name::Any).texts().await?;
            ensure!(rows.iter().any(|row| row.starts_with("Company (acme-2)")), "{rows:?}");
            Ok(())
        })
        .await
}

/// One address in two databases.
#[tokio::test]
async fn two_accounts_that_look_alike_are_told_apart() -> Result<()> {
    let twin = "\n  - provider: auth0\n    id: '71'\n    connection: Username-Password-Authentication\n    password: Passw0rd2!
    email: alice@example.com\n    email_verified: true\n    name: Alice Example\n";
    let anchor = "\n  - provider: google-oauth2\n";
    let users = DEMO_USERS.replacen(anchor, &[twin, anchor].concat(), 1);
    let database =
        "databases:\n  - name: staff\n    strategy: auth0\n    enabled_clients: [Account Linking]\n";
    let tenant = DEMO_TENANT.replacen("databases:\n", database, 1);
    let setting = Setting { seed: Some(Seed::parse(&tenant, &users)?), ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.open("/").await?;
            Home::shown(browser)
                .await?
                .log_in()
                .await?
                .password("alice@example.com", Login::PASSWORD)
                .await?;
            Settings::shown(browser).await?.link().click().await?;
            Login::shown(browser).await?.password("alice@example.com", "Passw0rd2!").await?;
            let confirm = Confirm::shown(browser).await?;
            confirm.account(Side::Primary).saying(&["Password (staff)"]).await?;
            let other = "Password (Username-Password-Authentication)";
            confirm.account(Side::Secondary).saying(&[other]).await?;
            let page = browser.by_role(Role::Main, Name::Any);
            page.saying(&["After this, Password (alice@example.com, staff) and"]).await?;
            page.saying(&["Stays alice@example.com (Password, staff)"]).await?;
            Ok(())
        })
        .await
}
