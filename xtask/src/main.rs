//! The one door: `cargo xtask <command>`.
//!
//! Owns the list of commands and how an error is told. Each command is a module with a `run` function
//! and an error enum of its own; none of them prints an error itself.

mod apt;
mod auth_config;
mod bench;
mod browser;
mod cases;
mod compress;
mod deploy;
mod doctor;
mod interrupt;
mod lockfile;
mod node;
mod port;
mod preview;
mod process;
mod progress;
mod release;
mod shots;
mod size;
mod start;
mod test;
mod tidy;
mod tools;
mod version;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The automation of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Get what is missing, then run the app with a local Auth0 tenant
    Start(start::Options),
    /// Run every check: format, lints, tests, release build, size, end to end in Chromium
    Test(test::Options),
    /// Build the release into `dist/`, as it is deployed: with compressed copies beside its files
    Build,
    /// Serve the release build as production would, with a local Auth0 tenant beside it
    Preview(preview::Options),
    /// Write what nginx, Caddy, Netlify, Cloudflare Pages and Vercel have to be told, into `deploy/`
    Deploy(deploy::Options),
    /// Weigh the release build's first load and compare it with the budget
    Size,
    /// Take a picture of every page and state, in both themes and three widths, into `shots/`
    Shots,
    /// Measure the release build beside the same app in React, in Chromium
    Bench(bench::Options),
    /// Check the repository's own rules, those that Cargo cannot
    Tidy,
    /// Name every acceptance case with the tests that cover it
    Cases,
    /// Say which tools were found and how to get those that are missing
    Doctor,
    /// Run a program that ends when its starter does
    #[command(hide = true)]
    Leash(process::leash::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error}");
            let mut cause = error.source();
            while let Some(inner) = cause {
                eprintln!("  because: {inner}");
                cause = inner.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Box<dyn Error>> {
    if let Command::Leash(options) = command {
        return Ok(process::leash::run(&options)?);
    }
    interrupt::install()?;
    let workspace = Workspace::find();
    match command {
        Command::Start(options) => start::run(&options, &workspace)?,
        Command::Test(options) => test::run(&options, &workspace)?,
        Command::Build => release::run(&workspace)?,
        Command::Preview(options) => preview::run(&options, &workspace)?,
        Command::Deploy(options) => deploy::run(&options, &workspace)?,
        Command::Size => size::run(&workspace)?,
        Command::Shots => shots::run(&workspace)?,
        Command::Bench(options) => bench::run(&options, &workspace)?,
        Command::Tidy => tidy::run(&workspace)?,
        Command::Cases => cases::run(&workspace)?,
        Command::Doctor => doctor::run(&workspace)?,
        Command::Leash(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}
