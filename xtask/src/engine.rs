//! The engines that the end-to-end tests run in, and the browsers that bring them.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::browser::Browser;
use crate::debian;
use crate::search_path::locate;
use crate::tools::{self, Tool};

/// How to get Firefox.
const FIREFOX_REMEDY: &str = "the end-to-end tests need Firefox: on Debian `apt-get install firefox-esr` (as root, `cargo xtask \
    test --install` does it), elsewhere from https://www.mozilla.org/firefox; or choose another engine with `--browser`";

/// How to get WebKit.
const WEBKIT_REMEDY: &str = "the end-to-end tests need WebKitGTK's driver and an X server without a screen: on Debian and Ubuntu \
    `apt-get install webkit2gtk-driver xvfb` (as root on Debian, `cargo xtask test --install` does it); there is none outside of \
    Linux, so choose another engine with `--browser`";

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

/// The programs of an engine: what a test is told about them.
#[derive(Debug, Clone)]
pub(crate) struct Programs(Vec<(&'static str, PathBuf)>);

impl Engine {
    /// As the tests' `BROWSER` names it.
    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Looks for its browser, and installs it where that is allowed.
    pub(crate) fn require(self, install: bool) -> Result<Programs> {
        let packages: &[&str] = match self {
            Self::Chromium => {
                return self.find().or_else(|_| Browser::require(install).and_then(|_| self.find()));
            }
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb"],
        };
        debian::find_or_install(|| self.find(), packages, install)
    }

    /// What drives it and is not a package of the system.
    pub(crate) fn tool(self) -> Option<Tool> {
        (self == Self::Firefox).then(tools::geckodriver)
    }

    /// Looks for its browser.
    pub(crate) fn find(self) -> Result<Programs> {
        let path = env::var_os("PATH").unwrap_or_default();
        Ok(Programs(match self {
            Self::Chromium => {
                let Browser { program, driver } = Browser::find()?;
                vec![("CHROMIUM", program), ("CHROMEDRIVER", driver)]
            }
            Self::Firefox => {
                let program = locate("firefox-esr", &path).or_else(|| locate("firefox", &path));
                vec![(
                    "FIREFOX",
                    program.with_context(|| format!("Firefox was not found; {FIREFOX_REMEDY}"))?,
                )]
            }
            Self::Webkit => {
                let driver = locate("WebKitWebDriver", &path);
                let driver =
                    driver.with_context(|| format!("WebKitWebDriver was not found; {WEBKIT_REMEDY}"))?;
                ensure!(locate("Xvfb", &path).is_some(), "Xvfb was not found; {WEBKIT_REMEDY}");
                let program =
                    mini_browser().with_context(|| format!("MiniBrowser was not found; {WEBKIT_REMEDY}"))?;
                vec![("MINI_BROWSER", program), ("WEBKIT_DRIVER", driver)]
            }
        }))
    }

    /// Tells a program which engine it is to use, and where that is.
    pub(crate) fn name_to(self, programs: &Programs, command: &mut Command) {
        command.env("BROWSER", self.name());
        command.envs(programs.0.iter().map(|(variable, program)| (variable, program)));
    }
}

impl Programs {
    /// Where the browser is.
    pub(crate) fn browser(&self) -> String {
        self.0.first().map(|(_, program)| program.display().to_string()).unwrap_or_default()
    }
}

/// Debian has it among the libraries of its architecture.
fn mini_browser() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok).map(|folder| folder.path());
    let mut places = folders.map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"));
    places.find(|program| program.is_file())
}
