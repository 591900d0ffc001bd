//! The second account becomes the primary one: both log in once more, and the new session is in memory only.

use super::*;

const BOB: &str = "bob@example.com";
const BOTH: &[&[&str]] = &[&["Primary", BOB], &[ALICE]];

/// Bob's account takes Alice's in, at a page of hers that was left open.
async fn swapped(stage: &Stage) -> Result<Settings<'_>> {
    let browser = &stage.browser;
    left_open(stage, 20).await?;
    stage.choose_in_database(BOB).await?;
    let confirm = Confirm::shown(browser).await?;
    confirm.make_primary().click().await?;
    browser.status(&[ONCE_MORE]).await?;
    confirm.link_accounts().click().await?;
    Login::shown(browser).await?.one_click(ALICE).await?;
    let confirm = Confirm::shown(browser).await?;
    confirm.account(Side::Primary).saying(&[BOB]).await?;
    browser.status(&["You will log in as bob@example.com once more to confirm."]).await?;
    nothing_sent(stage)?;
    confirm.link_accounts().click().await?;
    Login::shown(browser).await?.one_click(BOB).await?;
    let settings = Settings::shown(browser).await?;
    settings.accounts(BOTH).await?;
    ensure!(stage.identities(BOB)?.len() == 2);
    Ok(settings)
}

/// Cases: SU-02, SU-11.
#[tokio::test]
async fn with_swapped_roles_both_accounts_log_in_once_more() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        swapped(stage).await?;
        // The new session is in memory only. The tenant's own is that account's, so it is one click.
        browser.reload().await?;
        Home::shown(browser).await?;
        browser.by_role(Role::Button, Name::Contains("Log in".to_owned())).click().await?;
        Settings::shown(browser).await?.accounts(BOTH).await
    })
    .await
}

/// The page would come back without a session, and the second login would be for nothing.
///
/// Cases: SU-21.
#[tokio::test]
async fn a_session_in_memory_only_is_stored_by_a_login_before_the_page_is_left_for_another() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        swapped(stage).await?.link_with("Google").click().await?;
        browser.status(&["You need to log in again."]).await?;
        browser.button("Log in again").click().await?;
        let settings = Settings::shown(browser).await?;
        settings.accounts(BOTH).await?;
        settings.link_with("Google").click().await?;
        Provider::shown(browser, "Google").await?.continue_as("alice@gmail.example").await?;
        Confirm::shown(browser).await?.link_accounts().click().await?;
        Settings::shown(browser).await?.accounts(&[BOTH[0], BOTH[1], &["Google"]]).await
    })
    .await
}
