//! The release build: what is shipped, in `dist/`.

pub(crate) mod paths;
pub(crate) mod precompressed;
pub(crate) mod scrutiny;

use crate::process::{self, ProcessError, output::Output};
use crate::progress;
use crate::release::precompressed::PrecompressError;
use crate::release::scrutiny::ScrutinyError;
use crate::tools::{self, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// Builds what is deployed.
///
/// # Errors
///
/// When a tool is missing, or there is no build in the end.
pub(crate) fn run(workspace: &Workspace) -> Result<(), ReleaseError> {
    let toolbox = Toolbox::prepare(workspace, &[tools::wasm_bindgen(workspace)?, tools::trunk()?])?;
    build_compressed(workspace, &toolbox)
}

/// As [`build`], with compressed copies beside the files.
///
/// # Errors
///
/// As [`build`], and when a file cannot be compressed.
pub(crate) fn build_compressed(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), ReleaseError> {
    progress::step("release build", "about two minutes; seconds when nothing has changed", || {
        build(workspace, toolbox)
    })?;
    progress::step("compressing it", "some seconds", || Ok(precompressed::write(&workspace.dist())?))
}

/// Writes the release build to `dist/`. Always asked of trunk: cargo knows best what is stale.
///
/// # Errors
///
/// When it cannot be built, or a browser would refuse a part of it.
pub(crate) fn build(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), ReleaseError> {
    let mut trunk = toolbox.command(workspace, "trunk");
    trunk.args(["build", "--release"]).env_remove("NO_COLOR");
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", paths::without_home());
    process::run("trunk build", &trunk, Output::Inherited)?;
    let mut minify = toolbox.command(workspace, "cargo");
    minify.args(["run", "--quiet", "--package", "minify", "--"]).arg(workspace.dist());
    process::run("minify", &minify, Output::Inherited)?;
    Ok(scrutiny::require(&workspace.dist())?)
}

/// Why there is no release build.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleaseError {
    /// The tools for the build are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// The build failed.
    #[error(transparent)]
    Build(#[from] ProcessError),
    /// It was built, and would not run.
    #[error(transparent)]
    Refused(#[from] ScrutinyError),
    /// There are no compressed copies.
    #[error(transparent)]
    Precompress(#[from] PrecompressError),
}
