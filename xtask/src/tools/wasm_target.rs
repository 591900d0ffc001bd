//! The compiler's standard library for the browser.

use std::path::Path;
use std::process::Command;

use crate::process::{self, ProcessError, output::Output};
use crate::progress;
use crate::workspace::Workspace;

/// The target triple of the app.
pub(crate) const WASM32: &str = "wasm32-unknown-unknown";

/// Whether the compiler can build for the browser.
pub(crate) fn has_wasm_target(workspace: &Workspace) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace.root()).args(["--print", "target-libdir", "--target", WASM32]);
    process::output_of(&mut rustc).is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Adds the target when it is missing.
///
/// # Errors
///
/// When there is no rustup to add it, or rustup cannot.
pub(super) fn require(workspace: &Workspace) -> Result<(), WasmTargetError> {
    if has_wasm_target(workspace) {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup.current_dir(workspace.root());
    if process::output_of(rustup.arg("--version")).is_none() {
        return Err(WasmTargetError::NoRustup);
    }
    let mut rustup = Command::new("rustup");
    rustup.current_dir(workspace.root()).args(["target", "add", WASM32]);
    progress::step(&format!("adding the {WASM32} target"), "once; about 10 seconds", || {
        process::run("rustup", &rustup, Output::Inherited)
    })?;
    Ok(())
}

/// Why the compiler cannot build for the browser.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WasmTargetError {
    /// Rust came from elsewhere.
    #[error(
        "the compiler lacks the {WASM32} target and rustup is not there to add it; \
         install Rust from https://rustup.rs, or your distribution's package of that target"
    )]
    NoRustup,
    /// rustup failed.
    #[error(
        "the {WASM32} target could not be added; check the network, then run `rustup target add {WASM32}`"
    )]
    NotAdded(#[from] ProcessError),
}
