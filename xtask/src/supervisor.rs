//! Nothing that `cargo xtask` starts outlives it.
//!
//! The program starts itself once more, as the leader of a new process group, and that worker runs the command. The
//! supervisor waits. When the worker ends or somebody presses Ctrl-C, it ends the whole group. If the supervisor itself
//! is killed, the worker reads the end of its standard input, a pipe from the supervisor, and ends the group:
//! `process-wrap` knows groups but not the death of a parent.

use std::env;
use std::io::{self, Read};
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap};

/// The option that makes this program a worker. Its value is the repository's root.
pub(crate) const WORKER: &str = "--worker-in";

/// How often the supervisor looks.
const POLL: Duration = Duration::from_millis(20);

/// How often it looks before it kills programs that do not end when asked: four seconds.
#[cfg(unix)]
const PATIENCE: u32 = 200;

/// How a command ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// By itself.
    Ended(ExitStatus),
    /// By Ctrl-C, SIGTERM or SIGHUP.
    Interrupted,
}

/// Runs this program's own command line in a worker, to its end or to the first Ctrl-C.
pub(crate) fn run(root: &Path) -> Result<Ending> {
    let (sender, interrupts) = mpsc::channel();
    let on_signal = move || {
        // Sending fails when the command has ended already.
        let _ = sender.send(());
    };
    ctrlc::set_handler(on_signal).context("signals cannot be handled")?;
    let mut worker = worker(root)?.spawn().context("xtask could not start itself")?;
    let ending = loop {
        if let Some(status) = worker.try_wait()? {
            break Ending::Ended(status);
        }
        if interrupts.recv_timeout(POLL).is_ok() {
            ask_to_end(worker.as_mut());
            break Ending::Interrupted;
        }
    };
    // What is left of the group. An error means that nothing is.
    let _ = worker.start_kill();
    Ok(ending)
}

fn worker(root: &Path) -> Result<CommandWrap> {
    let mut command = CommandWrap::with_new(env::current_exe()?, |command| {
        command.arg(WORKER).arg(root).args(env::args_os().skip(1)).stdin(Stdio::piped());
        // What `cargo run` says of the package xtask is not true of the packages that xtask builds.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name.as_ref());
            }
        }
    });
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    Ok(command)
}

/// Asks every program of the group to end, and waits for it.
#[cfg(unix)]
fn ask_to_end(worker: &mut dyn ChildWrapper) {
    use nix::sys::signal::{Signal, killpg};
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    use nix::unistd::Pid;

    let Ok(group) = i32::try_from(worker.id()).map(Pid::from_raw) else { return };
    // Programs whose parent ends become children of this process, which can wait for them then.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_child_subreaper(true);
    let _ = killpg(group, Signal::SIGTERM);
    for _ in 0..PATIENCE {
        // A program counts as a member of the group until it is waited for.
        let any = Pid::from_raw(-group.as_raw());
        while waitpid(any, Some(WaitPidFlag::WNOHANG)).is_ok_and(|status| status != WaitStatus::StillAlive) {}
        if killpg(group, None).is_err() {
            return;
        }
        thread::sleep(POLL);
    }
}

#[cfg(not(unix))]
fn ask_to_end(worker: &mut dyn ChildWrapper) {
    end_tree(worker.id());
}

/// In the worker: ends the whole group when the supervisor is gone.
pub(crate) fn end_with_supervisor() {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        end_group();
    });
}

#[cfg(unix)]
fn end_group() {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::{getpgrp, getpid};

    // Not that of a shell which runs the worker by hand.
    if getpgrp() == getpid() {
        let _ = killpg(getpgrp(), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn end_group() {
    end_tree(std::process::id());
}

/// Windows has no process groups. Its job objects are in `process-wrap` too, with 20 MB of bindings to download.
#[cfg(not(unix))]
fn end_tree(process: u32) {
    let process = process.to_string();
    drop(std::process::Command::new("taskkill").args(["/T", "/F", "/PID", &process]).output());
}
