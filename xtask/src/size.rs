//! `cargo xtask size`: what a person downloads on the first visit, and whether that is within the budget.
//!
//! Which files those are is read from the build itself, not from a list that could grow old.

mod budget;
mod first_load;
mod table;
mod weight;

use std::io;
use std::path::PathBuf;

use crate::progress;
use crate::release::{self, ReleaseError};
use crate::size::budget::{Budget, BudgetError};
use crate::size::weight::Weight;
use crate::tools::{self, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// Builds the release and weighs it.
///
/// # Errors
///
/// When it cannot be built or read, or is over the budget.
pub(crate) fn run(workspace: &Workspace) -> Result<(), SizeError> {
    let toolbox = Toolbox::prepare(workspace, &[tools::wasm_bindgen(workspace)?, tools::trunk()?])?;
    progress::step("release build", "about two minutes; seconds when nothing has changed", || {
        release::build(workspace, &toolbox)
    })?;
    weigh(workspace)
}

/// Weighs what `dist/` holds and prints the table.
///
/// # Errors
///
/// When there is no build, or it is over the budget.
pub(crate) fn weigh(workspace: &Workspace) -> Result<(), SizeError> {
    let dist = workspace.dist();
    let mut weights = Vec::new();
    for path in first_load::files(&dist)? {
        let bytes = read(&dist.join(&path))?;
        weights.push((path, Weight::of(&bytes).map_err(SizeError::Compression)?));
    }
    let budget = Budget::read(workspace)?;
    let total = weights.iter().map(|(_, weight)| *weight).sum();
    print!("{}", table::table(&weights, total, budget));
    Ok(budget.check(total)?)
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, SizeError> {
    std::fs::read(path).map_err(|source| SizeError::Unreadable { path: path.to_owned(), source })
}

/// Why the size is not known, or not good.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SizeError {
    /// The tools for the build are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// There is no build to weigh.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A file of the build.
    #[error("{} cannot be read; is there a release build? `cargo xtask build` makes one", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Compressing failed, which it does for want of memory.
    #[error("the files could not be compressed")]
    Compression(#[source] io::Error),
    /// The budget's file, or more bytes than it grants.
    #[error(transparent)]
    Budget(#[from] BudgetError),
}
