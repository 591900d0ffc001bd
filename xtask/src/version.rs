//! Versions of programs, as they print them.

use std::fmt;
use std::str::FromStr;

/// A three-part version, `0.21.14`. Pre-releases are not told apart: no tool here is pinned to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The first version in what `program --version` printed, `wasm-bindgen 0.2.130 (2f2f0d2)` for one.
    pub(crate) fn in_output(output: &str) -> Option<Self> {
        output.split_whitespace().find_map(|word| word.parse().ok())
    }

    /// The first number, which Chromium and its driver must have in common.
    pub(crate) fn major(self) -> u64 {
        self.major
    }
}

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_a_version = || NotAVersion(text.to_owned());
        let number =
            |part: Option<&str>| part.and_then(|digits| digits.parse().ok()).ok_or_else(not_a_version);
        let text = text.trim_start_matches('v');
        let release = text.split(['-', '+']).next().unwrap_or_default();
        let mut parts = release.split('.');
        Ok(Self { major: number(parts.next())?, minor: number(parts.next())?, patch: number(parts.next())? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The text is no version.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no version of the form 1.2.3")]
pub(crate) struct NotAVersion(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, expected: Option<&str>) {
        assert_eq!(
            Version::in_output(output).map(|version| version.to_string()).as_deref(),
            expected,
            "{output}"
        );
    }

    #[test]
    fn the_version_is_found_in_what_programs_print() {
        check("trunk 0.21.14\n", Some("0.21.14"));
        check("wasm-bindgen 0.2.130", Some("0.2.130"));
        check("wasm-bindgen 0.2.130 (a1b2c3d4e)", Some("0.2.130"));
        check("rustc 1.95.0 (f2d3ce0bd 2026-03-21)", Some("1.95.0"));
        check("ChromeDriver 156.0.8078.79 (a21ce95c24)", Some("156.0.8078"));
        check("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some("156.0.8078"));
        check("v24.1.0", Some("24.1.0"));
        check("trunk 0.22.0-beta.1", Some("0.22.0"));
    }

    #[test]
    fn text_without_a_version_has_none() {
        check("", None);
        check("command not found", None);
        check("wasm-bindgen 0.2", None);
        check("wasm-bindgen a.b.c", None);
    }

    #[test]
    fn versions_compare_by_number() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("0.2.130") > version("0.2.99"));
        assert!(version("1.0.0") > version("0.99.99"));
        assert_eq!(version("156.0.8078.79").major(), 156);
    }
}
