//! Finding programs on a search path, and their versions.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// `PATH` with the repository's own tools first.
pub(crate) fn with_tools(workspace: &Workspace) -> Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(workspace.tools().join("bin")).chain(env::split_paths(&inherited));
    env::join_paths(folders)
        .context("PATH cannot hold a character in the name of the repository's folder; move it elsewhere")
}

/// The first program of that name on `path`.
pub(crate) fn locate(program: &str, path: &OsStr) -> Option<PathBuf> {
    let file_name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path).map(|folder| folder.join(&file_name)).find(|candidate| candidate.is_file())
}

/// The version that the program prints of itself.
pub(crate) fn version_of(program: impl AsRef<OsStr>) -> Option<String> {
    version_in(&process::output_of(Command::new(program).arg("--version"))?)
}

/// The first word that looks like `1.2.3`, without what follows the numbers.
fn version_in(output: &str) -> Option<String> {
    output.split_whitespace().find_map(|word| {
        let word = word.trim_start_matches('v');
        let version = word.split(['-', '+']).next()?;
        let parts: Vec<&str> = version.split('.').collect();
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (parts.len() >= 3 && parts.iter().all(is_number)).then(|| version.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_folder_on_the_path_wins() {
        let root = tempfile::tempdir().unwrap();
        let (first, second) = (root.path().join("first"), root.path().join("second"));
        let file_name = format!("tool{}", env::consts::EXE_SUFFIX);
        for folder in [&first, &second] {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(&file_name), "").unwrap();
        }
        let path = env::join_paths([root.path(), &first, &second]).unwrap();
        assert_eq!(locate("tool", &path), Some(first.join(&file_name)));
        assert_eq!(locate("other", &path), None);
    }

    #[test]
    fn a_program_that_is_missing_has_no_version() {
        assert_eq!(version_of("no-such-program-here"), None);
    }

    #[test]
    fn the_version_is_found_in_what_programs_print() {
        let check = |output: &str, expected| assert_eq!(version_in(output).as_deref(), expected, "{output}");
        check("trunk 0.21.14\n", Some("0.21.14"));
        check("wasm-bindgen 0.2.130 (a1b2c3d4e)", Some("0.2.130"));
        check("rustc 1.95.0 (f2d3ce0bd 2026-03-21)", Some("1.95.0"));
        check("ChromeDriver 156.0.8078.79 (a21ce95c24)", Some("156.0.8078.79"));
        check("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some("156.0.8078.79"));
        check("v24.1.0", Some("24.1.0"));
        check("trunk 0.22.0-beta.1", Some("0.22.0"));
        for output in ["", "command not found", "wasm-bindgen 0.2", "wasm-bindgen a.b.c"] {
            check(output, None);
        }
    }
}
