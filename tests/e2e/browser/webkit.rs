//! What only WebKit does so: `MiniBrowser` on an X server of its own, because it has no headless mode.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::preferences::Preferences;
use crate::wait::DEADLINE;

/// Where Debian has it.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// Without room of its own, the window becomes as narrow as a phone.
const STYLE: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px }\n";

/// An X server without a screen, higher than any page. Killed on drop.
#[derive(Debug)]
pub(super) struct Display {
    name: String,
    _server: Child,
}

impl Display {
    /// Starts one under the first number that is free.
    ///
    /// # Errors
    ///
    /// When `Xvfb` is missing or does not start.
    pub(super) async fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x6000x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start `Xvfb`: on Debian, `apt install xvfb`")?;
        let output = server.stdout.take().context("Xvfb has no standard output")?;
        let number = BufReader::new(output).lines().next_line().await?.context("Xvfb did not start")?;
        Ok(Self { name: format!(":{}", number.trim()), _server: server })
    }

    /// What the driver and its browser find in their environment: this display, and folders of their own.
    ///
    /// # Errors
    ///
    /// When the folders cannot be made.
    pub(super) fn environment(&self, profile: &Path) -> Result<Vec<(&'static str, String)>> {
        let config = profile.join("config");
        fs::create_dir_all(config.join("gtk-3.0"))?;
        fs::write(config.join("gtk-3.0/gtk.css"), STYLE)?;
        let folder = |name: &str| profile.join(name).display().to_string();
        Ok(vec![
            ("DISPLAY", self.name.clone()),
            ("GDK_BACKEND", "x11".to_owned()),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_CACHE_HOME", folder("cache")),
            // The sandbox needs rights that a container does not have, and would end the browser.
            ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1".to_owned()),
        ])
    }
}

/// `MiniBrowser` without its toolbar.
///
/// # Errors
///
/// When its settings cannot be written.
pub(super) fn capabilities(profile: &Path, preferences: Preferences) -> Result<Map<String, Value>> {
    let settings = profile.join("settings");
    let font_size = preferences.font_size;
    fs::write(
        &settings,
        format!(
            "[websettings]\ndefault-font-size={font_size}\njavascript-can-open-windows-automatically=true\n"
        ),
    )?;
    let mut args = vec!["--automation".to_owned(), "--full-screen".to_owned()];
    args.push(format!("--config={}", settings.display()));
    if preferences.dark {
        args.push("--dark-mode".to_owned());
    }
    let program = std::env::var("MINI_BROWSER").unwrap_or_else(|_| MINI_BROWSER.to_owned());
    Ok(Map::from_iter([
        ("browserName".to_owned(), json!("MiniBrowser")),
        // A page that never ends to load fails a step, and not the whole story.
        ("timeouts".to_owned(), json!({ "pageLoad": DEADLINE.as_millis() })),
        ("webkitgtk:browserOptions".to_owned(), json!({ "binary": program, "args": args })),
    ]))
}
