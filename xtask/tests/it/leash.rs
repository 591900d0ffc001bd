//! Nothing that `cargo xtask` starts outlives it: shown with real processes, from outside.
//!
//! Each program starts another, which speaks up if it is alive after some seconds. The end of the pipe that
//! both write to proves that both have ended; what was read from it, that neither got so far.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A shell that starts a program, says so and waits for it.
const WAITS: &str = "(sleep 5; echo outlived) & echo started; wait";

/// A shell that starts a program, says so and ends.
const ENDS: &str = "(sleep 5; echo outlived) & echo started";

fn leash(program: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["leash", "--"]).args(program).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// Runs the shell until it has started its program.
fn start(script: &str) -> io::Result<(Child, BufReader<ChildStdout>)> {
    let mut child = leash(&["sh", "-c", script]).spawn()?;
    let mut output = BufReader::new(child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?);
    let mut line = String::new();
    output.read_line(&mut line)?;
    if line == "started\n" { Ok((child, output)) } else { Err(io::Error::other(line)) }
}

fn rest(mut output: impl Read) -> io::Result<String> {
    let mut text = String::new();
    output.read_to_string(&mut text)?;
    Ok(text)
}

#[test]
fn letting_go_ends_the_program_and_what_it_started() {
    let (mut child, output) = start(WAITS).unwrap();
    drop(child.stdin.take());
    assert_eq!(rest(output).unwrap(), "");
    assert!(!child.wait().unwrap().success());
}

#[test]
fn ctrl_c_on_the_leash_ends_the_program_and_what_it_started() {
    let (mut child, output) = start(WAITS).unwrap();
    // Held to the end, so that it is the signal and not the closed pipe that ends the program.
    let held = child.stdin.take();
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(rest(output).unwrap(), "");
    assert!(!child.wait().unwrap().success());
    drop(held);
}

#[test]
fn what_a_program_leaves_behind_ends_with_it() {
    let (mut child, output) = start(ENDS).unwrap();
    let held = child.stdin.take();
    assert_eq!(rest(output).unwrap(), "");
    assert!(child.wait().unwrap().success());
    drop(held);
}

#[test]
fn the_exit_code_is_the_programs() {
    let code = |script| {
        let mut child = leash(&["sh", "-c", script]).spawn().unwrap();
        let held = child.stdin.take();
        let status = child.wait().unwrap();
        drop(held);
        status.code()
    };
    assert_eq!(code("exit 0"), Some(0));
    assert_eq!(code("exit 7"), Some(7));
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let output = leash(&["no-such-program-here"]).stderr(Stdio::piped()).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("no-such-program-here could not be started"), "{said}");
}
