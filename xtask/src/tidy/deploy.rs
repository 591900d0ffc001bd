//! The files in `deploy/` say what `crates/static-host` says.

use std::fs;

use crate::deploy::{self, DeployError};
use crate::tidy::Violation;
use crate::workspace::Workspace;

/// Compares each file with what would be written now.
///
/// # Errors
///
/// When it is not known what would be.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, DeployError> {
    let differs = |document: &deploy::Document| {
        fs::read_to_string(workspace.path(document.path)).ok().as_ref() != Some(&document.text)
    };
    let violation = |document: deploy::Document| Violation {
        path: document.path.to_owned(),
        line: 1,
        rule:
            "is not what `cargo xtask deploy` writes; run it, and change what is said in crates/static-host"
                .to_owned(),
    };
    Ok(deploy::expected(workspace)?.into_iter().filter(differs).map(violation).collect())
}
