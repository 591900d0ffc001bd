//! One page as it stands, in every look: a picture each.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use e2e::browser::device::ColorScheme;
use e2e::{Ability, Browser, Engine, Stage};

/// A narrow phone, a common one, a tablet, a desk: width and height in CSS pixels.
const SIZES: [(u32, u32); 4] = [(320, 640), (390, 844), (768, 1024), (1280, 900)];

/// Takes the page as it stands in every size and both colour schemes.
pub(super) async fn take(stage: &Stage, folder: &Path, name: &str) -> Result<()> {
    let has_media = stage.browser.engine.can(Ability::Media);
    for (scheme, word) in [(ColorScheme::Light, "light"), (ColorScheme::Dark, "dark")] {
        if has_media {
            stage.browser.set_color_scheme(scheme).await?;
        } else {
            // What the page's own switch does; the tenant's pages have none, and stay light.
            stage.browser.run(&format!("document.documentElement.dataset.theme = '{word}'")).await?;
        }
        for (width, height) in SIZES {
            stage.browser.fit_viewport(width, height).await?;
            stage.browser.at_rest().await?;
            let file: PathBuf = folder.join(format!("{name}-{word}-{width}.png"));
            fs::write(file, painted(&stage.browser).await?)?;
        }
    }
    if has_media {
        stage.browser.set_color_scheme(ColorScheme::Light).await?;
    } else {
        stage.browser.run("delete document.documentElement.dataset.theme").await?;
    }
    let [.., (width, height)] = SIZES;
    stage.browser.set_viewport(width, height).await
}

/// Takes the page as it stands in the other languages, in forced colours and on paper.
pub(super) async fn take_otherwise(stage: &Stage, folder: &Path, name: &str) -> Result<()> {
    let browser = &stage.browser;
    let picture = async |look: &str, width: u32| -> Result<()> {
        browser.fit_viewport(width, 640).await?;
        browser.at_rest().await?;
        Ok(fs::write(folder.join(format!("{name}-{look}-{width}.png")), painted(browser).await?)?)
    };
    for language in ["de", "he", "en"] {
        browser.speak(language).await?;
        if language != "en" {
            picture(language, 390).await?;
            picture(language, 1280).await?;
        }
    }
    if browser.engine.can(Ability::Media) {
        browser.set_media("forced-colors", "active").await?;
        picture("forced", 768).await?;
        browser.print_media().await?;
        picture("print", 768).await?;
        browser.set_color_scheme(ColorScheme::Light).await?;
    }
    let [.., (width, height)] = SIZES;
    browser.set_viewport(width, height).await
}

/// A picture of the page. WebKit paints a window of a new size some frames later, and black where it has not yet: three pictures
/// in a row have to be the same. Where something turns they never are, and one of them is taken.
async fn painted(browser: &Browser) -> Result<Vec<u8>> {
    let mut last = browser.screenshot().await?;
    if browser.engine != Engine::WebKit {
        return Ok(last);
    }
    let mut same = 0;
    for _ in 0..20 {
        let next = browser.screenshot().await?;
        same = if next == last { same + 1 } else { 0 };
        last = next;
        if same == 2 {
            break;
        }
    }
    Ok(last)
}
