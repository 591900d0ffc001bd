//! The steps of `cargo xtask test`, in their order: cheap ones first.
//!
//! No step sets `RUSTFLAGS`: each would rebuild what the others built. Warnings are refused by arguments that reach
//! this repository's packages only.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench;
use crate::browser::Browser;
use crate::cases;
use crate::engine::{Engine, Programs};
use crate::process;
use crate::release;
use crate::size;
use crate::test::{Part, every_engine, python};
use crate::tidy;
use crate::tools::{Toolbox, WASM32};
use crate::workspace::Workspace;

/// The app cannot be built natively, and nothing else can be built for the browser.
const APP: &str = "account-linking";
/// *Log in* on home, a module of its own.
const EARLY: &str = "early-login";

/// The ports for a browser: built natively too, tested in Chromium.
const WEB: &str = "auth0-spa-web";

/// How long each fuzz target runs: enough for half a million inputs.
const FUZZ_TIME: &str = "-max_total_time=10";

/// What the steps work with.
#[derive(Debug)]
pub(super) struct Setup<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) toolbox: Toolbox,
    /// `None` if no chosen step needs one.
    pub(super) browser: Option<Browser>,
    /// The chosen engines, and where each is.
    pub(super) engines: Vec<(Engine, Programs)>,
    /// Whether all end-to-end tests run in Firefox and WebKit too.
    pub(super) every_story: bool,
}

/// One check.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) part: Part,
    /// The engine that it is about.
    pub(super) engine: Option<Engine>,
    pub(super) work: fn(&Setup<'_>) -> Result<()>,
}

/// Every check.
pub(super) const STEPS: [Step; 17] = [
    step("format", Part::Unit, check_format),
    step("rules of the repository", Part::Unit, |setup| tidy::run(setup.workspace)),
    step("a test for every case", Part::Unit, |setup| cases::check(setup.workspace)),
    step("dependencies", Part::Unit, check_dependencies),
    step("lints, native", Part::Unit, lint_native),
    step("lints, wasm32", Part::Unit, lint_wasm32),
    step("tests, native", Part::Unit, test_native),
    step("documentation", Part::Unit, document),
    step("fuzz targets, briefly", Part::Fuzz, fuzz),
    step("component tests in Chromium", Part::Web, test_components),
    step("release build", Part::E2e, |setup| release::build(setup.workspace, &setup.toolbox)),
    step("size of the first load", Part::E2e, |setup| size::weigh(setup.workspace)),
    Step {
        engine: Some(Engine::Chromium),
        ..step("end-to-end tests in Chromium", Part::E2e, |setup| test_end_to_end(setup, Engine::Chromium))
    },
    Step {
        engine: Some(Engine::Firefox),
        ..step("end-to-end tests in Firefox", Part::E2e, |setup| test_end_to_end(setup, Engine::Firefox))
    },
    Step {
        engine: Some(Engine::Webkit),
        ..step("end-to-end tests in WebKit", Part::E2e, |setup| test_end_to_end(setup, Engine::Webkit))
    },
    step("other clients against the tenant", Part::Clients, test_clients),
    step("the peer of the bench", Part::Clients, |setup| {
        // Nothing is measured: only that it can still be built.
        bench::build_peer(setup.workspace, &setup.toolbox, bench::TENANT_PORT)
    }),
];

const fn step(name: &'static str, part: Part, work: fn(&Setup<'_>) -> Result<()>) -> Step {
    Step { name, part, engine: None, work }
}

fn check_format(setup: &Setup<'_>) -> Result<()> {
    cargo(setup, &["fmt", "--all", "--check"])?;
    process::run(setup.toolbox.command("leptosfmt").args(["--check", "src", "tests/web"]))
}

/// Those checks of `deny.toml` that need no network.
fn check_dependencies(setup: &Setup<'_>) -> Result<()> {
    cargo(setup, &["deny", "--workspace", "check", "bans", "licenses", "sources"])
}

fn lint_native(setup: &Setup<'_>) -> Result<()> {
    cargo(setup, &["clippy", "--workspace", "--exclude", APP, "--all-targets", "--", "-D", "warnings"])?;
    // "All targets" are those with `test = true`.
    cargo(setup, &["clippy", "--package", "e2e", "--test", "e2e", "--bins", "--", "-D", "warnings"])
}

