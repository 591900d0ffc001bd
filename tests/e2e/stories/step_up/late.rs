//! The login that was missing comes back long after the press.

use super::*;

/// Somebody leaves the login page on Alice's screen, and she logs in there when she is back.
///
/// Cases: SU-16, SU-20.
#[tokio::test]
async fn a_login_page_that_was_left_on_the_screen_links_nothing_by_itself() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        left_open(stage, 20).await?;
        stage.choose_in_database("bob@example.com").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        let login = Login::shown(browser).await?;
        stage.advance(Duration::from_mins(2)).await?;
        login.one_click(ALICE).await?;
        let confirm = Confirm::shown(browser).await?;
        browser.alert(&["Nothing has been changed yet"]).await?;
        confirm.account(Side::Secondary).saying(&["bob@example.com"]).await?;
        nothing_sent(stage)?;
        confirm.cancel().click().await?;
        Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
        nothing_sent(stage)
    })
    .await
}

/// Even if the token of that login is dropped as soon as it can be.
///
/// Cases: SU-03, SU-20.
#[tokio::test]
async fn after_a_slow_login_one_more_press_is_enough() -> Result<()> {
    let fields = [("scopes", json!("when_needed")), ("reauthenticate_after", json!(0))];
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
    let setting = Setting { fields, ..Setting::default() };
    setting
        .play(async |stage| {
            let browser = &stage.browser;
            let logs_in_slowly = async || -> Result<()> {
                let login = Login::shown(browser).await?;
                stage.advance(Duration::from_mins(2)).await?;
                login.one_click(ALICE).await
            };
            confirming(stage).await?.link_accounts().click().await?;
            logs_in_slowly().await?;
            let confirm = Confirm::shown(browser).await?;
            browser.alert(&["Nothing has been changed yet"]).await?;
            confirm.link_accounts().click().await?;
            let settings = Settings::shown(browser).await?;
            settings.accounts(LINKED).await?;
            settings.unlink("Google", "alice@gmail.example").await?.confirm().click().await?;
            logs_in_slowly().await?;
            let dialog = Unlink::shown(browser).await?;
            ensure!(stage.requests_to("DELETE", "").is_empty());
            dialog.confirm().click().await?;
            Settings::shown(browser).await?.accounts(&[&["Primary", ALICE]]).await?;
            ensure!(stage.requests_to("DELETE", "").len() == 1);
            Ok(())
        })
        .await
}
