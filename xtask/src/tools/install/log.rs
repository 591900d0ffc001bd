//! What `cargo install` says, shown as a count and read for the cause of a failure.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What cargo has said so far, shown as a count instead of three hundred lines.
#[derive(Debug, Default)]
pub(super) struct Log {
    compiled: AtomicUsize,
    errors: Mutex<String>,
}

impl Log {
    /// One line of cargo's.
    pub(super) fn take(&self, line: &str) {
        let line = line.trim();
        if let Some(package) = line.strip_prefix("Compiling ") {
            show(self.compiled.fetch_add(1, Ordering::Relaxed) + 1, package);
        } else {
            let mut errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
            errors.push_str(line);
            errors.push('\n');
        }
    }

    /// Clears the line that shows the count.
    pub(super) fn end_line(&self) {
        if io::stdout().is_terminal() && self.compiled.load(Ordering::Relaxed) > 0 {
            print!("\r\u{1b}[2K");
        }
    }

    /// What went wrong, as far as cargo's words tell.
    pub(super) fn cause(&self) -> Cause {
        cause(&self.errors.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn show(count: usize, package: &str) {
    if io::stdout().is_terminal() {
        print!("\r\u{1b}[2K  {count} packages, now {package}");
        // A terminal that has gone away shows nothing anyway.
        let _ = io::stdout().flush();
    } else if count.is_multiple_of(50) {
        println!("  {count} packages compiled");
    }
}

/// Why cargo failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The registry cannot be reached.
    Network,
    /// A version that is asked for is not to be had.
    Resolution,
    /// No C compiler or linker.
    CCompiler,
    /// Anything else.
    Unknown,
}

/// What cargo's text says went wrong. The texts are cargo's, curl's and the `cc` crate's.
fn cause(said: &str) -> Cause {
    const SIGNS: [(Cause, &[&str]); 3] = [
        (
            Cause::Network,
            &[
                "Could not resolve host",
                "Could not connect",
                "Couldn't connect",
                "failed to download from",
                "download of config.json failed",
                "spurious network error",
                "Unable to update registry",
                "attempting to make an HTTP request, but --offline",
                "Timeout was reached",
                "SSL connect error",
            ],
        ),
        (Cause::Resolution, &["failed to select a version", "candidate versions found which didn't match"]),
        (Cause::CCompiler, &["linker `cc` not found", "failed to find tool", "is `cc` not installed"]),
    ];
    SIGNS
        .into_iter()
        .find(|(_, signs)| signs.iter().any(|sign| said.contains(sign)))
        .map_or(Cause::Unknown, |(cause, _)| cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_read_from_what_cargo_says() {
        let check = |said: &str, expected| assert_eq!(cause(said), expected, "{said}");
        check(
            "warning: spurious network error (3 tries remaining): [6] Could not resolve hostname",
            Cause::Network,
        );
        check("error: failed to download from `https://registry.example/config.json`", Cause::Network);
        check(
            "error: failed to select a version for the requirement `webpki-roots = \"^1.0.10\"` (locked to 1.0.11)",
            Cause::Resolution,
        );
        check("error: linker `cc` not found", Cause::CCompiler);
        check("error[E0308]: mismatched types", Cause::Unknown);
        check("", Cause::Unknown);
    }
}
