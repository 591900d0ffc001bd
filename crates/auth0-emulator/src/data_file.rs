//! State that is kept over restarts: one JSON file, replaced as a whole after each request that changed something.
//!
//! The new content is written to a temporary file, synced and renamed before the response is sent. A crash therefore loses
//! at most the request in flight, and never leaves half a file. A file that cannot be read is never changed.
//!
//! A lock keeps a second process from overwriting the state of the first. It is on a separate file, because the data file
//! is a new one after each write. The operating system releases it when the process ends, however it ends.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use thiserror::Error;

use crate::random::sha256;
use crate::tenant::Tenant;

mod stored;

use stored::Stored;

/// A file that keeps the state.
#[derive(Debug)]
pub(crate) struct DataFile {
    path: PathBuf,
    /// Digest of what was written last. The mutex also orders the writers.
    written: Mutex<[u8; 32]>,
    /// Locked as long as it is open.
    _lock: File,
}

/// Why a data file cannot be used.
#[derive(Debug, Error)]
pub enum DataFileError {
    /// The file exists, but cannot be read.
    #[error("cannot read the data file {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// Another process uses the file.
    #[error("the data file {} is in use by another process", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The lock file cannot be created, or its file system has no locks.
    #[error("cannot lock {}: {source}", path.display())]
    Unlockable {
        /// The lock file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The file is damaged, or was written by another version.
    #[error("the data file {} is damaged, or of another version: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl DataFile {
    /// Reads a file into a new tenant. If the file does not exist, the tenant stays as it is.
    ///
    /// # Errors
    ///
    /// [`DataFileError`]. The file is not changed.
    pub(crate) fn open(path: &Path, tenant: &mut Tenant) -> Result<Self, DataFileError> {
        let lock = lock(path)?;
        match fs::read(path) {
            Ok(bytes) => {
                let damaged = |reason: String| DataFileError::Damaged { path: path.to_owned(), reason };
                let stored = parse(&bytes).map_err(|error| damaged(error.to_string()))?;
                stored.restore(tenant).map_err(|error| damaged(error.to_string()))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(DataFileError::Unreadable { path: path.to_owned(), source }),
        }
        Ok(Self { path: path.to_owned(), written: Mutex::new([0; 32]), _lock: lock })
    }

    /// Writes the tenant if it differs from what was written last. `lock_tenant` is called once it is this writer's turn,
    /// and its guard is dropped before the disk is accessed.
    ///
    /// # Errors
    ///
    /// The operating system's reason; the file is unchanged then.
    pub(crate) fn write<T>(&self, lock_tenant: impl FnOnce() -> T) -> io::Result<()>
    where
        T: Deref<Target = Tenant>,
    {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = Stored::of(&lock_tenant()).map_err(io::Error::other)?;
        let bytes = serde_json::to_vec(&stored)?;
        let digest = sha256(&bytes);
        if *written == digest {
            return Ok(());
        }
        let new = beside(&self.path, ".new");
        write_private(&new, &bytes)?;
        fs::rename(&new, &self.path)?;
        *written = digest;
        Ok(())
    }
}

/// Parses the content. What a request or a seed file nests as deeply as is allowed there is nested deeper here.
fn parse(bytes: &[u8]) -> serde_json::Result<Stored> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    json.disable_recursion_limit();
    let stored = Stored::deserialize(&mut json)?;
    json.end()?;
    Ok(stored)
}

/// Locks a data file, without waiting.
fn lock(path: &Path) -> Result<File, DataFileError> {
    let place = beside(path, ".lock");
    let unlockable = |source| DataFileError::Unlockable { path: place.clone(), source };
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).open(&place).map_err(unlockable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DataFileError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(unlockable(source)),
    }
}

/// The path with a suffix: `tenant.json.lock`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes and syncs a file with private keys, which only its owner can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
