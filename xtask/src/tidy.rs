//! `cargo xtask tidy`: the repository's own rules, those that Cargo and clippy cannot check.
//!
//! Who may know whom stands in `ARCHITECTURE.md`; the tables here are its checked form. A rule is a row of a
//! table; this file only runs them and reports.

mod build;
mod deploy;
mod directions;
mod files;
mod languages;
mod manifests;
mod paths;
mod pins;
mod references;
pub(crate) mod source;
mod words;

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::deploy::DeployError;
use crate::lockfile::LockfileError;
use crate::release::scrutiny::ScrutinyError;
use crate::tidy::source::Source;
use crate::workspace::Workspace;

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    /// The file's path from the root.
    path: String,
    /// The line, from 1.
    line: usize,
    /// The rule, as a sentence.
    rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

/// Checks every rule and prints each place where one is broken.
///
/// # Errors
///
/// When there is such a place, or the sources cannot be read.
pub(crate) fn run(workspace: &Workspace) -> Result<(), TidyError> {
    let sources = source::all(workspace)?;
    let mut violations = check_sources(&sources);
    violations.extend(manifests::check(workspace)?);
    violations.extend(pins::check(workspace)?);
    violations.extend(languages::check(workspace, &sources)?);
    violations.extend(build::check(workspace)?);
    violations.extend(deploy::check(workspace)?);
    violations.sort();
    for violation in &violations {
        println!("{violation}");
    }
    if violations.is_empty() {
        println!("{} files keep the repository's rules", sources.len());
        Ok(())
    } else {
        Err(TidyError::Broken { count: violations.len() })
    }
}

fn check_sources(sources: &[Source]) -> Vec<Violation> {
    let routes = paths::routes(sources);
    sources
        .iter()
        .flat_map(|source| {
            files::check(source)
                .into_iter()
                .chain(words::check(source))
                .chain(directions::check(source))
                .chain(paths::check(source, &routes))
        })
        .collect()
}

/// Why the repository is not tidy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TidyError {
    /// Rules are broken; the places have been printed.
    #[error("the repository's rules are broken in {count} places, named above")]
    Broken {
        /// How many.
        count: usize,
    },
    /// A file that has to be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that has to be TOML.
    #[error("{} is no TOML", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
    /// A language that is no object of sentences.
    #[error("{} is no list of sentences", path.display())]
    NotWords {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// There is a release build, but not a whole one.
    #[error(transparent)]
    Build(#[from] ScrutinyError),
    /// It is not known what `deploy/` should hold.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// The locked version is unknown.
    #[error(transparent)]
    Lockfile(#[from] LockfileError),
}
