//! Names, addresses and metadata that others wrote: deceptive or endless.

use anyhow::{Result, ensure};
use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed};
use e2e::browser::Browser;
use e2e::pages::{Confirm, Provider, Settings, Side, Unlink};
use e2e::stage::{Setting, Stage};
use e2e::{Name, Role};
use fantoccini::key::Key;

/// Somebody at Google, whose YAML fields follow.
fn setting(fields: &str) -> Result<Setting> {
    let person = format!("\n  - provider: google-oauth2\n    id: '7'\n    email_verified: true\n{fields}");
    let seed = Seed::parse(DEMO_TENANT, &format!("{DEMO_USERS}{person}"))?;
    Ok(Setting { seed: Some(seed), ..Setting::default() })
}

async fn about_to_link(stage: &Stage, who: &str) -> Result<()> {
    stage.log_in("alice@example.com").await?;
    stage.choose_at_provider("Google", who).await?;
    Confirm::shown(&stage.browser).await?;
    Ok(())
}

/// What the page draws, with the names of what is on it.
async fn holds_nothing_unseen(browser: &Browser) -> Result<()> {
    let unseen = "const unseen = /[\\u0000-\\u0008\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2066\\u2067\\u2800\\u3164\\ufeff]/;
        return [...document.querySelectorAll('*')].filter(each =>
            unseen.test(each.getAttribute('aria-label') ?? '') ||
            [...each.childNodes].some(node => node.nodeType === 3 && unseen.test(node.data))).map(each => each.outerHTML);";
    let found = browser.run(unseen).await?;
    ensure!(found.as_array().is_some_and(Vec::is_empty), "unseen characters in {found}");
    Ok(())
}

/// Cases: SH-01.
#[tokio::test]
async fn a_name_that_imitates_an_address_is_written_out() -> Result<()> {
    let fields = r#"    email: mallory@gmail.example
    name: "\u202Emoc.elpmaxe@ecila"
    nickname: "\u200B"
    user_metadata: {"\u202Eeht": "da\u200Brk", theme: "\u2800"}
"#;
    setting(fields)?
        .play(async |stage| {
            let browser = &stage.browser;
            about_to_link(stage, "mallory@gmail.example").await?;
            let confirm = Confirm::shown(browser).await?;
            let card = confirm.account(Side::Secondary);
            card.saying(&["⟨U+202E⟩moc.elpmaxe@ecila", "mallory@gmail.example"]).await?;
            browser.by_role(Role::RowHeader, "⟨U+202E⟩eht").one().await?;
            browser.by_role(Role::Cell, "da⟨U+200B⟩rk copied").one().await?;
            holds_nothing_unseen(browser).await?;
            confirm.link_accounts().click().await?;
            let settings = Settings::shown(browser).await?;
            settings.accounts(&[&["Primary"], &["Google", "mallory@gmail.example"]]).await?;
            holds_nothing_unseen(browser).await?;
            let kept = stage.user_metadata("alice@example.com")?;
            ensure!(
                kept.get("\u{202e}eht").and_then(|value| value.as_str()) == Some("da\u{200b}rk"),
                "{kept:?}"
            );
            Ok(())
        })
        .await
}

/// Cases: SH-03.
#[tokio::test]
async fn a_blank_name_counts_as_none() -> Result<()> {
    setting("    email: blank@gmail.example\n    name: \"\\u3164\\u200B\"\n    nickname: \"\\u2800\"\n")?
        .play(async |stage| {
            about_to_link(stage, "blank@gmail.example").await?;
            let card = Confirm::shown(&stage.browser).await?.account(Side::Secondary);
            card.saying(&["no name", "blank@gmail.example"]).await?;
            Ok(())
        })
        .await
}

/// Cases: SH-03.
#[tokio::test]
async fn an_account_without_a_name_and_an_address_is_called_by_its_role() -> Result<()> {
    setting("")?
        .play(async |stage| {
            let browser = &stage.browser;
            about_to_link(stage, "account without a name").await?;
            let confirm = Confirm::shown(browser).await?;
            confirm.account(Side::Secondary).saying(&["no name", "no e-mail address"]).await?;
            confirm.make_primary().click().await?;
            let page = browser.by_role(Role::Main, Name::Any);
            page.saying(&["After this, Google and Password both open the primary account."]).await?;
            Ok(())
        })
        .await
}

/// A request to another host fails a story by itself; this one says what it was for.
///
/// Cases: SH-10.
#[tokio::test]
async fn the_second_accounts_picture_is_not_requested_before_linking() -> Result<()> {
    setting("    email: pictured@gmail.example\n    name: P\n    picture: https://pictures.invalid/p.png\n")?
        .play(async |stage| {
            let browser = &stage.browser;
            about_to_link(stage, "pictured@gmail.example").await?;
            let confirm = Confirm::shown(browser).await?;
            confirm.make_primary().click().await?;
            confirm.account(Side::Primary).saying(&["pictured@gmail.example"]).await?;
            browser.at_rest().await?;
            let asked = browser.addresses().await?;
            ensure!(!asked.iter().any(|url| url.host_str() == Some("pictures.invalid")), "asked for");
            let pictures = browser.run("return document.querySelectorAll('main img').length").await?;
            ensure!(pictures == 0, "{pictures} pictures");
            confirm.cancel().click().await
        })
        .await
}

