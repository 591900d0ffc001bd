//! Nothing that `cargo xtask` starts outlives it.
//!
//! The program starts itself once more, as the leader of a new process group, and that worker runs the command. The
//! supervisor waits. When the worker ends or somebody presses Ctrl-C, it ends the whole group. If the supervisor itself
//! is killed, the worker reads the end of its standard input, a pipe from the supervisor, and ends the group.

use std::env;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

/// The option that makes this program a worker. Its value is the repository's root.
const WORKER: &str = "--worker-in";

/// The supervisor's polling interval.
const POLL: Duration = Duration::from_millis(20);

/// How often it polls before it kills programs that ignore SIGTERM: four seconds in all.
#[cfg(unix)]
const POLLS_BEFORE_KILL: u32 = 200;

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
            ask_to_end(&mut worker);
            break Ending::Interrupted;
        }
    };
    kill_group(worker.id());
    Ok(ending)
}

fn worker(root: &Path) -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(WORKER).arg(root).args(env::args_os().skip(1)).stdin(Stdio::piped());
    // The variables that `cargo run` sets for xtask are wrong for the packages that xtask builds.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    Ok(command)
}

/// In the worker: ends the whole group when the supervisor is gone.
pub(crate) fn end_with_supervisor() {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        kill_group(std::process::id());
    });
}

/// Asks every program of the group to end, and waits for it.
#[cfg(unix)]
fn ask_to_end(worker: &mut Child) {
    use nix::sys::signal::{Signal, killpg};
    use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
    use nix::unistd::Pid;

    let Ok(id) = i32::try_from(worker.id()) else { return };
    // Programs whose parent ends become children of this process, which can wait for them then.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_child_subreaper(true);
    let _ = killpg(Pid::from_raw(id), Signal::SIGTERM);
    for _ in 0..POLLS_BEFORE_KILL {
        // A program counts as a member of the group until it is waited for.
        let member = Pid::from_raw(-id);
        while waitpid(member, Some(WaitPidFlag::WNOHANG)).is_ok_and(|status| status != WaitStatus::StillAlive)
        {
        }
        if killpg(Pid::from_raw(id), None).is_err() {
            return;
        }
        thread::sleep(POLL);
    }
}

/// Kills what is left of the worker's group.
#[cfg(unix)]
fn kill_group(worker: u32) {
    use nix::sys::signal::{Signal, killpg};

    if let Ok(group) = i32::try_from(worker) {
        // An error means that nothing is left, or that a shell runs the worker, which leads no group then.
        let _ = killpg(nix::unistd::Pid::from_raw(group), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn ask_to_end(_: &mut Child) {}

/// Windows has no process groups.
#[cfg(not(unix))]
fn kill_group(worker: u32) {
    drop(Command::new("taskkill").args(["/T", "/F", "/PID", &worker.to_string()]).output());
}
