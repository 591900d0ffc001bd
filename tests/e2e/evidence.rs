//! What a failed test leaves behind: `target/e2e/<test>/` with the screen, the document and the logs.

use std::fs;
use std::path::PathBuf;

use anyhow::{Error, Result};

use crate::browser::engine::Engine;
use crate::site;
use crate::stage::Stage;

/// The folder of one test's evidence. Empty until something goes wrong.
#[derive(Clone, Debug)]
pub struct Evidence {
    folder: PathBuf,
}

impl Evidence {
    /// The folder for a test of this name, without what an earlier run left there.
    pub fn of(test: &str) -> Self {
        let folder = folder(test);
        // It may not be there: then there is nothing to remove.
        let _ = fs::remove_dir_all(&folder);
        Self { folder }
    }

    /// Saves what can be saved, and tells where. A browser that no longer answers gives what it gave before.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub async fn save(&self, stage: &Stage, error: &Error) -> Result<PathBuf> {
        let browser = &stage.browser;
        fs::create_dir_all(&self.folder)?;
        fs::write(self.folder.join("error.txt"), format!("{error:#}\n"))?;
        fs::write(self.folder.join("requests.log"), lines(&stage.requests.all()))?;
        if let Ok(picture) = browser.screenshot().await {
            fs::write(self.folder.join("screenshot.png"), picture)?;
        }
        if let Ok(html) = browser.html().await {
            fs::write(self.folder.join("page.html"), html)?;
        }
        fs::write(self.folder.join("outline.txt"), browser.outline().await)?;
        if let Ok(console) = browser.console().await {
            fs::write(self.folder.join("console.log"), lines(&console))?;
        }
        Ok(self.folder.clone())
    }
}

/// Where the evidence of a test of this name goes.
pub fn folder(test: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| site::workspace().join("target"), PathBuf::from);
    let engine = Engine::chosen().map_or("", Engine::name);
    target.join("e2e").join(engine).join(test.trim_start_matches("stories::").replace("::", "/"))
}

fn lines<T: ToString>(entries: &[T]) -> String {
    entries.iter().map(|entry| entry.to_string() + "\n").collect()
}
