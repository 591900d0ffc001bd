//! A login that another tab overtakes.

use anyhow::{Result, ensure};
use auth0_emulator::Effect;
use e2e::pages::{Home, Settings};
use e2e::wait::{Look, until};
use e2e::{Stage, story};

use super::tabs::{nothing_personal, sent};

/// A second tab logs in. Once the login is as far as that, the first tab logs out, the script lets the login go on, and the
/// second tab gives way: coming back logged in would undo what the user just did.
async fn a_logout_wins(stage: &Stage, as_far: impl AsyncFnOnce() -> Result<()>, go_on: &str) -> Result<()> {
    let browser = &stage.browser;
    let first = browser.tab().await?;
    let second = stage.open_in_new_tab("/").await?;
    Home::shown(browser).await?;
    // The tenant knows who is there and sends the page back at once.
    browser.button("Log in").click().await?;
    as_far().await?;

    browser.switch_to(&first).await?;
    Settings::shown(browser).await?.log_out().await?;
    Home::shown(browser).await?;
    let mark = "return localStorage.getItem('account-linking.browser')";
    let logged_out = browser.run(mark).await?;

    browser.switch_to(&second).await?;
    browser.run(go_on).await?;
    browser.alert(&["logged out in another tab meanwhile", "not used"]).await?;
    browser.button("Log in again").one().await?;
    nothing_personal(stage).await?;
    ensure!(browser.run(mark).await? == logged_out, "the mark is that of the logout");
    Ok(())
}

/// Cases: TB-15.
#[tokio::test]
async fn a_logout_in_another_tab_is_not_undone_by_a_login_under_way() -> Result<()> {
    story(async |stage| {
        stage.log_in("alice@example.com").await?;
        stage.spoil("POST", "/oauth/token", Effect::Delay(6_000));
        a_logout_wins(stage, async || sent(stage, "POST", "/oauth/token", 2).await, "").await
    })
    .await
}

/// Lets the page of a callback wait for its configuration, until `goOn`.
const HOLD: &str = "
    const ask = window.fetch;
    const isCallback = location.search.includes('code=');
    window.fetch = async (request, ...more) => {
        const url = request.url ?? String(request);
        if (!isCallback || !url.endsWith('/auth_config.json')) return ask(request, ...more);
        await new Promise((goOn) => { window.goOn = goOn; });
        return ask(request, ...more);
    };
";

/// Cases: TB-15.
#[tokio::test]
async fn a_logout_while_a_login_page_starts_is_not_undone() -> Result<()> {
    story(async |stage| {
        let browser = &stage.browser;
        stage.log_in("alice@example.com").await?;
        browser.before_each_document(HOLD).await?;
        let held = async || {
            until(async || match browser.run("return typeof window.goOn").await?.as_str() {
                Some("function") => Ok(Look::Found(())),
                _ => Ok(Look::NotYet("the callback does not ask for its configuration".into())),
            })
            .await
        };
        a_logout_wins(stage, held, "goOn()").await
    })
    .await
}
