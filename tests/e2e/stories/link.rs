//! Linking a second account, by each button.

use anyhow::{Result, ensure};
use e2e::pages::{Confirm, Login, Provider, Settings, Side};
use e2e::{Name, Role, story};

const ALICE: &[&str] = &["Primary", "alice@example.com"];

#[tokio::test]
async fn the_google_button_links_a_google_account_after_confirming() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        let confirm = stage.about_to_link_google().await?;
        ensure!(browser.url().await?.path() == "/settings/confirm");
        confirm.account(Side::Primary).saying(&["alice@example.com", "verified"]).await?;
        confirm.account(Side::Secondary).saying(&["Google", "alice@gmail.example", "verified"]).await?;
        ensure!(stage.requests_to("POST", "/identities").is_empty(), "nothing is sent before the click");

        confirm.link_accounts().click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(&[ALICE, &["Google", "New", "Alice Example", "alice@gmail.example"]]).await?;
        browser.status(&["Done. You can now also log in with Google (alice@gmail.example)."]).await?;
        let posts = stage.requests_to("POST", "/identities");
        ensure!(posts.len() == 1, "{posts:?}");
        let body: serde_json::Value = serde_json::from_str(posts[0].body.as_deref().unwrap_or_default())?;
        ensure!(
            body.as_object().is_some_and(|body| body.keys().eq(["link_with"])),
            "only `link_with` is sent"
        );
        let identities = stage.identities("alice@example.com")?;
        ensure!(identities.len() == 2 && identities[1].starts_with("google-oauth2|"), "{identities:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_facebook_button_links_a_facebook_account() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_at_provider("Facebook", "alice@facebook.example").await?;
        Confirm::shown(&stage.browser).await?.link_accounts().click().await?;
        let settings = Settings::shown(&stage.browser).await?;
        settings.accounts(&[ALICE, &["Facebook", "alice@facebook.example"]]).await?;
        ensure!(stage.identities("alice@example.com")?[1].starts_with("facebook|"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_generic_button_links_another_database_account() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(&stage.browser).await?;
        confirm.account(Side::Secondary).saying(&["bob@example.com"]).await?;
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, &["bob@example.com"]]).await?;
        let identities = stage.identities("alice@example.com")?;
        ensure!(
            identities.len() == 2 && identities.iter().all(|id| id.starts_with("auth0|")),
            "{identities:?}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_generic_button_links_an_account_of_any_provider() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?.link().click().await?;
        let login = Login::shown(&stage.browser).await?;
        login.continue_with("GitHub").await?.continue_as("octo-alice@github.example").await?;
        Confirm::shown(&stage.browser).await?.link_accounts().click().await?;
        let settings = Settings::shown(&stage.browser).await?;
        settings.accounts(&[ALICE, &["GitHub", "octo-alice@github.example"]]).await?;
        ensure!(stage.identities("alice@example.com")?[1].starts_with("github|"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_account_without_an_e_mail_can_be_linked_by_its_name() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?.link().click().await?;
        let login = Login::shown(&stage.browser).await?;
        login.continue_with("GitHub").await?.continue_as("Dave No-Mail").await?;
        let confirm = Confirm::shown(&stage.browser).await?;
        confirm.account(Side::Secondary).saying(&["Dave No-Mail"]).await?;
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, &["GitHub", "Dave No-Mail"]]).await
    })
    .await
}

#[tokio::test]
async fn the_second_login_asks_for_a_fresh_one_and_names_the_connection() -> Result<()> {
    story(async |stage| {
        stage.about_to_link_google().await?;
        let asked = stage.requests_to("GET", "/authorize");
        ensure!(asked.len() == 2, "{asked:?}");
        let has = |name: &str, value: &str| {
            asked[1].url.query_pairs().any(|pair| pair == (name.into(), value.into()))
        };
        ensure!(
            has("prompt", "login") && has("max_age", "0") && has("connection", "google-oauth2"),
            "{}",
            asked[1]
        );
        Ok(())
    })
    .await
}

