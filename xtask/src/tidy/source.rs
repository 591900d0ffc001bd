//! The repository's Rust files.

use std::fs;

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

use crate::workspace::Workspace;

/// The folders that hold sources.
const FOLDERS: [&str; 4] = ["src", "crates", "tests", "xtask"];

/// A Rust file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The path from the root, written with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// A file that exists only in a test.
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The text without comments and without the tests at its end. Lines keep their numbers.
    pub(crate) fn code(&self) -> String {
        let lines = self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        lines.map(|line| without_comment(line).to_owned() + "\n").collect()
    }

    /// Whether the file is the module at `prefix` (`src/pages`) or inside it.
    pub(crate) fn is_in(&self, prefix: &str) -> bool {
        self.path.strip_prefix(prefix).is_some_and(|rest| {
            rest.is_empty() || rest == ".rs" || rest.starts_with('/') || prefix.ends_with('/')
        })
    }
}

/// The line up to `//`, unless that is part of a URL.
fn without_comment(line: &str) -> &str {
    let mut starts = line.match_indices("//").filter_map(|(at, _)| line.get(..at));
    starts.find(|before| !before.ends_with(':')).unwrap_or(line)
}

/// Whether a folder or file is the repository's own: not hidden, built or installed.
pub(super) fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !name.starts_with('.') && !["target", "node_modules", "dist"].contains(&name.as_ref())
}

/// Every Rust file of the repository.
pub(crate) fn all(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in FOLDERS
        .iter()
        .flat_map(|folder| WalkDir::new(workspace.path(folder)).into_iter().filter_entry(is_ours))
    {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let text =
                fs::read_to_string(entry.path()).with_context(|| entry.path().display().to_string())?;
            let path = entry.path().strip_prefix(workspace.root())?.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_no_comments_and_no_tests() {
        let source = Source::new(
            "src/a.rs",
            "//! Header.\nlet url = \"https://a\"; // why\nfn f() {}\n#[cfg(test)]\nmod tests {}\n",
        );
        assert_eq!(source.code(), "\nlet url = \"https://a\"; \nfn f() {}\n");
    }

    #[test]
    fn a_module_is_its_file_and_its_folder() {
        let check =
            |path, prefix, expected| assert_eq!(Source::new(path, "").is_in(prefix), expected, "{path}");
        check("src/pages.rs", "src/pages", true);
        check("src/pages/home.rs", "src/pages", true);
        check("src/pages_old.rs", "src/pages", false);
        check("src/app.rs", "src/", true);
        check("xtask/src/main.rs", "src/", false);
    }
}
