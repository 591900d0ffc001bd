//! Running other programs. They get no standard input: the worker's own is the pipe to its supervisor.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// The polling interval of waiting loops.
pub(crate) const POLL: Duration = Duration::from_millis(50);

/// How often to look whether the last output of a program that has ended is printed.
const PRINTING_POLLS: u32 = 20;

/// Runs `command` to completion. An error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| not_started(command))?;
    ensure!(status.success(), "{} failed ({status})", name(command));
    Ok(())
}

/// What a short command prints. `None` if it cannot be run or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A program that keeps running.
#[derive(Debug)]
pub(crate) struct Running {
    name: String,
    child: Child,
    /// They print its output.
    readers: Vec<JoinHandle<()>>,
}

/// Starts a program and prints each line of its output after `label`, except those that contain one of `unwanted`.
pub(crate) fn spawn(
    command: &mut Command,
    label: &'static str,
    unwanted: &'static [&'static str],
) -> Result<Running> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| not_started(command))?;
    let stdout =
        child.stdout.take().map(|stream| thread::spawn(move || print_lines(stream, label, unwanted)));
    let stderr =
        child.stderr.take().map(|stream| thread::spawn(move || print_lines(stream, label, unwanted)));
    Ok(Running { name: name(command), child, readers: stdout.into_iter().chain(stderr).collect() })
}

impl Running {
    /// An error if the program has ended, even successfully.
    pub(crate) fn require_alive(&mut self) -> Result<()> {
        let Some(status) = self.child.try_wait()? else { return Ok(()) };
        self.finish_printing();
        bail!("{} ended ({status}); its last lines are above", self.name)
    }

    /// Waits until all its output is printed, but not long: a program that it left behind may keep the output open.
    fn finish_printing(&self) {
        for _ in 0..PRINTING_POLLS {
            if self.readers.iter().all(JoinHandle::is_finished) {
                return;
            }
            thread::sleep(POLL);
        }
    }
}

fn print_lines(stream: impl Read, label: &str, unwanted: &[&str]) {
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        if !unwanted.iter().any(|text| line.contains(text)) {
            println!("{label:>7} │ {}", line.trim_end_matches('\r'));
        }
    }
}

/// A short name of a command: `cargo build` for `/usr/bin/cargo build --release`.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words: Vec<_> =
        std::iter::once(program).chain(command.get_args().take(1)).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

fn not_started(command: &Command) -> String {
    format!("{} could not be started; is it installed and on PATH?", command.get_program().display())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_a_command_is_read() {
        assert_eq!(output_of(Command::new("echo").arg("text")).as_deref(), Some("text\n"));
    }

    #[test]
    fn a_command_that_fails_or_is_missing_has_no_output() {
        assert_eq!(output_of(&mut Command::new("false")), None);
        assert_eq!(output_of(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn the_last_lines_of_a_program_are_printed_before_its_end_is_reported() {
        // Many lines, so that some are still to be read when it ends.
        let mut running = spawn(Command::new("seq").arg("100000"), "test", &[]).unwrap();
        let error = loop {
            if let Err(error) = running.require_alive() {
                break error.to_string();
            }
        };
        assert!(running.readers.iter().all(JoinHandle::is_finished), "{error}");
        assert_eq!(error, "seq 100000 ended (exit status: 0); its last lines are above");
    }

    #[test]
    fn the_report_does_not_wait_for_a_program_left_behind() {
        let mut running = spawn(Command::new("sh").args(["-c", "sleep 5 & exit 7"]), "test", &[]).unwrap();
        while running.require_alive().is_ok() {}
        assert!(!running.readers.iter().all(JoinHandle::is_finished));
    }

    #[test]
    fn a_failure_names_the_program() {
        let error = |command: &mut Command| run(command).unwrap_err().to_string();
        assert_eq!(error(Command::new("sh").args(["-c", "exit 7"])), "sh -c failed (exit status: 7)");
        let missing = error(&mut Command::new("no-such-program-here"));
        assert!(missing.starts_with("no-such-program-here could not be started"), "{missing}");
    }
}
