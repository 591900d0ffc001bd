//! The repository's Rust files, as the rules and the cases look at them.

use std::fs;
use std::path::Path;

use crate::tidy::TidyError;
use crate::workspace::Workspace;

/// The folders that hold sources.
const FOLDERS: [&str; 4] = ["src", "crates", "tests", "xtask"];

/// A Rust file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The path from the root, written with `/`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
}

impl Source {
    /// A file that exists only in a test.
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The text without comments and without the tests at its end; line numbers stay what they are.
    pub(crate) fn code(&self) -> String {
        self.text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .map(|line| without_comment(line).to_owned() + "\n")
            .collect()
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
    line.match_indices("//")
        .map(|(at, _)| at)
        .find(|&at| !line.get(..at).is_some_and(|before| before.ends_with(':')))
        .and_then(|at| line.get(..at))
        .unwrap_or(line)
}

/// Every Rust file of the repository.
///
/// # Errors
///
/// When a folder or file cannot be read.
pub(crate) fn all(workspace: &Workspace) -> Result<Vec<Source>, TidyError> {
    let mut sources = Vec::new();
    for folder in FOLDERS {
        let path = workspace.path(folder);
        if path.is_dir() {
            collect(&path, folder, &mut sources)?;
        }
    }
    Ok(sources)
}

fn collect(folder: &Path, relative: &str, sources: &mut Vec<Source>) -> Result<(), TidyError> {
    let unreadable = |source| TidyError::Unreadable { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let relative = format!("{relative}/{name}");
        if path.is_dir() {
            if !["target", "node_modules", "dist"].contains(&name.as_str()) && !name.starts_with('.') {
                collect(&path, &relative, sources)?;
            }
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)
                .map_err(|source| TidyError::Unreadable { path: path.clone(), source })?;
            sources.push(Source { path: relative, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_are_no_code() {
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
