//! Why the program cannot start, each with a remedy.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use auth0_emulator::tenant::issuer::NotAnIssuer;
use auth0_emulator::{CertificateError, DataFileError, ListenError, SeedError};
use thiserror::Error;

/// Why the program cannot start.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A seed file cannot be read.
    #[error("cannot read {}: {source}. {}", path.display(), readable(source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A seed file is invalid.
    #[error("{}: {source}. Mend the file and start again.", name(path.as_ref()))]
    Seed {
        /// The file. `None` for the built-in one.
        path: Option<PathBuf>,
        /// What is wrong with it.
        source: SeedError,
    },
    /// `--check` found something.
    #[error("the warnings above are most likely mistakes ({0}). Mend the files, or start without --check.")]
    Mistakes(usize),
    /// The keyword values are not a JSON object.
    #[error(
        "{variable} is not a JSON object: {source}. Give it the form {{\"KEY\": \"value\"}}, or unset it."
    )]
    Keywords {
        /// The environment variable.
        variable: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The data file cannot be used.
    #[error("{0}. {remedy}", remedy = remedy(.0))]
    Data(#[from] DataFileError),
    /// The address cannot be used.
    #[error(
        "{0}. End the program that uses it, or choose another one with --listen or --tls 127.0.0.1:PORT."
    )]
    Listen(#[from] ListenError),
    /// The certificate cannot be used.
    #[error("{0}. Mend or remove the files, or give another directory with --tls-dir.")]
    Certificate(#[from] CertificateError),
    /// No directory for the certificate.
    #[error("there is no home directory to keep the certificate in. Give a directory with --tls-dir.")]
    NoHome,
    /// The issuer cannot be used.
    #[error("--issuer: {0}. Give a URL such as https://tenant.example/.")]
    Issuer(#[from] NotAnIssuer),
    /// No such client.
    #[error("the tenant file has no client `{wanted}`. It has: {known}.")]
    NoClient {
        /// The requested client.
        wanted: String,
        /// The names of all clients.
        known: String,
    },
    /// The asynchronous runtime does not start.
    #[error("cannot start: {0}. The machine is out of threads or file handles.")]
    Runtime(std::io::Error),
}

impl Failure {
    /// The exit code, as `--help` lists them.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Listen(_) | Self::Runtime(_) | Self::Certificate(_) | Self::NoHome => 1,
            Self::Issuer(_) | Self::NoClient { .. } => 2,
            Self::Mistakes(_)
            | Self::Unreadable { .. }
            | Self::Seed { .. }
            | Self::Keywords { .. }
            | Self::Data(_) => 3,
        })
    }
}

fn remedy(error: &DataFileError) -> &'static str {
    match error {
        DataFileError::InUse { .. } => "End that one, or give another file with --data.",
        DataFileError::Unlockable { .. } => {
            "Give a file with --data in a directory of the local disk that can be written to."
        }
        DataFileError::Unreadable { .. } | DataFileError::Damaged { .. } => {
            "It was left alone: mend it, move it away, or give another one with --data."
        }
    }
}

fn readable(source: &std::io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::IsADirectory => "The Deploy CLI writes one file in place of a folder with --format=yaml.",
        ErrorKind::InvalidData => "Save the file in UTF-8.",
        _ => "Give the path of an existing file, or leave the option out for the demo tenant.",
    }
}

fn name(path: Option<&PathBuf>) -> String {
    path.map_or_else(|| "built-in demo tenant".to_owned(), |path| path.display().to_string())
}
