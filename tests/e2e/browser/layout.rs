//! The layout of the page, judged by two scripts over the DOM that work in every browser.

use anyhow::{Context, Result, ensure};

use super::Browser;

/// What is wrong with the layout as it is now, in two sizes and three widths of letters.
const LAYOUT: &str = include_str!("layout.js");
/// What is wrong with the controls, in both themes.
const CONTROLS: &str = include_str!("controls.js");

/// Every width, in CSS pixels: phones, a tablet, a small and a large window.
const WIDTHS: [u32; 7] = [320, 360, 390, 412, 768, 1024, 1440];

/// Every language of the app.
const LANGUAGES: [&str; 3] = ["en", "de", "he"];

impl Browser {
    /// Checks the page in every width, language, size of letters and theme. `again` is a script that brings it back to its
    /// state after it was drawn in another language.
    ///
    /// # Errors
    ///
    /// When something sticks out, overlaps, breaks inside of a word, is too pale or too small; the text tells where.
    pub async fn laid_out(&self, page: &str, again: &str) -> Result<()> {
        let mut wrong = Vec::new();
        for language in LANGUAGES {
            self.speak(language).await?;
            self.run(again).await?;
            for width in WIDTHS {
                self.set_viewport(width, 800).await?;
                self.at_rest().await?;
                let found = self.complaints(LAYOUT).await?;
                wrong.extend(found.into_iter().map(|what| format!("{language}, {width} px: {what}")));
            }
            self.set_viewport(390, 800).await?;
            let found = self.complaints(CONTROLS).await?;
            wrong.extend(found.into_iter().map(|what| format!("{language}: {what}")));
        }
        self.speak("en").await?;
        self.run(again).await?;
        ensure!(wrong.is_empty(), "{page}:\n{}", wrong.join("\n"));
        Ok(())
    }

    async fn complaints(&self, script: &str) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.run(script).await?)?)
    }

    /// Chooses a language in the page's own switch, which also works behind a dialog. Much of the page is drawn anew.
    ///
    /// # Errors
    ///
    /// When the page has no such language.
    pub async fn speak(&self, language: &str) -> Result<()> {
        let switch = format!(
            "const root = document.documentElement;
             if (root.lang === '{language}') return true;
             document.querySelector('[lang={language}] input').click();
             return new Promise((done) => {{
               const look = () => root.lang === '{language}' ? setTimeout(() => done(true), 50) : setTimeout(look, 20);
               look();
             }});"
        );
        let spoken = self.run(&switch).await?.as_bool().context("the language did not change")?;
        ensure!(spoken);
        Ok(())
    }
}