/// Upper case makes two letters of one ligature, and Arabic letters join to a word.
#[tokio::test]
async fn an_initial_is_one_letter() -> Result<()> {
    let names = [
        ("\u{df} \u{df}", "\u{df}\u{df}"),
        ("\u{fb01}n \u{fb02}ux", "\u{fb01}\u{fb02}"),
        ("محمد علي", "م\u{200a}ع"),
        ("דוד כהן", "דכ"),
        ("王小明", "王"),
        ("carol example", "CE"),
    ];
    let person = |(place, (name, _)): (usize, &(&str, &str))| {
        format!(
            "\n  - provider: facebook\n    id: 'p{place}'\n    email_verified: true\n    email: p{place}@a.example\n    name: {name}\n"
        )
    };
    let people: String = names.iter().enumerate().map(person).collect();
    let seed = Seed::parse(DEMO_TENANT, &format!("{DEMO_USERS}{people}"))?;
    Setting { seed: Some(seed), ..Setting::default() }
        .play(async |stage| {
            stage.log_in("alice@example.com").await?;
            for (place, (name, initials)) in names.into_iter().enumerate() {
                stage.choose_at_provider("Facebook", &format!("p{place}@a.example")).await?;
                let confirm = Confirm::shown(&stage.browser).await?;
                confirm.account(Side::Secondary).saying(&[name]).await?;
                let shown =
                    stage.browser.run("return document.querySelector('.joins .avatar').innerText").await?;
                ensure!(shown == initials, "{name}: {shown}");
                confirm.cancel().click().await?;
            }
            Ok(())
        })
        .await
}

/// Cases: SH-08.
#[tokio::test]
async fn very_long_text_leaves_the_buttons_visible_and_can_be_expanded() -> Result<()> {
    let (name, address) = ("N".repeat(20_000), format!("{}@gmail.example", "a".repeat(10_000)));
    let fields = format!(
        "    email: {address}\n    name: {name}\n    user_metadata: {{theme: {0}, {1}: {0}}}\n",
        "v".repeat(3_000),
        "k".repeat(1_000)
    );
    setting(&fields)?
        .play(async |stage| {
            let browser = &stage.browser;
            stage.log_in("alice@example.com").await?;
            Settings::shown(browser).await?.link_with("Google").click().await?;
            Provider::shown(browser, "Google").await?.continue_as(&address).await?;
            let confirm = Confirm::shown(browser).await?;
            for (width, height) in [(360, 640), (1280, 800)] {
                browser.set_viewport(width, height).await?;
                browser.fits_sideways("confirm").await?;
                lower_than(browser, "[role=group]", 560).await?;
                lower_than(browser, "tr", 640).await?;
            }
            names_are_short(browser).await?;

            let card = confirm.account(Side::Secondary);
            let whole =
                "return [...document.querySelectorAll('[role=group] details')].map(each => [each.open,
                each.lastChild.textContent.length])";
            card.by_role(Role::Main, Name::Any).gone().await?;
            let press = "document.querySelector('.joins summary').focus()";
            browser.run(press).await?;
            browser.press(Key::Enter).await?;
            let opened = browser.run(whole).await?;
            ensure!(opened[0][0] == true && opened[0][1] == 20_000, "{opened}");
            lower_than(browser, "[role=group]", 860).await?;

            confirm.link_accounts().click().await?;
            let settings = Settings::shown(browser).await?;
            settings.accounts(&[&["Primary"], &["Google", "@gmail.example"]]).await?;
            for (width, height) in [(360, 640), (1280, 800)] {
                browser.set_viewport(width, height).await?;
                browser.fits_sideways("settings").await?;
                lower_than(browser, "li", 560).await?;
                lower_than(browser, "[role=status]", 400).await?;
            }
            names_are_short(browser).await?;
            settings.list().by_role(Role::Button, Name::Contains("Unlink Google".to_owned())).click().await?;
            Unlink::shown(browser).await?;
            lower_than(browser, "dialog", 600).await
        })
        .await
}

async fn lower_than(browser: &Browser, selector: &str, most: u64) -> Result<()> {
    let tallest = format!(
        "return Math.ceil(Math.max(0, ...[...document.querySelectorAll('{selector}')].map(each => each.offsetHeight)))"
    );
    let tallest = browser.run(&tallest).await?.as_u64().unwrap_or(u64::MAX);
    ensure!(tallest < most, "{selector}: {tallest} px");
    Ok(())
}

/// How much a screen reader reads of an element.
async fn names_are_short(browser: &Browser) -> Result<()> {
    let controls = [Role::Button, Role::Group, Role::RadioGroup, Role::List];
    for role in controls {
        for node in browser.by_role(role, Name::Any).all().await? {
            ensure!(node.name.chars().count() < 250, "{}: {} characters", role.as_str(), node.name.len());
        }
    }
    Ok(())
}
