//! Chromium and its driver, which the tests in a browser need: found, or installed where that is possible.

pub(crate) mod system;

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::apt;
use crate::browser::system::System;
use crate::process::ProcessError;
use crate::progress;
use crate::tools::find;
use crate::version::Version;

/// Names under which Chromium or Chrome is installed.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where a Mac keeps them, outside PATH.
const MAC_BROWSERS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The browser and the program that drives it.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    /// The path of Chromium or Chrome, for the environment variable `CHROMIUM`.
    pub(crate) program: PathBuf,
    /// The path of chromedriver, for the environment variable `CHROMEDRIVER`.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Looks for both; `CHROMEDRIVER` in the environment comes first.
    ///
    /// # Errors
    ///
    /// When one is missing.
    pub(crate) fn find() -> Result<Self, BrowserError> {
        let path = env::var_os("PATH").unwrap_or_default();
        let missing = |what| BrowserError::Missing { what, remedy: System::current().remedy() };
        let driver = env::var_os("CHROMEDRIVER")
            .map(PathBuf::from)
            .filter(|driver| driver.is_file())
            .or_else(|| find::locate("chromedriver", &path))
            .ok_or_else(|| missing("chromedriver"))?;
        let program = choose(&browsers(&path), &driver).ok_or_else(|| missing("Chromium"))?;
        Ok(Self { program, driver })
    }

    /// Looks for both, and installs them where this program may: on Debian, as root.
    ///
    /// # Errors
    ///
    /// When they are missing and stay so.
    pub(crate) fn require() -> Result<Self, BrowserError> {
        match Self::find() {
            Err(BrowserError::Missing { .. }) if System::current() == System::DebianAsRoot => {
                let install = || apt::install(&["chromium", "chromium-driver"]);
                progress::step("installing chromium and chromium-driver", "once; about a minute", install)
                    .map_err(BrowserError::NotInstalled)?;
                Self::find()
            }
            outcome => outcome,
        }
    }
}

fn browsers(path: &OsStr) -> Vec<PathBuf> {
    let on_path = BROWSERS.into_iter().filter_map(|name| find::locate(name, path));
    on_path.chain(MAC_BROWSERS.into_iter().map(PathBuf::from).filter(|program| program.is_file())).collect()
}

/// Of several browsers the one that the driver was made for: both begin their version with the same number.
fn choose(browsers: &[PathBuf], driver: &Path) -> Option<PathBuf> {
    let major = |program: &Path| find::version_of(program).map(Version::major);
    let wanted = major(driver);
    browsers.iter().find(|browser| major(browser) == wanted).or(browsers.first()).cloned()
}

/// Why the tests have no browser.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BrowserError {
    /// Not found, and not to be installed from here.
    #[error("{what} was not found, and the tests in a browser need it; {remedy}")]
    Missing {
        /// Which of the two.
        what: &'static str,
        /// How to get both.
        remedy: &'static str,
    },
    /// apt-get failed.
    #[error(
        "chromium and chromium-driver could not be installed; check the network, then run \
         `apt-get update && apt-get install chromium chromium-driver`"
    )]
    NotInstalled(#[source] ProcessError),
}
