//! Chromium with its driver, and Node.js: what the tests in a browser need besides Rust.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::debian;
use crate::search_path::{locate, version_of};

/// Names under which Chromium or Chrome is installed.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where a Mac keeps them, outside PATH.
const MAC_BROWSERS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// How to get both.
const REMEDY: &str = "the tests in a browser need Chromium or Chrome and the chromedriver of its version: on Debian \
    `apt-get install chromium chromium-driver` (as root, `cargo xtask test --install` does it), on Fedora \
    `dnf install chromium chromedriver`, on Arch `pacman -S chromium`, on macOS \
    `brew install --cask google-chrome chromedriver`; elsewhere, `npx @puppeteer/browsers install chromedriver@stable` \
    gets a driver for Chrome";

/// The browser and the program that drives it.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    pub(crate) program: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Looks for both. `CHROMEDRIVER` in the environment comes first.
    pub(crate) fn find() -> Result<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let driver = env::var_os("CHROMEDRIVER").map(PathBuf::from).filter(|driver| driver.is_file());
        let driver = driver
            .or_else(|| locate("chromedriver", &path))
            .with_context(|| format!("chromedriver was not found; {REMEDY}"))?;
        let program =
            choose(&browsers(&path), &driver).with_context(|| format!("Chromium was not found; {REMEDY}"))?;
        Ok(Self { program, driver })
    }

    /// Looks for both, and installs them where that is allowed.
    pub(crate) fn require(install: bool) -> Result<Self> {
        debian::find_or_install(Self::find, &["chromium", "chromium-driver"], install)
    }

    /// Whether the driver was made for the browser: both versions begin with the same number.
    pub(crate) fn versions_agree(&self) -> bool {
        major(&self.program) == major(&self.driver)
    }

    /// Tells a program where both are.
    pub(crate) fn name_to(&self, command: &mut Command) {
        command.env("CHROMEDRIVER", &self.driver).env("CHROMIUM", &self.program);
    }
}

/// Requires Node.js and npm, and installs them where that is allowed.
pub(crate) fn require_node(install: bool) -> Result<()> {
    let find = || {
        let path = env::var_os("PATH").unwrap_or_default();
        ensure!(
            ["node", "npm"].iter().all(|program| locate(program, &path).is_some()),
            "Node.js 20 with npm was not found, and the end-to-end tests, those with other clients and the bench need \
             it; get it from https://nodejs.org or your package manager (on Debian as root, `cargo xtask test \
             --install` does it)"
        );
        Ok(())
    };
    debian::find_or_install(find, &["nodejs", "npm"], install)
}

fn browsers(path: &OsStr) -> Vec<PathBuf> {
    let on_path = BROWSERS.into_iter().filter_map(|name| locate(name, path));
    on_path.chain(MAC_BROWSERS.into_iter().map(PathBuf::from).filter(|program| program.is_file())).collect()
}

/// Of several browsers, the one that the driver was made for.
fn choose(browsers: &[PathBuf], driver: &Path) -> Option<PathBuf> {
    let wanted = major(driver);
    browsers.iter().find(|browser| major(browser) == wanted).or(browsers.first()).cloned()
}

fn major(program: &Path) -> Option<String> {
    version_of(program)?.split('.').next().map(str::to_owned)
}
