//! The program `auth0-emulator`: a local Auth0 tenant on a port of this machine.

use std::process::ExitCode;

use clap::Parser;

mod args;
mod config;
mod failure;
mod seed_files;
mod start;

fn main() -> ExitCode {
    match start::run(&args::Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("auth0-emulator: {failure}");
            failure.exit_code()
        }
    }
}
