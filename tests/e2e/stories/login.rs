//! Logging in.

use anyhow::{Result, ensure};
use auth0_emulator::Seed;
use auth0_emulator::tenant::settings::ConsentMode;
use e2e::browser::console::ExpectedFailure;
use e2e::pages::{Home, Login, Settings};
use e2e::stage::Setting;
use e2e::{Engine, Role, story};

#[tokio::test]
async fn logging_in_with_a_password_shows_the_settings_with_profile_and_accounts() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        let login = Home::shown(browser).await?.log_in().await?;
        login.password("alice@example.com", Login::PASSWORD).await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await?;
        ensure!(browser.url().await?.path() == "/settings");
        ensure!(
            browser.by_role(Role::Main, e2e::Name::Any).text().await?.contains("Alice"),
            "the profile is shown"
        );
        browser.button("Log out").one().await?;
        browser.by_role(Role::Link, "Settings").one().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn one_click_logs_in_a_user_with_linked_accounts_primary_first() -> Result<()> {
    story(async |stage| {
        let settings = stage.log_in("carol@example.com").await?;
        let texts = settings.list().by_role(Role::ListItem, e2e::Name::Any).texts().await?;
        ensure!(texts.len() > 1 && texts[0].contains("carol@example.com"), "{texts:?}");
        let marked = texts.iter().filter(|text| text.contains("Primary")).count();
        ensure!(marked == 1 && texts[0].contains("Primary"), "{texts:?}");
        Ok(())
    })
    .await
}

/// Cases: TX-24.
#[tokio::test]
async fn the_authorization_request_has_pkce_state_and_nonce() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        let asked = stage.requests_to("GET", "/authorize");
        ensure!(asked.len() == 1, "{asked:?}");
        let pairs: Vec<(String, String)> = asked[0].url.query_pairs().into_owned().collect();
        let value = |name: &str| match pairs.iter().filter(|(key, _)| key == name).collect::<Vec<_>>()[..] {
            [(_, value)] => Ok(value.clone()),
            ref several => Err(anyhow::anyhow!("{} times `{name}`", several.len())),
        };
        ensure!(value("response_type")? == "code");
        ensure!(value("code_challenge_method")? == "S256");
        ensure!(
            value("redirect_uri")? == stage.site.origin,
            "the registered redirect URI is the bare origin"
        );
        ensure!(value("scope")?.split(' ').any(|scope| scope == "openid"));
        ensure!(value("audience")?.ends_with("/api/v2/"));
        for random in ["code_challenge", "state", "nonce"] {
            ensure!(value(random)?.len() >= 32, "{random} is long enough not to be guessed");
        }
        ensure!(pairs.iter().all(|(key, _)| key != "code_verifier" && key != "client_secret"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_login_cancelled_at_the_tenant_is_reported_and_can_be_tried_again() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/").await?;
        Home::shown(browser).await?.log_in().await?.cancel().await?;
        browser.news(&["cancel", "not completed", "stopped"]).await?;
        ensure!(browser.url().await?.query().is_none(), "the address is clean after a refusal");
        stage.log_in("alice@example.com").await?;
        Ok(())
    })
    .await
}

/// Cases: RT-01, CB-40.
#[tokio::test]
async fn after_login_the_address_is_clean_and_back_never_shows_a_code() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        ensure!(browser.url().await?.query().is_none());
        // Back leads to the tenant's login page, whose login is over.
        let over = ExpectedFailure::status("/u/login", 400);
        match browser.engine {
            Engine::Chromium | Engine::Firefox => stage.expect(over),
            // It may show the page as it was left, without asking for it.
            Engine::WebKit => stage.expect_perhaps(over),
        }
        browser.back().await?;
        let url = browser.url().await?;
        ensure!(!url.as_str().contains("code="), "{url}");
        ensure!(stage.requests_to("POST", "/oauth/token").len() == 1, "Back repeats nothing");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_account_without_an_e_mail_logs_in_and_shows_its_name() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        let login = Home::shown(&stage.browser).await?.log_in().await?;
        login.continue_with("GitHub").await?.continue_as("Dave No-Mail").await?;
        Settings::shown(&stage.browser).await?.accounts(&[&["Primary", "GitHub", "Dave No-Mail"]]).await
    })
    .await
}

/// Cases: TX-30, RT-06.
#[tokio::test]
async fn back_from_the_tenant_leaves_a_working_button() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?.log_in().await?;
        stage.browser.back().await?;
        Home::shown(&stage.browser).await?.log_in().await?.one_click("alice@example.com").await?;
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn consent_is_given_once_and_can_be_refused() -> Result<()> {
    let seed = Some(Seed::demo()?.with_consent(ConsentMode::Ask));
    let setting = Setting { seed, ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            stage.open("/").await?;
            Home::shown(browser).await?.log_in().await?.one_click("alice@example.com").await?;
            browser.button("Decline").click().await?;
            browser.status(&["cancelled"]).await?;
            stage.open("/").await?;
            browser.button("Log in").click().await?;
            browser.button("Accept").click().await?;
            Settings::shown(browser).await?.accounts(&[&["Primary", "alice@example.com"]]).await
        })
        .await
}
