//! The steps of `cargo xtask test`, in their order: cheap ones first.
//!
//! No step sets `RUSTFLAGS`, which would make each rebuild what the others built. Warnings are refused by
//! arguments that reach this repository's packages only.

use std::fs;
use std::process::Command;

use crate::cases;
use crate::process::{self, output::Output};
use crate::release;
use crate::size;
use crate::test::{Context, Part, StepError};
use crate::tidy;
use crate::tools::WASM32;

/// The app cannot be built natively, and nothing else can be built for the browser.
const APP: &str = "account-linking";

/// The ports for a browser: built natively too, tested in Chromium.
const WEB: &str = "auth0-spa-web";

/// How long each fuzz target looks. Enough to try half a million inputs.
const FUZZ_TIME: &str = "-max_total_time=10";

/// One check.
pub(super) struct Step {
    /// What people call it.
    pub(super) name: &'static str,
    /// Where it belongs.
    pub(super) part: Part,
    /// Does it.
    pub(super) work: fn(&Context<'_>) -> Result<(), StepError>,
}

/// Every check.
pub(super) const STEPS: [Step; 13] = [
    Step { name: "format", part: Part::Unit, work: format },
    Step { name: "rules of the repository", part: Part::Unit, work: rules },
    Step { name: "a test for every case", part: Part::Unit, work: cover },
    Step { name: "lints, native", part: Part::Unit, work: lint_native },
    Step { name: "lints, wasm32", part: Part::Unit, work: lint_wasm32 },
    Step { name: "tests, native", part: Part::Unit, work: test_native },
    Step { name: "documentation", part: Part::Unit, work: document },
    Step { name: "fuzz targets, briefly", part: Part::Fuzz, work: fuzz },
    Step { name: "component tests in Chromium", part: Part::Web, work: test_components },
    Step { name: "release build", part: Part::E2e, work: build_release },
    Step { name: "size of the first load", part: Part::E2e, work: weigh },
    Step { name: "end-to-end tests in Chromium", part: Part::E2e, work: test_end_to_end },
    Step { name: "other clients against the tenant", part: Part::Clients, work: test_clients },
];

fn format(context: &Context<'_>) -> Result<(), StepError> {
    run(&cargo(context, &["fmt", "--all", "--check"]))
}

fn rules(context: &Context<'_>) -> Result<(), StepError> {
    Ok(tidy::run(context.workspace)?)
}

fn cover(context: &Context<'_>) -> Result<(), StepError> {
    Ok(cases::check(context.workspace)?)
}

fn lint_native(context: &Context<'_>) -> Result<(), StepError> {
    run(&cargo(
        context,
        &["clippy", "--workspace", "--exclude", APP, "--all-targets", "--", "-D", "warnings"],
    ))?;
    // All targets are those that are tested without a browser.
    run(&cargo(context, &["clippy", "--package", "e2e", "--test", "e2e", "--bins", "--", "-D", "warnings"]))
}

fn lint_wasm32(context: &Context<'_>) -> Result<(), StepError> {
    run(&cargo(
        context,
        &[
            "clippy",
            "--package",
            APP,
            "--package",
            WEB,
            "--target",
            WASM32,
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ))
}

fn test_native(context: &Context<'_>) -> Result<(), StepError> {
    run(&cargo(context, &["test", "--workspace", "--exclude", APP]))
}

fn document(context: &Context<'_>) -> Result<(), StepError> {
    for packages in [["--workspace", "--exclude", APP].as_slice(), &["--package", APP, "--target", WASM32]] {
        let mut command = cargo(context, &["doc", "--no-deps"]);
        command.args(packages).env("RUSTDOCFLAGS", "-D warnings");
        run(&command)?;
    }
    Ok(())
}

fn fuzz(context: &Context<'_>) -> Result<(), StepError> {
    for target in ["callback", "id_token", "json"] {
        // What is found on the way is worth keeping for the next run, but not in the repository.
        let found = context.workspace.path(&format!("target/fuzz-corpus/{target}"));
        fs::create_dir_all(&found).map_err(|source| StepError::NoFolder { path: found.clone(), source })?;
        let mut command = cargo(context, &["run", "--quiet", "--bin", target, "--"]);
        command
            .args([FUZZ_TIME, "-dict=fuzz.dict", "-max_len=4096", "-verbosity=0", "-print_final_stats=1"])
            .arg(format!("-artifact_prefix={}/", found.parent().unwrap_or(&found).display()))
            .arg(&found)
            .arg(format!("corpus/{target}"))
            // Its Cargo configuration turns the coverage counters on.
            .current_dir(context.workspace.path("crates/auth0-spa/fuzz"));
        run(&command)?;
    }
    Ok(())
}

fn test_components(context: &Context<'_>) -> Result<(), StepError> {
    run(&with_browser(
        context,
        cargo(context, &["test", "--package", APP, "--package", WEB, "--target", WASM32, "--test", "web"]),
    )?)
}

fn build_release(context: &Context<'_>) -> Result<(), StepError> {
    Ok(release::build(context.workspace, &context.toolbox)?)
}

fn weigh(context: &Context<'_>) -> Result<(), StepError> {
    Ok(size::weigh(context.workspace)?)
}

fn test_end_to_end(context: &Context<'_>) -> Result<(), StepError> {
    npm(context, "tests/axe", &["ci", "--no-audit", "--no-fund", "--ignore-scripts"])?;
    run(&with_browser(context, cargo(context, &["test", "--package", "e2e", "--test", "e2e"]))?)
}

fn test_clients(context: &Context<'_>) -> Result<(), StepError> {
    run(&cargo(context, &["build", "--package", "auth0-emulator"]))?;
    for arguments in [["ci", "--no-audit", "--no-fund", "--ignore-scripts"].as_slice(), &["test"]] {
        npm(context, "tests/spa-js", arguments)?;
    }
    Ok(())
}

fn npm(context: &Context<'_>, folder: &str, arguments: &[&str]) -> Result<(), StepError> {
    let mut command = context.toolbox.command(context.workspace, "npm");
    command.args(arguments).current_dir(context.workspace.path(folder));
    process::run("npm", &with_browser(context, command)?, Output::Inherited)?;
    Ok(())
}

fn cargo(context: &Context<'_>, arguments: &[&str]) -> Command {
    let mut command = context.toolbox.command(context.workspace, "cargo");
    command.args(arguments);
    command
}

fn with_browser(context: &Context<'_>, mut command: Command) -> Result<Command, StepError> {
    let browser = context.browser.as_ref().ok_or(StepError::NoBrowser)?;
    command.env("CHROMEDRIVER", &browser.driver).env("CHROMIUM", &browser.program);
    Ok(command)
}

fn run(command: &Command) -> Result<(), StepError> {
    Ok(process::run("cargo", command, Output::Inherited)?)
}
