//! `cargo xtask doctor`: which tools are installed, in which version, and how to get those that are missing. Installs
//! nothing.

use std::fmt;

use anyhow::{Result, ensure};

use crate::auth_config::{AuthConfig, Tenant};
use crate::browser::Browser;
use crate::engine::Engine;
use crate::port;
use crate::search_path::{self, locate, version_of};
use crate::tools::{self, Tool, WASM32};
use crate::workspace::Workspace;

/// Programs that come with Rust or the system, how to get them, and whether nothing works without them.
const PROGRAMS: [(&str, &str, bool); 6] = [
    ("cargo", "install Rust: https://rustup.rs", true),
    ("cargo-clippy", "run `rustup component add clippy`", true),
    ("rustfmt", "run `rustup component add rustfmt`", true),
    ("cc", "install a C compiler, on Debian `apt-get install gcc libc6-dev`", true),
    ("npm", "install Node.js; only `cargo xtask test` and `bench` need it", false),
    ("python3", "install Python 3.10; only the tests of auth0-python in `cargo xtask test` need it", false),
];

enum Finding {
    /// It was found: its version or path.
    Present(String),
    /// It is missing, and either not always needed or installed by this program.
    Optional(String),
    /// It is missing and needed: how to get it.
    Missing(String),
}

/// Prints the report. An error if something that is always needed is missing.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut report = Report(Vec::new());
    for (program, remedy, is_needed) in PROGRAMS {
        let missing = if is_needed { Finding::Missing } else { Finding::Optional };
        report.add(program, version_of(program).map_or_else(|| missing(remedy.to_owned()), Finding::Present));
    }
    report.add(
        "wasm32 target",
        if tools::has_wasm_target(workspace) {
            Finding::Present(WASM32.to_owned())
        } else {
            Finding::Optional(format!("`cargo xtask start` adds it, or run `rustup target add {WASM32}`"))
        },
    );
    for tool in [
        tools::trunk(),
        tools::wasm_bindgen(workspace)?,
        tools::cargo_deny(),
        tools::leptosfmt(),
        tools::geckodriver(),
    ] {
        report.add(tool.package, installed(workspace, &tool)?);
    }
    report.add("browser", browser());
    for (what, engine) in [("Firefox", Engine::Firefox), ("WebKit", Engine::Webkit)] {
        report.add(
            what,
            engine.find().map_or_else(
                |error| Finding::Optional(error.to_string()),
                |programs| Finding::Present(programs.browser()),
            ),
        );
    }
    configuration(&mut report, workspace);
    print!("{report}");
    let count = report.missing();
    ensure!(count == 0, "{count} things are missing; how to get them is printed above");
    Ok(())
}

fn installed(workspace: &Workspace, tool: &Tool) -> Result<Finding> {
    let path = search_path::with_tools(workspace)?;
    let place = tool.programs.first().and_then(|program| locate(program, &path));
    Ok(match place {
        Some(place) if tool.is_on(&path) => {
            Finding::Present(format!("{} at {}", tool.version, place.display()))
        }
        _ => Finding::Optional(format!(
            "{} is needed; `cargo xtask start` and `test` install it into .tools/, {}",
            tool.version, tool.expectation
        )),
    })
}

fn browser() -> Finding {
    match Browser::find() {
        Ok(browser) if browser.versions_agree() => {
            Finding::Present(format!("{}, driven by {}", browser.program.display(), browser.driver.display()))
        }
        Ok(browser) => Finding::Optional(format!(
            "the versions of {} and {} differ; the tests in a browser need the same first number",
            browser.program.display(),
            browser.driver.display()
        )),
        Err(error) => Finding::Optional(error.to_string()),
    }
}

fn configuration(report: &mut Report, workspace: &Workspace) {
    let config = AuthConfig::read(workspace);
    let finding = match config.as_ref().map(AuthConfig::tenant) {
        Ok(Tenant::Local { port }) => {
            report.add("port of the tenant", port_finding(*port));
            Finding::Present(format!("local tenant at localhost:{port}"))
        }
        Ok(Tenant::Remote { domain }) => Finding::Present(format!("tenant {domain}")),
        Ok(Tenant::Unusable(error)) => Finding::Missing(error.to_string()),
        Err(error) => Finding::Missing(error.to_string()),
    };
    report.add("auth_config.json", finding);
    report.add("port of the app", port_finding(3000));
}

fn port_finding(port: u16) -> Finding {
    if port::is_free(port) {
        Finding::Present(format!("{port} is free"))
    } else {
        Finding::Optional(format!("{port} is in use; `cargo xtask start` can take another, see its --help"))
    }
}

struct Report(Vec<(&'static str, Finding)>);

impl Report {
    fn add(&mut self, what: &'static str, finding: Finding) {
        self.0.push((what, finding));
    }

    fn missing(&self) -> usize {
        self.0.iter().filter(|(_, finding)| matches!(finding, Finding::Missing(_))).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, finding) in &self.0 {
            let (mark, text) = match finding {
                Finding::Present(text) => ('✓', text),
                Finding::Optional(text) => ('·', text),
                Finding::Missing(text) => ('✗', text),
            };
            writeln!(f, "{mark} {what:<18} {text}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_always_needed_counts_as_missing() {
        let mut report = Report(Vec::new());
        report.add("cargo", Finding::Present("1.95.0".into()));
        report.add("npm", Finding::Optional("install Node.js".into()));
        report.add("cc", Finding::Missing("install a C compiler".into()));
        assert_eq!(report.missing(), 1);
        assert_eq!(
            report.to_string(),
            "✓ cargo              1.95.0\n· npm                install Node.js\n✗ cc                 install a C compiler\n"
        );
    }
}
