//! Which versions `Cargo.lock` has settled on.

use std::io;
use std::path::PathBuf;

use serde::Deserialize;

use crate::version::Version;
use crate::workspace::Workspace;

/// The version of `package` that this repository is locked to.
///
/// # Errors
///
/// When `Cargo.lock` cannot be read, or does not hold the package.
pub(crate) fn locked_version(workspace: &Workspace, package: &'static str) -> Result<Version, LockfileError> {
    let path = workspace.path("Cargo.lock");
    let text = std::fs::read_to_string(&path).map_err(|source| LockfileError::Unreadable { path, source })?;
    find(&text, package)
}

fn find(text: &str, package: &'static str) -> Result<Version, LockfileError> {
    let lockfile: Lockfile = toml::from_str(text).map_err(LockfileError::NotALockfile)?;
    lockfile
        .package
        .iter()
        .filter(|candidate| candidate.name == package)
        .find_map(|candidate| candidate.version.parse().ok())
        .ok_or(LockfileError::NotLocked { package })
}

#[derive(Deserialize)]
struct Lockfile {
    #[serde(default)]
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// Why the locked version is not known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockfileError {
    /// The file is missing or may not be read.
    #[error("{} cannot be read; it belongs to the repository: `git checkout Cargo.lock`", path.display())]
    Unreadable {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is no TOML, or not of this shape.
    #[error("Cargo.lock is damaged; `git checkout Cargo.lock` brings it back")]
    NotALockfile(#[source] toml::de::Error),
    /// No package of this name is in it.
    #[error("Cargo.lock does not hold the package {package}")]
    NotLocked {
        /// The package looked for.
        package: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "00"
dependencies = ["wasm-bindgen"]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
"#;

    #[test]
    fn the_package_of_exactly_that_name_counts() {
        assert_eq!(find(LOCKFILE, "wasm-bindgen").unwrap().to_string(), "0.2.130");
    }

    #[test]
    fn a_package_that_is_not_there_is_named() {
        let error = find(LOCKFILE, "trunk").unwrap_err();
        assert_eq!(error.to_string(), "Cargo.lock does not hold the package trunk");
    }

    #[test]
    fn a_damaged_file_says_how_to_get_it_back() {
        let error = find("<<<<<<< HEAD", "trunk").unwrap_err();
        assert!(error.to_string().contains("git checkout Cargo.lock"), "{error}");
    }

    #[test]
    fn a_lockfile_without_packages_holds_none() {
        assert!(matches!(find("version = 4", "trunk"), Err(LockfileError::NotLocked { package: "trunk" })));
    }
}
