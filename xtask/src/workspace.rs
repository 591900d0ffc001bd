//! Where things are in the repository. Knows no command.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root folder, and the places in it that more than one command uses.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program belongs to.
    ///
    /// Cargo says at run time which one that is; a program started without Cargo remembers where it was built.
    pub(crate) fn find() -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map_or_else(|| package.clone(), Path::to_path_buf);
        Self { root }
    }

    /// The root folder.
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
