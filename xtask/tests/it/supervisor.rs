//! Nothing that `cargo xtask` starts outlives it: shown with real processes.
//!
//! The stand-in for cargo starts a program that prints a line if it is alive after some seconds. Only when every process
//! has ended does the pipe that they all write to end.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command};

use crate::stage::{Stage, text};

/// Starts a program, prints its parent's id and waits.
const WAITS: &str = "(sleep 5; echo outlived) & echo started $PPID; wait";

/// A command, run until it has started cargo.
struct Started {
    child: Child,
    output: BufReader<ChildStdout>,
    /// The id of the process that started cargo.
    worker: String,
    _stage: Stage,
}

impl Started {
    fn new(cargo: &str) -> io::Result<Self> {
        let stage = Stage::new(cargo)?;
        let mut child = stage.start(&[])?;
        let mut output = BufReader::new(child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?);
        loop {
            let mut line = String::new();
            if output.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(worker) = line.strip_prefix("started ") {
                return Ok(Self { child, output, worker: worker.trim().to_owned(), _stage: stage });
            }
        }
    }

    /// Sends a signal to a process, then reads what is still printed until everything has ended.
    fn signal(mut self, signal: &str, process: &str) -> io::Result<(String, bool, String)> {
        assert!(Command::new("kill").args([signal, process]).status()?.success());
        let mut rest = String::new();
        self.output.read_to_string(&mut rest)?;
        let output = self.child.wait_with_output()?;
        Ok((rest, output.status.success(), text(&output.stderr)))
    }
}

#[test]
fn ctrl_c_ends_everything_and_says_so() {
    let started = Started::new(WAITS).unwrap();
    let supervisor = started.child.id().to_string();
    let (printed, success, error) = started.signal("-INT", &supervisor).unwrap();
    assert_eq!((printed.as_str(), success), ("", false));
    assert!(error.contains("everything that was started has ended"), "{error}");
}

#[test]
fn programs_that_ignore_the_request_to_end_are_killed() {
    let started = Started::new("trap '' TERM; (sleep 30; echo outlived) & echo started $PPID; wait").unwrap();
    let supervisor = started.child.id().to_string();
    let (printed, success, _) = started.signal("-TERM", &supervisor).unwrap();
    assert_eq!((printed.as_str(), success), ("", false));
}

#[test]
fn a_killed_supervisor_leaves_nothing_running() {
    let started = Started::new(WAITS).unwrap();
    let supervisor = started.child.id().to_string();
    let (printed, success, _) = started.signal("-KILL", &supervisor).unwrap();
    assert_eq!((printed.as_str(), success), ("", false));
}

#[test]
fn a_killed_worker_leaves_nothing_running_and_is_reported() {
    let started = Started::new(WAITS).unwrap();
    let worker = started.worker.clone();
    let (printed, success, error) = started.signal("-KILL", &worker).unwrap();
    assert_eq!((printed.as_str(), success), ("", false));
    assert!(error.contains("xtask was killed (signal: 9"), "{error}");
}

#[test]
fn programs_left_behind_by_a_command_end_with_it() {
    let stage = Stage::new("(sleep 60; echo outlived) & exit 3").unwrap();
    let output = stage.run(&[]).unwrap();
    assert!(!text(&output.stdout).contains("outlived"));
}
