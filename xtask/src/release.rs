//! `cargo xtask build`: the release build in `dist/`, as it is deployed.

pub(crate) mod compress;
mod policy;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process;
use crate::progress;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    build_compressed(workspace, &Toolbox::for_builds(workspace)?)
}

/// As [`build`], with compressed copies beside the files.
pub(crate) fn build_compressed(workspace: &Workspace, toolbox: &Toolbox) -> Result<()> {
    build(workspace, toolbox)?;
    progress::step("compressing it", "some seconds", || compress::write_copies(&workspace.dist()))
}

/// Writes the release build to `dist/`. An error if a browser would refuse a part of it.
pub(crate) fn build(workspace: &Workspace, toolbox: &Toolbox) -> Result<()> {
    progress::step("release build", "about two minutes; seconds when nothing has changed", || {
        let mut trunk = toolbox.command("trunk");
        trunk.args(["build", "--release"]).env_remove("NO_COLOR");
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags_without_home());
        process::run(&mut trunk)?;
        let minify = ["run", "--quiet", "--package", "minify", "--"];
        process::run(toolbox.command("cargo").args(minify).arg(workspace.dist()))?;
        policy::require(&workspace.dist())
    })
}

/// Compiler flags that name the files of libraries by library and version alone, in the messages of panics: the same
/// build on every machine, and nobody's user name in it. They come on top of those in `.cargo/config.toml`.
fn flags_without_home() -> String {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    cargo_home.map(|folder| flags(&folder.join("registry").join("src"))).unwrap_or_default()
}

fn flags(registries: &Path) -> String {
    let folders = fs::read_dir(registries).into_iter().flatten().flatten();
    let paths = folders.map(|entry| entry.path().display().to_string());
    // The flags are split at spaces.
    let paths = paths.filter(|path| !path.contains(char::is_whitespace));
    let mut flags: Vec<_> = paths.map(|path| format!("--remap-path-prefix={path}/=")).collect();
    flags.sort();
    flags.join(" ")
}

/// The message about a file of the build.
pub(crate) fn unreadable(path: &Path) -> String {
    format!("{} cannot be read; is there a release build? `cargo xtask build` makes one", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_flag_for_each_registry() {
        let folder = tempfile::tempdir().unwrap();
        for registry in ["b-1", "a-2", "with blank"] {
            fs::create_dir_all(folder.path().join(registry)).unwrap();
        }
        let expected = ["a-2", "b-1"]
            .map(|name| format!("--remap-path-prefix={}/=", folder.path().join(name).display()));
        assert_eq!(flags(folder.path()), expected.join(" "));
        assert_eq!(flags(&folder.path().join("none")), "");
    }
}
