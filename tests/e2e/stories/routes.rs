//! Opening addresses: unknown ones, and those that need a login.

use anyhow::{Result, ensure};
use e2e::pages::{Home, Settings};
use e2e::{Name, Role, story};

/// Cases: RT-13.
#[tokio::test]
async fn an_unknown_path_says_page_not_found_logged_in_or_out() -> Result<()> {
    story(async |stage| {
        stage.open("/no/such/page").await?;
        stage.browser.heading("Page not found").await?;
        ensure!(stage.browser.title().await?.contains("Page not found"), "{}", stage.browser.title().await?);
        stage.log_in("alice@example.com").await?;
        stage.open("/settings/no-such-page").await?;
        stage.browser.heading("Page not found").await
    })
    .await
}

/// Cases: RT-11, RT-12, LF-01.
#[tokio::test]
async fn settings_while_logged_out_offers_no_link_says_why_and_comes_back_after_login() -> Result<()> {
    story(async |stage| {
        stage.open("/settings?tab=links&from=a%20mail#google").await?;
        let home = Home::shown(&stage.browser).await?;
        stage.browser.news(&["log in"]).await?;
        let link = stage.browser.by_role(Role::Button, Name::Contains("Link".to_owned())).all().await?;
        ensure!(link.is_empty(), "{link:?}");
        home.log_in().await?.one_click("alice@example.com").await?;
        Settings::shown(&stage.browser).await?;
        let url = stage.browser.url().await?;
        ensure!(url.as_str().ends_with("/settings?tab=links&from=a%20mail#google"), "{url}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_confirm_page_without_a_second_login_leads_to_the_settings() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.open("/settings/confirm").await?;
        Settings::shown(&stage.browser).await?;
        ensure!(stage.browser.button("Link accounts").all().await?.is_empty());
        Ok(())
    })
    .await
}

/// Cases: RT-18.
#[tokio::test]
async fn every_page_has_a_title_of_its_own() -> Result<()> {
    story(async |stage| {
        stage.open("/").await?;
        Home::shown(&stage.browser).await?;
        let home = stage.browser.title().await?;
        stage.log_in("alice@example.com").await?;
        let settings = stage.browser.title().await?;
        stage.choose_at_provider("Google", "alice@gmail.example").await?;
        e2e::pages::Confirm::shown(&stage.browser).await?;
        let confirm = stage.browser.title().await?;
        ensure!(settings.contains("Settings"), "{settings}");
        ensure!(
            home != settings && settings != confirm && confirm != home,
            "{home} / {settings} / {confirm}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn links_change_the_address_without_a_page_load_and_back_and_forward_follow() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        browser.run("window.loadedOnce = true").await?;
        browser.by_role(Role::Link, "Account linking").click().await?;
        browser.url_that("home", |url| url.path() == "/").await?;
        browser.by_role(Role::Link, "Settings").click().await?;
        browser.url_that("settings", |url| url.path() == "/settings").await?;
        Settings::shown(browser).await?;
        browser.back().await?;
        browser.by_role(Role::Link, "See your linked accounts").one().await?;
        browser.forward().await?;
        Settings::shown(browser).await?;
        let current = browser.run("return document.querySelector('[aria-current]').textContent").await?;
        ensure!(current == "Settings", "{current}");
        ensure!(browser.run("return window.loadedOnce").await? == true, "the page was loaded anew");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_slash_at_the_end_of_an_address_makes_no_difference() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.open("/settings/").await?;
        Settings::shown(&stage.browser).await?;
        Ok(())
    })
    .await
}

/// Cases: RT-31.
#[tokio::test]
async fn index_html_is_home_and_no_callback() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.open("/index.html?code=stolen&state=forged").await?;
        Home::shown(browser).await?;
        browser.url_that("home", |url| url.path() == "/" && url.query().is_none()).await?;
        ensure!(browser.by_role(Role::Alert, Name::Any).all().await?.is_empty(), "nothing was called back");
        stage.log_in("alice@example.com").await?;
        stage.open("/index.html").await?;
        Settings::shown(browser).await?;
        Ok(())
    })
    .await
}
