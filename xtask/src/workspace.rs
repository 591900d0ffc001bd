//! Where things are in the repository.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root folder, and the places in it that several commands use.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program belongs to. Cargo says which one that is when it runs the program; without Cargo
    /// it is the one where the program was built.
    pub(crate) fn find() -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self::at(package.parent().unwrap_or(&package))
    }

    /// The workspace in a folder.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder by its path from the root, written with `/`.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Programs installed for this repository alone. Ignored by Git, kept between runs.
    pub(crate) fn tools(&self) -> PathBuf {
        self.path(".tools")
    }

    /// The release build that `cargo xtask build` writes.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("dist")
    }
}
