//! Starting other programs, and never leaving one behind.
//!
//! Every program runs on a [leash]: it and all that it starts end when it is told to, when this
//! program ends, and when this program is killed. Knows nothing of what the programs are for.

pub(crate) mod leash;
pub(crate) mod output;

use std::io;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::interrupt;
use crate::process::output::{Output, Tail};

/// How often a waiting loop looks again.
pub(crate) const POLL: Duration = Duration::from_millis(50);

/// Runs `command` to its end.
///
/// # Errors
///
/// When it cannot be started, fails, or somebody asks this program to stop meanwhile.
pub(crate) fn run(name: &str, command: &Command, output: Output) -> Result<(), ProcessError> {
    spawn(name, command, output)?.wait()
}

/// Starts `command` on a leash. Dropping the result ends it.
///
/// # Errors
///
/// When the leash cannot be started.
pub(crate) fn spawn(name: &str, command: &Command, output: Output) -> Result<Running, ProcessError> {
    let not_started = |source| ProcessError::NotStarted { name: name.to_owned(), source };
    let mut leashed = leash::wrap(command).map_err(not_started)?;
    leashed.stdin(Stdio::piped());
    if matches!(output, Output::Lines(_)) {
        leashed.stdout(Stdio::piped()).stderr(Stdio::piped());
    }
    let mut child = leashed.spawn().map_err(not_started)?;
    let tail = Tail::default();
    let readers = match output {
        Output::Inherited => Vec::new(),
        Output::Lines(sink) => output::read_lines(&mut child, &sink, &tail),
    };
    Ok(Running { name: name.to_owned(), leash: child.stdin.take(), child, tail, readers })
}

/// The text that a short command prints, or nothing when it cannot be run or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A program that was started and may still run.
#[derive(Debug)]
pub(crate) struct Running {
    name: String,
    child: Child,
    /// Closing this pipe ends the program.
    leash: Option<ChildStdin>,
    tail: Tail,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    /// Waits for the program to end well.
    ///
    /// # Errors
    ///
    /// When it fails, or somebody asks this program to stop: then the program has been ended.
    pub(crate) fn wait(mut self) -> Result<(), ProcessError> {
        loop {
            if let Some(status) = self.poll()? {
                return if status.success() { Ok(()) } else { Err(self.failure(status)) };
            }
            if interrupt::requested() {
                self.stop();
                return Err(ProcessError::Interrupted);
            }
            thread::sleep(POLL);
        }
    }

    /// Confirms that the program still runs.
    ///
    /// # Errors
    ///
    /// When it has ended, however well.
    pub(crate) fn require_alive(&mut self) -> Result<(), ProcessError> {
        match self.poll()? {
            Some(status) => Err(self.failure(status)),
            None => Ok(()),
        }
    }

    /// Ends the program and all that it started, and waits until they are gone.
    pub(crate) fn stop(&mut self) {
        drop(self.leash.take());
        // The leash always ends: it kills what does not end by itself.
        drop(self.child.wait());
        self.finish_reading();
    }

    fn poll(&mut self) -> Result<Option<ExitStatus>, ProcessError> {
        self.child.try_wait().map_err(|source| ProcessError::NotStarted { name: self.name.clone(), source })
    }

    fn failure(&mut self, status: ExitStatus) -> ProcessError {
        self.finish_reading();
        ProcessError::Ended { name: self.name.clone(), status, last_output: self.tail.text() }
    }

    fn finish_reading(&mut self) {
        for reader in self.readers.drain(..) {
            drop(reader.join());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Why a program did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProcessError {
    /// The system would not start or watch it.
    #[error("{name} could not be started")]
    NotStarted {
        /// What it is called in messages.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// It ended by itself, and should not have, or not like this.
    #[error("{name} ended ({status}){last_output}")]
    Ended {
        /// What it is called in messages.
        name: String,
        /// How it ended.
        status: ExitStatus,
        /// The last lines it printed, where they were read; begins with a line break.
        last_output: String,
    },
    /// Somebody pressed Ctrl-C or ended this program.
    #[error("stopped before the end; everything that was started has ended")]
    Interrupted,
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_command_is_read() {
        assert_eq!(output_of(Command::new("echo").arg("text")).as_deref(), Some("text\n"));
    }

    #[test]
    fn a_command_that_fails_or_is_not_there_has_no_text() {
        assert_eq!(output_of(&mut Command::new("false")), None);
        assert_eq!(output_of(&mut Command::new("no-such-program-here")), None);
    }
}
