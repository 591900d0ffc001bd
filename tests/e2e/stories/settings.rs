//! The settings page: what is linked, and what can be added.

use anyhow::{Result, ensure};
use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed};
use e2e::pages::{Confirm, Settings};
use e2e::stage::Setting;
use e2e::{Name, Role, Stage, story};

/// The texts of the list of ways to log in.
async fn ways(stage: &Stage) -> Result<Vec<String>> {
    let list = stage.browser.by_role(Role::List, "Add a way to log in");
    list.one().await?;
    list.by_role(Role::ListItem, Name::Any).texts().await
}

#[tokio::test]
async fn each_provider_has_a_row_that_says_whether_it_is_linked() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        let page = stage.browser.by_role(Role::Main, Name::Any);
        page.saying(&["You have one way to log in. Add another so you are not locked out."]).await?;
        let rows = ways(stage).await?;
        ensure!(rows.iter().any(|row| row.contains("Google") && row.contains("Not linked")), "{rows:?}");
        let last =
            rows.last().is_some_and(|row| row.contains("Another login") && row.contains("Link Account"));
        ensure!(last, "{rows:?}");

        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(&stage.browser).await?.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?;
        page.saying(&["You can log in with any of these."]).await?;
        let rows = ways(stage).await?;
        ensure!(rows.iter().any(|row| row.contains("Google") && row.contains("1 linked")), "{rows:?}");
        ensure!(rows.iter().any(|row| row.contains("Facebook") && row.contains("Not linked")), "{rows:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn only_what_was_just_linked_is_marked() -> Result<()> {
    story(async |stage| {
        let settings = stage.linked_with_google().await?;
        settings.accounts(&[&["Primary"], &["Google", "New"]]).await?;
        stage.browser.reload().await?;
        let texts = Settings::shown(&stage.browser).await?.list().texts().await?;
        ensure!(!texts.iter().any(|text| text.contains("New")), "{texts:?}");
        Ok(())
    })
    .await
}

/// A tenant in which Carol has these linked accounts besides those she has.
fn with_identities(identities: &str) -> Result<Setting> {
    let anchor = "    identities:\n";
    let users = DEMO_USERS.replacen(anchor, &format!("{anchor}{identities}"), 1);
    Ok(Setting { seed: Some(Seed::parse(DEMO_TENANT, &users)?), ..Setting::default() })
}

/// A linked account.
fn linked(provider: &str, id: &str, email: &str) -> String {
    format!(
        "      - provider: {provider}\n        id: '{id}'\n        email: {email}\n        email_verified: true\n        name: Carol\n"
    )
}

#[tokio::test]
async fn more_than_five_accounts_are_grouped_by_provider() -> Result<()> {
    let more = [
        linked("facebook", "71", "carol@facebook.example"),
        linked("google-oauth2", "72", "carol2@gmail.example"),
        linked("facebook", "73", "carol2@facebook.example"),
    ];
    with_identities(&more.concat())?
        .play(async |stage| {
            let settings = stage.log_in("carol@example.com").await?;
            let list = settings.list();
            settings
                .accounts(&[
                    &["Password", "Primary"],
                    &["Facebook", "carol@facebook.example"],
                    &["Facebook", "carol2@facebook.example"],
                    &["Google", "carol2@gmail.example"],
                    &["Google", "carol@gmail.example"],
                    &["GitHub", "carol@github.example"],
                ])
                .await?;
            let headings = list.by_role(Role::Heading, Name::Any).all().await?;
            let names: Vec<_> = headings.iter().map(|heading| heading.name.as_str()).collect();
            ensure!(names == ["Password", "Facebook", "Google", "GitHub"], "{names:?}");
            let rows = ways(stage).await?;
            ensure!(rows.iter().any(|row| row.contains("Google") && row.contains("2 linked")), "{rows:?}");
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_connection_is_named_only_where_two_accounts_look_alike() -> Result<()> {
    let twin = linked("google-oauth2", "71", "carol@gmail.example");
    with_identities(&twin)?
        .play(async |stage| {
            let settings = stage.log_in("carol@example.com").await?;
            let google: &[&str] = &["Google", "carol@gmail.example", "google-oauth2"];
            settings.accounts(&[&["Primary"], google, google, &["GitHub"]]).await?;
            let texts = settings.list().by_role(Role::ListItem, Name::Any).texts().await?;
            let others = texts.iter().filter(|text| !text.contains("Google"));
            ensure!(
                others.clone().all(|text| !text.contains("Username") && !text.contains("github\n")),
                "{texts:?}"
            );
            Ok(())
        })
        .await
}
