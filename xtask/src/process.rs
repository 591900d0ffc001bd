//! Running other programs. They get no standard input: the worker's own is the pipe to its supervisor.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// The polling interval of waiting loops.
pub(crate) const POLL: Duration = Duration::from_millis(50);

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
}

/// Starts a program and prints each line of its output after `label`, except those that contain one of `unwanted`.
pub(crate) fn spawn(
    command: &mut Command,
    label: &'static str,
    unwanted: &'static [&'static str],
) -> Result<Running> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| not_started(command))?;
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || print_lines(stdout, label, unwanted));
    }
    if let Some(stderr) = child.stderr.take() {
        thread::spawn(move || print_lines(stderr, label, unwanted));
    }
    Ok(Running { name: name(command), child })
}

impl Running {
    /// An error if the program has ended, even successfully.
    pub(crate) fn require_alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("{} ended ({status}); its last lines are above", self.name),
            None => Ok(()),
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
    fn a_failure_names_the_program() {
        let error = |command: &mut Command| run(command).unwrap_err().to_string();
        assert_eq!(error(Command::new("sh").args(["-c", "exit 7"])), "sh -c failed (exit status: 7)");
        let missing = error(&mut Command::new("no-such-program-here"));
        assert!(missing.starts_with("no-such-program-here could not be started"), "{missing}");
    }
}
