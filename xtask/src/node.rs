//! Node.js and npm, for axe-core, the tests with other people's clients and the bench's peer: found, or installed where
//! that is possible.

use std::env;

use crate::apt;
use crate::browser::system::System;
use crate::process::ProcessError;
use crate::progress;
use crate::tools::find;

/// Looks for both, and installs them where this program may: on Debian, as root.
///
/// # Errors
///
/// When they are missing and stay so.
pub(crate) fn require() -> Result<(), NodeError> {
    let is_there = || {
        let path = env::var_os("PATH").unwrap_or_default();
        ["node", "npm"].iter().all(|program| find::locate(program, &path).is_some())
    };
    if is_there() {
        return Ok(());
    }
    if System::current() != System::DebianAsRoot {
        return Err(NodeError::Missing);
    }
    let install = || apt::install(&["nodejs", "npm"]);
    progress::step("installing nodejs and npm", "once; about a minute", install)
        .map_err(NodeError::NotInstalled)?;
    is_there().then_some(()).ok_or(NodeError::Missing)
}

/// Why there is no Node.js.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NodeError {
    /// Not found, and not to be installed from here.
    #[error(
        "Node.js 20 with npm was not found, and the end-to-end tests, those with other clients and the bench need it; \
         get it from https://nodejs.org or your package manager"
    )]
    Missing,
    /// apt-get failed.
    #[error(
        "nodejs and npm could not be installed; check the network, then run `apt-get install nodejs npm`"
    )]
    NotInstalled(#[source] ProcessError),
}