/// Cases: LF-02.
#[tokio::test]
async fn two_clicks_on_a_link_button_start_one_login() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?.link_with("Google").one().await?;
        let twice = "const button = [...document.querySelectorAll('button')]
            .find(button => button.textContent.trim() === 'Link Google Account'); button.click(); button.click();
            return Object.keys(sessionStorage).filter(key => key.includes('.transaction.')).length";
        // The record of the login that just ended was emptied, and stays until it can be of no use to anybody.
        ensure!(stage.browser.run(twice).await? == 2, "one record more");
        Provider::shown(&stage.browser, "Google").await?.continue_as("alice@gmail.example").await?;
        Confirm::shown(&stage.browser).await?;
        let left = stage.requests_to("GET", "/authorize");
        ensure!(left.len() == 2, "one for the login, one for the link: {left:?}");
        Ok(())
    })
    .await
}

/// Cases: LF-05.
#[tokio::test]
async fn a_double_click_links_once() -> Result<()> {
    story(async |stage| {
        let confirm = stage.about_to_link_google().await?;
        // Both clicks arrive before the page can answer the first, as from a shaking hand.
        confirm.link_accounts().one().await?;
        let twice = "const button = [...document.querySelectorAll('button')]
            .find(button => button.textContent.trim() === 'Link accounts'); button.click(); button.click();";
        stage.browser.run(twice).await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, &["Google"]]).await?;
        ensure!(stage.requests_to("POST", "/identities").len() == 1);
        Ok(())
    })
    .await
}

/// Cases: LF-25.
#[tokio::test]
async fn the_user_settles_a_metadata_conflict_and_nothing_is_lost() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        let alice = stage.user_metadata("alice@example.com")?;
        let bob = stage.user_metadata("bob@example.com")?;
        let conflict = alice.iter().find(|(key, value)| bob.get(*key).is_some_and(|other| other != *value));
        let (key, kept) =
            conflict.ok_or_else(|| anyhow::anyhow!("the demo tenant has no conflict to choose in"))?;

        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(&stage.browser).await?;
        confirm.choice(key).one().await?;
        let choice = confirm.choice(key).by_role(Role::Radio, Name::Any);
        let options = choice.all().await?;
        ensure!(
            options.len() == 2 && options[0].checked && !options[1].checked,
            "the primary's is chosen: {options:?}"
        );
        let other = confirm.choice(key).by_role(Role::Radio, options[1].name.as_str());
        other.click().await?;
        other.has_focus().await?;
        confirm.link_accounts().click().await?;
        Settings::shown(&stage.browser).await?.accounts(&[ALICE, &["bob@example.com"]]).await?;

        let merged = stage.user_metadata("alice@example.com")?;
        ensure!(
            merged.get(key) == bob.get(key) && merged.get(key) != Some(kept),
            "the choice was kept: {merged:?}"
        );
        let all = alice.keys().chain(bob.keys());
        ensure!(all.clone().all(|key| merged.contains_key(key)), "no key was lost: {merged:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_second_account_can_become_the_primary() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.choose_in_database("bob@example.com").await?;
        let confirm = Confirm::shown(&stage.browser).await?;
        confirm.make_primary().click().await?;
        confirm.account(Side::Primary).saying(&["bob@example.com"]).await?;
        confirm.make_primary().has_focus().await?;
        confirm.account(Side::Secondary).saying(&["alice@example.com"]).await?;
        confirm.link_accounts().click().await?;
        let settings = Settings::shown(&stage.browser).await?;
        settings.accounts(&[&["Primary", "bob@example.com"], &["alice@example.com"]]).await?;
        ensure!(stage.identities("bob@example.com")?.len() == 2);
        stage.browser.reload().await?;
        let settings = Settings::shown(&stage.browser).await?;
        settings.accounts(&[&["Primary", "bob@example.com"], &["alice@example.com"]]).await
    })
    .await
}
