//! `cargo xtask <command>`: the list of commands, and how an error is printed.

mod auth_config;
mod bench;
mod browser;
mod cases;
mod debian;
mod deploy;
mod doctor;
mod endpoints;
mod engine;
mod port;
mod preview;
mod process;
mod progress;
mod release;
mod search_path;
mod shots;
mod size;
mod start;
mod supervisor;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

use crate::engine::Engine;
use crate::supervisor::Ending;
use crate::workspace::Workspace;

/// The automation of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// Set by the supervisor
    #[arg(long, hide = true, value_name = "ROOT")]
    worker_in: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what is missing, then run the app with a local Auth0 tenant
    Start(start::Options),
    /// Run every check: format, lints, tests, release build, size, end to end in three browsers
    Test(test::Options),
    /// Build the release into `dist/`, with compressed copies beside its files
    Build,
    /// Serve the release build as production would, with a local Auth0 tenant beside it
    Preview(start::Ports),
    /// Write the configuration for nginx, Caddy, Netlify, Cloudflare Pages and Vercel into `deploy/`
    Deploy(deploy::Options),
    /// Write the table of Auth0's endpoints and parameters into the README of auth0-emulator
    Endpoints,
    /// Weigh the release build's first load and compare it with the budget
    Size,
    /// Take a picture of every page and state, in both themes and four widths, into `shots/`
    Shots {
        /// The engine to take them in
        #[arg(long, value_name = "ENGINE", default_value = "chromium")]
        browser: Engine,
    },
    /// Measure the release build beside the same app in React, in Chromium
    Bench(bench::Options),
    /// Check the repository's own rules, those that Cargo and clippy cannot
    Tidy,
    /// List every acceptance case with the tests that cover it
    Cases,
    /// List the tools that were found, and how to get those that are missing
    Doctor,
}

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("\nerror: {error}");
        for cause in error.chain().skip(1) {
            eprintln!("  because: {cause}");
        }
        ExitCode::FAILURE
    })
}

fn run(Arguments { worker_in, command }: &Arguments) -> Result<ExitCode> {
    if let Some(root) = worker_in {
        supervisor::end_with_supervisor();
        return work(command, &Workspace::at(root)).map(|()| ExitCode::SUCCESS);
    }
    match supervisor::run(Workspace::find().root())? {
        Ending::Ended(status) if status.code().is_none() => {
            bail!("xtask was killed ({status}); everything that was started has ended")
        }
        Ending::Ended(status) => Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        // Those two run until they are stopped.
        Ending::Interrupted if matches!(command, Command::Start(_) | Command::Preview(_)) => {
            println!("\nstopped; nothing is left running");
            Ok(ExitCode::SUCCESS)
        }
        Ending::Interrupted => bail!("stopped before the end; everything that was started has ended"),
    }
}

fn work(command: &Command, workspace: &Workspace) -> Result<()> {
    match command {
        Command::Start(options) => start::run(options, workspace),
        Command::Test(options) => test::run(options, workspace),
        Command::Build => release::run(workspace),
        Command::Preview(ports) => preview::run(ports, workspace),
        Command::Deploy(options) => deploy::run(options, workspace),
        Command::Endpoints => endpoints::run(workspace),
        Command::Size => size::run(workspace),
        Command::Shots { browser } => shots::run(*browser, workspace),
        Command::Bench(options) => bench::run(options, workspace),
        Command::Tidy => tidy::run(workspace),
        Command::Cases => cases::run(workspace),
        Command::Doctor => doctor::run(workspace),
    }
}
