//! `cargo xtask leash`, which nobody types: runs a program that ends when its starter does.
//!
//! The leash stands between this program and one that it starts. It reads its standard input, a pipe whose
//! other end its starter holds: when that end closes, because the starter lets go, ends, crashes or is
//! killed, the leash ends the program's whole process group. So nothing outlives `cargo xtask`, and no
//! signal handler has to get everything right.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;
use std::{env, sync::mpsc};

use clap::Args;

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(4);

/// The program to run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The program and its arguments, after `--`
    #[arg(required = true, last = true)]
    command: Vec<OsString>,
}

/// `command`, run by a leash: the same program, arguments, folder and environment.
///
/// # Errors
///
/// When this program does not know where it lies itself.
pub(crate) fn wrap(command: &Command) -> io::Result<Command> {
    let mut leashed = Command::new(own_program()?);
    leashed.arg("leash").arg("--").arg(command.get_program()).args(command.get_args());
    // What `cargo run` tells xtask about the package xtask is not true of the packages built from here.
    for (name, _) in env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            leashed.env_remove(name);
        }
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => leashed.env(name, value),
            None => leashed.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        leashed.current_dir(folder);
    }
    Ok(leashed)
}

/// This program's file. On Linux by way of the process: `cargo test` may have replaced the file meanwhile.
fn own_program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { env::current_exe() }
}

/// Runs the program until it ends or has to.
///
/// # Errors
///
/// When the program cannot be started.
pub(crate) fn run(options: &Options) -> Result<ExitCode, LeashError> {
    let Some((program, arguments)) = options.command.split_first() else {
        return Err(LeashError::NoProgram);
    };
    let not_started = |source| LeashError::NotStarted { program: program.clone(), source };
    let (let_go, starter_gone) = mpsc::channel();
    // Ctrl-C reaches the leash too, and must not end it before it has ended the program: so this comes first.
    let on_signal = let_go.clone();
    ctrlc::set_handler(move || {
        // Nobody listens any more when the program has ended already.
        let _ = on_signal.send(());
    })?;
    let mut child = in_own_group(Command::new(program).args(arguments).stdin(Stdio::null()))
        .spawn()
        .map_err(not_started)?;
    let group = child.id();
    thread::spawn(move || {
        drop(io::stdin().read_to_end(&mut Vec::new()));
        let _ = let_go.send(());
    });
    thread::spawn(move || {
        if starter_gone.recv().is_ok() {
            signal_group(group, Urgency::Ask);
            thread::sleep(GRACE);
            signal_group(group, Urgency::Force);
        }
    });
    let status = wait(&mut child).map_err(not_started)?;
    // What the program itself left behind ends with it.
    signal_group(group, Urgency::Force);
    Ok(exit_code(status))
}

fn wait(child: &mut Child) -> io::Result<ExitStatus> {
    loop {
        match child.wait() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

#[derive(Debug, Clone, Copy)]
enum Urgency {
    /// End in good order.
    Ask,
    /// End now.
    Force,
}

#[cfg(unix)]
fn in_own_group(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(unix)]
fn signal_group(group: u32, urgency: Urgency) {
    use nix::sys::signal::{Signal, killpg};

    let signal = match urgency {
        Urgency::Ask => Signal::SIGTERM,
        Urgency::Force => Signal::SIGKILL,
    };
    if let Ok(group) = i32::try_from(group) {
        // An error means that the group has ended already.
        let _ = killpg(nix::unistd::Pid::from_raw(group), signal);
    }
}

#[cfg(not(unix))]
fn in_own_group(command: &mut Command) -> &mut Command {
    command
}

#[cfg(not(unix))]
fn signal_group(group: u32, _urgency: Urgency) {
    drop(Command::new("taskkill").args(["/T", "/F", "/PID", &group.to_string()]).output());
}

/// Why the program did not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LeashError {
    /// Nothing after `--`.
    #[error("no program was named after `--`")]
    NoProgram,
    /// The system would not start it.
    #[error("{} could not be started; is it installed and on PATH?", program.display())]
    NotStarted {
        /// The program.
        program: OsString,
        /// What the system says.
        source: io::Error,
    },
    /// The system refuses the signal handler.
    #[error("signals cannot be handled")]
    Signals(#[from] ctrlc::Error),
}
