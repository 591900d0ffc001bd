//! `cargo xtask test`: every check in order, for people and for CI alike.

mod every_engine;
mod python;
mod steps;
mod summary;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::engine::Engine;
use crate::progress::Stopwatch;
use crate::test::steps::{STEPS, Setup};
use crate::test::summary::{Outcome, Summary};
use crate::tools::{self, Toolbox};
use crate::workspace::Workspace;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run one part instead of all
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Go on after a failure, to see all of them
    #[arg(long)]
    keep_going: bool,
    /// Run all end-to-end tests in this engine, instead of all in Chromium and some in Firefox and WebKit
    #[arg(long, value_name = "ENGINE")]
    browser: Option<Engine>,
    /// Install the browsers and Node.js with apt-get if they are missing (Debian, as root)
    #[arg(long)]
    install: bool,
}

/// A part of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Format, lints, native tests, documentation, dependencies, the repository's own rules: no browser
    Unit,
    /// Fuzz targets for input from outside, half a minute: needs a C++ compiler
    Fuzz,
    /// Component tests in Chromium
    Web,
    /// The release build, its size, and the end-to-end tests in Chromium, Firefox and WebKit
    E2e,
    /// Other people's clients against the local tenant: Auth0's own, oauth4webapi, the Deploy CLI's schema
    Clients,
}

/// Runs the chosen steps and prints how long each took.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<()> {
    let stopwatch = Stopwatch::start();
    let is_chosen = |part: Part| options.only.is_none_or(|only| only == part);
    let setup = prepare(workspace, options, is_chosen)?;
    let has_engine = |engine: Engine| setup.engines.iter().any(|(prepared, _)| *prepared == engine);

    let mut summary = Summary::default();
    let mut failure = None;
    for step in STEPS.iter().filter(|step| is_chosen(step.part) && step.engine.is_none_or(has_engine)) {
        if failure.is_some() && !options.keep_going {
            summary.add(step.name, Outcome::NotRun);
            continue;
        }
        println!("\n→ {}", step.name);
        let stopwatch = Stopwatch::start();
        match (step.work)(&setup) {
            Ok(()) => summary.add(step.name, Outcome::Passed(stopwatch.elapsed())),
            Err(error) => {
                println!("✗ {}: {error}", step.name);
                summary.add(step.name, Outcome::Failed(stopwatch.elapsed()));
                let message = format!("{0} failed; what it printed is above, under `→ {0}`", step.name);
                failure = failure.or(Some(error.context(message)));
            }
        }
    }
    print!("\n{}", summary.table(stopwatch.elapsed()));
    failure.map_or(Ok(()), Err)
}

/// Installs what the chosen parts need, before the first one runs.
fn prepare<'a>(
    workspace: &'a Workspace,
    options: &Options,
    is_chosen: impl Fn(Part) -> bool,
) -> Result<Setup<'a>> {
    let install = options.install;
    let needs_wasm = is_chosen(Part::Web) || is_chosen(Part::E2e);
    let needs_browser = is_chosen(Part::Web) || is_chosen(Part::Clients);
    let browser = needs_browser.then(|| Browser::require(install)).transpose()?;
    if is_chosen(Part::E2e) || is_chosen(Part::Clients) {
        browser::require_node(install)?;
    }
    let mut tools = Vec::new();
    let mut engines = Vec::new();
    if is_chosen(Part::E2e) {
        let is_asked_for = |engine: &Engine| options.browser.is_none_or(|only| only == *engine);
        for engine in Engine::value_variants().iter().copied().filter(is_asked_for) {
            engines.push((engine, engine.require(install)?));
            tools.extend(engine.tool());
        }
    }
    if is_chosen(Part::Unit) {
        tools.push(tools::cargo_deny());
        tools.push(tools::leptosfmt());
    }
    if needs_wasm {
        tools.push(tools::wasm_bindgen(workspace)?);
    }
    if is_chosen(Part::E2e) {
        tools.push(tools::trunk());
    }
    let toolbox = Toolbox::prepare(workspace, &tools)?;
    Ok(Setup { workspace, toolbox, browser, engines, every_story: options.browser.is_some() })
}
