//! `cargo xtask doctor`: which tools are there, in which version, and how to get those that are missing.
//!
//! Looks and says; installs nothing.

mod report;

use crate::auth_config::{AuthConfig, Tenant};
use crate::browser::Browser;
use crate::doctor::report::{Finding, Report};
use crate::port;
use crate::tools::{self, Tool, ToolsError, WASM32, find};
use crate::version::Version;
use crate::workspace::Workspace;

/// Programs that Rust itself or the system brings, their remedy, and whether nothing works without them.
const PROGRAMS: [(&str, &str, bool); 5] = [
    ("cargo", "install Rust: https://rustup.rs", true),
    ("cargo-clippy", "run `rustup component add clippy`", true),
    ("rustfmt", "run `rustup component add rustfmt`", true),
    ("cc", "install a C compiler, on Debian `apt-get install gcc libc6-dev`", true),
    (
        "npm",
        "install Node.js; only `cargo xtask test` wants it, for the accessibility checks, and `bench`",
        false,
    ),
];

/// Prints the report.
///
/// # Errors
///
/// When something that is needed is missing.
pub(crate) fn run(workspace: &Workspace) -> Result<(), DoctorError> {
    let mut report = Report::default();
    for (program, remedy, is_needed) in PROGRAMS {
        let version = find::version_of(program).map(|version| version.to_string());
        let missing =
            if is_needed { Finding::Missing(remedy.into()) } else { Finding::Optional(remedy.into()) };
        report.add(program, version.map_or(missing, Finding::Present));
    }
    report.add("wasm32 target", wasm_target(workspace));
    for tool in [tools::trunk()?, tools::wasm_bindgen(workspace)?] {
        report.add(tool.package, installed(workspace, &tool)?);
    }
    browser(&mut report);
    configuration(&mut report, workspace);
    print!("{report}");
    match report.missing() {
        0 => Ok(()),
        count => Err(DoctorError::Missing { count }),
    }
}

fn wasm_target(workspace: &Workspace) -> Finding {
    if tools::has_wasm_target(workspace) {
        Finding::Present(WASM32.to_owned())
    } else {
        Finding::Optional(format!("`cargo xtask start` adds it, or run `rustup target add {WASM32}`"))
    }
}

fn installed(workspace: &Workspace, tool: &Tool) -> Result<Finding, ToolsError> {
    let path = tools::search_path(workspace)?;
    let found = tool.programs.first().and_then(|program| find::locate(program, &path));
    if find::is_present(tool, &path) {
        let place = found.map(|place| place.display().to_string()).unwrap_or_default();
        return Ok(Finding::Present(format!("{} at {place}", tool.version)));
    }
    let instead =
        found.and_then(find::version_of).map_or_else(String::new, |other| format!("{other} is there, but "));
    Ok(Finding::Optional(format!(
        "{instead}{} is needed; `cargo xtask start` and `test` install it into .tools/, {}",
        tool.version, tool.expectation
    )))
}

fn browser(report: &mut Report) {
    match Browser::find() {
        Ok(browser) => {
            let (of_browser, of_driver) =
                (find::version_of(&browser.program), find::version_of(&browser.driver));
            let place = browser.program.display().to_string();
            let agree = of_browser.map(Version::major) == of_driver.map(Version::major);
            report.add("browser", Finding::Present(place));
            report.add(
                "chromedriver",
                if agree {
                    Finding::Present(browser.driver.display().to_string())
                } else {
                    Finding::Optional(
                        "its version is not the browser's; the tests in a browser need the same first number"
                            .to_owned(),
                    )
                },
            );
        }
        Err(error) => report.add("browser", Finding::Optional(error.to_string())),
    }
}

fn configuration(report: &mut Report, workspace: &Workspace) {
    let config = AuthConfig::read(workspace);
    let finding = match config.as_ref().map(AuthConfig::tenant) {
        Ok(Tenant::Local { port }) => Finding::Present(format!("local tenant at localhost:{port}")),
        Ok(Tenant::Remote { domain }) => Finding::Present(format!("tenant {domain}")),
        Ok(Tenant::Unusable(error)) => Finding::Missing(error.to_string()),
        Err(error) => Finding::Missing(error.to_string()),
    };
    report.add("auth_config.json", finding);
    if let Ok(Tenant::Local { port }) = config.as_ref().map(AuthConfig::tenant) {
        report.add("port of the tenant", port_finding(*port));
    }
    report.add("port of the app", port_finding(3000));
}

fn port_finding(port: u16) -> Finding {
    if port::is_free(port) {
        Finding::Present(format!("{port} is free"))
    } else {
        Finding::Optional(format!("{port} is in use; `cargo xtask start` can take another, see its --help"))
    }
}

/// Why the machine is not ready.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DoctorError {
    /// The pins cannot be read.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// Things are missing that nobody but the person can get.
    #[error("{count} things are missing; the remedies stand above")]
    Missing {
        /// How many.
        count: usize,
    },
}
