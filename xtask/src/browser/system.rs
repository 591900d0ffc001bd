//! Which operating system this is, as far as getting a browser goes.

use std::env;
use std::fs;

/// An operating system and the rights on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian with the right to install packages.
    DebianAsRoot,
    /// Debian without.
    Debian,
    /// Ubuntu, whose `chromium` package is a snap without a driver on PATH.
    Ubuntu,
    /// Fedora and its relatives.
    Fedora,
    /// Arch Linux and its relatives.
    Arch,
    /// macOS.
    MacOs,
    /// Any other.
    Other,
}

impl System {
    /// The system that this program runs on.
    pub(crate) fn current() -> Self {
        if env::consts::OS == "macos" {
            return Self::MacOs;
        }
        match Self::from_os_release(&fs::read_to_string("/etc/os-release").unwrap_or_default()) {
            Self::Debian if is_root() => Self::DebianAsRoot,
            system => system,
        }
    }

    /// Reads `/etc/os-release`: `ID`, then the distributions that it resembles.
    fn from_os_release(text: &str) -> Self {
        let value = |key: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value.trim_matches('"'))
                .unwrap_or_default()
        };
        std::iter::once(value("ID"))
            .chain(value("ID_LIKE").split_whitespace())
            .find_map(|id| match id {
                "ubuntu" => Some(Self::Ubuntu),
                "debian" => Some(Self::Debian),
                "fedora" | "rhel" => Some(Self::Fedora),
                "arch" => Some(Self::Arch),
                _ => None,
            })
            .unwrap_or(Self::Other)
    }

    /// What a person does to get the browser and its driver.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::DebianAsRoot => "run `apt-get install chromium chromium-driver`",
            Self::Debian => "run `sudo apt-get install chromium chromium-driver`",
            Self::Fedora => "run `sudo dnf install chromium chromedriver`",
            Self::Arch => "run `sudo pacman -S chromium`",
            Self::MacOs => "run `brew install --cask google-chrome chromedriver`",
            Self::Ubuntu | Self::Other => {
                "install Chrome and the chromedriver of the same version (npx @puppeteer/browsers install \
                 chromedriver@stable gets one) and put both on PATH"
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;

    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_read_from_os_release() {
        let check = |text: &str, expected| assert_eq!(System::from_os_release(text), expected, "{text}");
        check("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n", System::Debian);
        check("ID=ubuntu\nID_LIKE=debian\n", System::Ubuntu);
        check("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Ubuntu);
        check("ID=raspbian\nID_LIKE=debian\n", System::Debian);
        check("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", System::Fedora);
        check("ID=manjaro\nID_LIKE=arch\n", System::Arch);
        check("ID=nixos\n", System::Other);
        check("", System::Other);
    }
}
