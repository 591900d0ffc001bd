//! Ctrl-C, SIGTERM and SIGHUP: remembered, so that whoever waits can end what it started and say so.

use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Starts to listen. From here on a signal no longer ends the program by itself.
///
/// # Errors
///
/// When the system refuses the handler.
pub(crate) fn install() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| REQUESTED.store(true, Ordering::SeqCst))
}

/// Whether somebody asked this program to stop.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}
