//! Debian's packages, where this program may install them: as root.

use std::process::Command;

use crate::process::{self, ProcessError, output::Output};

/// Installs packages without a question and without their recommendations.
///
/// # Errors
///
/// When apt-get fails, most often for want of a network.
pub(crate) fn install(packages: &[&str]) -> Result<(), ProcessError> {
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    for arguments in [["update", "--quiet"].to_vec(), [install.as_slice(), packages].concat()] {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run("apt-get", &command, Output::Lines(std::sync::Arc::new(|_| {})))?;
    }
    Ok(())
}
