//! The release build, where there is one: nothing in it that the Content-Security-Policy would refuse.

use crate::release::scrutiny::{self, ScrutinyError};
use crate::tidy::Violation;
use crate::workspace::Workspace;

/// Checks `dist/`; without a build there is nothing to say.
///
/// # Errors
///
/// When a file of it cannot be read.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, ScrutinyError> {
    let page = "dist/index.html";
    if !workspace.path(page).is_file() {
        return Ok(Vec::new());
    }
    let places = scrutiny::check(&workspace.dist())?;
    let violation = |place| Violation {
        path: page.to_owned(),
        line: 1,
        rule: format!(
            "the Content-Security-Policy would refuse this build (`cargo xtask build` makes a new one): {place}"
        ),
    };
    Ok(places.into_iter().map(violation).collect())
}
