//! `cargo xtask test`: every check in order, for people and for CI alike.
//!
//! Owns the order and what is said about it. Each step is one line of the table in `steps`; what a step needs
//! is got before the first one runs.

mod steps;
mod summary;

use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::browser::{Browser, BrowserError};
use crate::cases::CasesError;
use crate::node::{self, NodeError};
use crate::process::ProcessError;
use crate::progress::Stopwatch;
use crate::release::ReleaseError;
use crate::size::SizeError;
use crate::test::steps::{STEPS, Step};
use crate::test::summary::{Outcome, Summary};
use crate::tidy::TidyError;
use crate::tools::{self, Tool, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// What can be chosen.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run one part instead of all
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Go on after a failure, to see all of them
    #[arg(long)]
    keep_going: bool,
}

/// A part of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Format, lints, native tests, documentation, the repository's own rules: no browser
    Unit,
    /// Fuzz targets for what strangers can send, half a minute: needs a C++ compiler
    Fuzz,
    /// Component tests in Chromium
    Web,
    /// The release build, its size, and the end-to-end tests in Chromium
    E2e,
    /// Other people's clients against the local tenant: auth0-spa-js, oauth4webapi, the Deploy CLI's schema
    Clients,
}

/// What the steps work with.
#[derive(Debug)]
struct Context<'a> {
    workspace: &'a Workspace,
    toolbox: Toolbox,
    /// Absent when no chosen step needs one.
    browser: Option<Browser>,
}

/// Runs the chosen steps and prints how long each took.
///
/// # Errors
///
/// When something that the steps need is missing, or a step fails.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<(), TestError> {
    let stopwatch = Stopwatch::start();
    let is_chosen = |part: Part| options.only.is_none_or(|only| only == part);
    let context = prepare(workspace, is_chosen)?;

    let mut summary = Summary::new();
    let mut failure = None;
    for step in STEPS.iter().filter(|step| is_chosen(step.part)) {
        if failure.is_some() && !options.keep_going {
            summary.add(step.name, Outcome::NotRun);
            continue;
        }
        let (outcome, error) = run_step(step, &context);
        summary.add(step.name, outcome);
        if matches!(error, Some(StepError::Process(ProcessError::Interrupted))) {
            return Err(TestError::Interrupted);
        }
        failure =
            failure.or(error.map(|source| TestError::Step { name: step.name, source: Box::new(source) }));
    }
    print!("\n{}", summary.table(stopwatch.elapsed()));
    failure.map_or(Ok(()), Err)
}

fn run_step(step: &Step, context: &Context<'_>) -> (Outcome, Option<StepError>) {
    println!("\n→ {}", step.name);
    let stopwatch = Stopwatch::start();
    match (step.work)(context) {
        Ok(()) => (Outcome::Passed(stopwatch.elapsed()), None),
        Err(error) => {
            println!("✗ {}: {error}", step.name);
            (Outcome::Failed(stopwatch.elapsed()), Some(error))
        }
    }
}

fn prepare(workspace: &Workspace, is_chosen: impl Fn(Part) -> bool) -> Result<Context<'_>, TestError> {
    let needs_wasm = is_chosen(Part::Web) || is_chosen(Part::E2e);
    let needs_browser = needs_wasm || is_chosen(Part::Clients);
    let browser = needs_browser.then(Browser::require).transpose()?;
    if is_chosen(Part::E2e) || is_chosen(Part::Clients) {
        node::require()?;
    }
    let mut tools: Vec<Tool> = Vec::new();
    if needs_wasm {
        tools.push(tools::wasm_bindgen(workspace)?);
    }
    if is_chosen(Part::E2e) {
        tools.push(tools::trunk()?);
    }
    Ok(Context { workspace, toolbox: Toolbox::prepare(workspace, &tools)?, browser })
}

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// A program that it ran.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The repository's rules.
    #[error(transparent)]
    Tidy(#[from] TidyError),
    /// The cases and their tests.
    #[error(transparent)]
    Cases(#[from] CasesError),
    /// The release build.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The weight of the release build.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// A folder that a step writes to.
    #[error("{} cannot be made", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The step needs a browser and was run without one.
    #[error("no browser was prepared")]
    NoBrowser,
}

/// Why the checks did not all pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TestError {
    /// No browser, and it could not be installed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// No Node.js, and it could not be installed.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A tool is missing and could not be installed.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// Somebody asked this program to stop.
    #[error("stopped before the end; everything that was started has ended")]
    Interrupted,
    /// The first step that failed.
    #[error("{name} failed; what it printed stands above, under `→ {name}`")]
    Step {
        /// The step.
        name: &'static str,
        /// What it says.
        #[source]
        source: Box<StepError>,
    },
}