fn lint_wasm32(setup: &Setup<'_>) -> Result<()> {
    let packages = ["clippy", "--package", APP, "--package", EARLY, "--package", WEB, "--target", WASM32];
    cargo(setup, &[&packages, ["--all-targets", "--", "-D", "warnings"].as_slice()].concat())
}

fn test_native(setup: &Setup<'_>) -> Result<()> {
    cargo(setup, &["test", "--workspace", "--exclude", APP])
}

fn document(setup: &Setup<'_>) -> Result<()> {
    for packages in [["--workspace", "--exclude", APP].as_slice(), &["--package", APP, "--target", WASM32]] {
        let mut command = setup.toolbox.command("cargo");
        command.args(["doc", "--no-deps"]).args(packages).env("RUSTDOCFLAGS", "-D warnings");
        process::run(&mut command)?;
    }
    Ok(())
}

fn fuzz(setup: &Setup<'_>) -> Result<()> {
    for target in ["callback", "id_token", "json"] {
        // New inputs are kept for the next run, but not in the repository.
        let found = setup.workspace.path(&format!("target/fuzz-corpus/{target}"));
        fs::create_dir_all(&found).with_context(|| found.display().to_string())?;
        let mut command = setup.toolbox.command("cargo");
        command
            .args(["run", "--quiet", "--bin", target, "--"])
            .args([FUZZ_TIME, "-dict=fuzz.dict", "-max_len=4096", "-verbosity=0", "-print_final_stats=1"])
            .arg(format!("-artifact_prefix={}/", found.parent().unwrap_or(&found).display()))
            .arg(&found)
            .arg(format!("corpus/{target}"))
            // Its Cargo configuration turns the coverage counters on.
            .current_dir(setup.workspace.path("crates/auth0-spa/fuzz"));
        process::run(&mut command)?;
    }
    Ok(())
}

fn test_components(setup: &Setup<'_>) -> Result<()> {
    // Includes views that must not compile.
    cargo(setup, &["test", "--package", APP, "--target", WASM32, "--doc"])?;
    let arguments = ["test", "--package", APP, "--package", WEB, "--target", WASM32, "--test", "web"];
    in_browser(setup, setup.toolbox.command("cargo"), &arguments)
}

fn test_end_to_end(setup: &Setup<'_>, engine: Engine) -> Result<()> {
    let mut npm = setup.toolbox.command("npm");
    npm.current_dir(setup.workspace.path("tests/axe"));
    process::run(npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    let mut cargo = setup.toolbox.command("cargo");
    let (_, programs) =
        setup.engines.iter().find(|(other, _)| *other == engine).context("no browser was prepared")?;
    engine.name_to(programs, &mut cargo);
    cargo.args(["test", "--package", "e2e", "--test", "e2e", "--"]);
    if engine != Engine::Chromium && !setup.every_story {
        println!("only {}; `--browser` runs all", every_engine::STORIES.join(", "));
        cargo.args(every_engine::filters());
    }
    process::run(&mut cargo)
}

fn test_clients(setup: &Setup<'_>) -> Result<()> {
    cargo(setup, &["build", "--package", "auth0-emulator"])?;
    npm(setup, "tests/clients", &["ci", "--no-audit", "--no-fund", "--ignore-scripts"])?;
    npm(setup, "tests/clients", &["test"])?;
    python::test(setup.workspace)
}

fn npm(setup: &Setup<'_>, folder: &str, arguments: &[&str]) -> Result<()> {
    let mut command = setup.toolbox.command("npm");
    command.current_dir(setup.workspace.path(folder));
    in_browser(setup, command, arguments)
}

fn in_browser(setup: &Setup<'_>, mut command: Command, arguments: &[&str]) -> Result<()> {
    setup.browser.as_ref().context("no browser was prepared")?.name_to(&mut command);
    process::run(command.args(arguments))
}

fn cargo(setup: &Setup<'_>, arguments: &[&str]) -> Result<()> {
    process::run(setup.toolbox.command("cargo").args(arguments))
}
