//! `cargo xtask tidy`: the repository's own rules, which Cargo and Clippy cannot check.

mod dependencies;
mod languages;
mod layers;
mod links;
mod rules;
pub(crate) mod source;

use anyhow::{Result, ensure};

use crate::tidy::source::Source;
use crate::workspace::Workspace;

/// Checks every rule and prints each place where one is broken. An error if there is one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let sources = source::all(workspace)?;
    let mut violations: Vec<String> =
        sources.iter().flat_map(|source| [rules::check(source), layers::check(source)].concat()).collect();
    violations.extend(dependencies::check(workspace)?);
    violations.extend(links::check(workspace)?);
    violations.extend(languages::check(workspace, &sources)?);
    violations.sort();
    for violation in &violations {
        println!("{violation}");
    }
    let count = violations.len();
    ensure!(count == 0, "the repository's rules are broken in {count} places, listed above");
    println!("{} files keep the repository's rules", sources.len());
    Ok(())
}

/// What is printed about a broken rule.
fn violation(source: &Source, line: usize, rule: &str) -> String {
    format!("{}:{line}: {rule}", source.path)
}
