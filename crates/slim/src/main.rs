//! `slim FOLDER`: makes the release build in a folder smaller. `cargo xtask build` runs it.

use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let dist = std::env::args_os().nth(1).map(PathBuf::from).context("usage: slim FOLDER")?;
    Ok(slim::site::slim(&dist)?)
}
