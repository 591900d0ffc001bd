//! Looking for programs on a search path, and asking them for their version.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use crate::process;
use crate::tools::Tool;
use crate::version::Version;

/// Whether every program of `tool` that would be run from `path` has the right version.
pub(crate) fn is_present(tool: &Tool, path: &OsStr) -> bool {
    tool.programs.iter().all(|program| {
        locate(program, path)
            .and_then(|found| version_of(&found))
            .is_some_and(|version| version == tool.version)
    })
}

/// The first program of that name on `path`.
pub(crate) fn locate(program: &str, path: &OsStr) -> Option<PathBuf> {
    let file_name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path).map(|folder| folder.join(&file_name)).find(|candidate| candidate.is_file())
}

/// The version that the program prints of itself.
pub(crate) fn version_of(program: impl AsRef<OsStr>) -> Option<Version> {
    let output = process::output_of(Command::new(program).arg("--version"))?;
    Version::in_output(&output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_folder_on_the_path_wins() {
        let root = env::temp_dir().join(format!("xtask-find-{}", std::process::id()));
        let (first, second) = (root.join("first"), root.join("second"));
        let file_name = format!("tool{}", env::consts::EXE_SUFFIX);
        for folder in [&first, &second] {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(&file_name), "").unwrap();
        }
        let path = env::join_paths([&root, &first, &second]).unwrap();
        assert_eq!(locate("tool", &path), Some(first.join(&file_name)));
        assert_eq!(locate("other", &path), None);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_has_no_version() {
        assert_eq!(version_of("no-such-program-here"), None);
    }
}
