//! State that outlives the program: one JSON file, replaced as a whole after each request that changed something.
//!
//! The file is written beside its place, forced to the disk and renamed, before the answer leaves. A crash therefore
//! loses at most the request in flight, and never leaves half a file. A file that cannot be read is never touched.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use thiserror::Error;

use crate::emulator::Emulator;
use crate::random::sha256;
use crate::tenant::Tenant;

mod stored;

use stored::Stored;

/// A file that keeps the state.
#[derive(Debug)]
pub(crate) struct DataFile {
    path: PathBuf,
    /// Digest of what was written last; the lock also orders the writers.
    written: Mutex<[u8; 32]>,
}

/// Why a data file cannot be used.
#[derive(Debug, Error)]
pub enum DataFileError {
    /// The file is there, but cannot be read.
    #[error("cannot read the data file {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The file is not what this version of the program writes.
    #[error("the data file {} is damaged, or of another version: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl DataFile {
    /// Reads a file into a tenant that was just planted; a file that is not there yet leaves it as it is.
    ///
    /// # Errors
    ///
    /// [`DataFileError`]; the file is left alone.
    pub(crate) fn open(path: &Path, tenant: &mut Tenant) -> Result<Self, DataFileError> {
        match fs::read(path) {
            Ok(bytes) => {
                let damaged = |reason: String| DataFileError::Damaged { path: path.to_owned(), reason };
                let stored: Stored =
                    serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
                stored.restore(tenant).map_err(|error| damaged(error.to_string()))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(DataFileError::Unreadable { path: path.to_owned(), source }),
        }
        Ok(Self { path: path.to_owned(), written: Mutex::new([0; 32]) })
    }

    /// Writes the state if it differs from what was written last.
    fn write(&self, emulator: &Emulator) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = Stored::of(&emulator.tenant()).map_err(io::Error::other)?;
        let bytes = serde_json::to_vec(&stored)?;
        let digest = sha256(&bytes);
        if *written == digest {
            return Ok(());
        }
        let beside = self.path.with_extension("new");
        write_private(&beside, &bytes)?;
        fs::rename(&beside, &self.path)?;
        *written = digest;
        Ok(())
    }
}

/// Writes a file that holds private keys, so that only its owner can read it, and forces it to the disk.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Keeps what a request changed before it is answered.
pub(crate) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(file) = emulator.data_file() else { return response };
    let writer = emulator.clone();
    let outcome = tokio::task::spawn_blocking(move || file.write(&writer)).await;
    match outcome.map_err(io::Error::other).flatten() {
        Ok(()) => response,
        Err(error) => {
            let text = format!("auth0-emulator could not write its data file: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
}
