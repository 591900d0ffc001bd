//! Why the program ends without having served: one sentence and its remedy each.

use std::path::PathBuf;
use std::process::ExitCode;

use auth0_emulator::{ListenError, SeedError};
use thiserror::Error;

/// A reason to end.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A seed file cannot be read.
    #[error("cannot read {}: {source}. Give the path of an existing file, or leave the option out for the demo tenant.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A seed file says something that cannot be used.
    #[error("{}: {source}. Mend the file and start again.", path.as_deref().map_or("built-in demo tenant".into(), |path| path.display().to_string()))]
    Seed {
        /// The file, unless it is the built-in one.
        path: Option<PathBuf>,
        /// What is wrong with it.
        source: SeedError,
    },
    /// The port cannot be opened.
    #[error("{0}. End the program that uses the port, or choose another one with --listen 127.0.0.1:PORT.")]
    Listen(#[from] ListenError),
    /// The asynchronous runtime does not start.
    #[error("cannot start: {0}. The machine is out of threads or file handles.")]
    Runtime(std::io::Error),
}

impl Failure {
    /// The exit code, as `--help` lists them.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Listen(_) | Self::Runtime(_) => 1,
            Self::Unreadable { .. } | Self::Seed { .. } => 3,
        })
    }
}
