//! The crates that the core may use. `deny.toml` says who may use the core and the emulator.

use std::fs;

use anyhow::Result;
use toml::{Table, Value};

use crate::workspace::Workspace;

const MANIFEST: &str = "crates/auth0-spa/Cargo.toml";

/// None of them performs I/O, reads the clock, or knows a browser.
const ALLOWED: [&str; 7] =
    ["base64ct", "form_urlencoded", "futures-util", "jsonwebtoken", "percent-encoding", "sha2", "thiserror"];

/// Checks the core's dependencies. Its tests may use others.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let manifest = toml::from_str(&fs::read_to_string(workspace.path(MANIFEST))?)?;
    let rule = "the core performs no I/O and knows no browser; a crate that keeps to that is added to the list in \
                xtask/src/tidy/dependencies.rs";
    let violation = |name| format!("{MANIFEST}:1: {rule}: `{name}`");
    Ok(dependencies(&manifest).filter(|name| !ALLOWED.contains(name)).map(violation).collect())
}

fn dependencies(manifest: &Table) -> impl Iterator<Item = &str> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let tables = std::iter::once(manifest).chain(targets);
    let dependencies = tables.filter_map(|table| table.get("dependencies")?.as_table());
    dependencies.flat_map(Table::keys).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_for_some_targets_count_and_those_of_tests_do_not() {
        let manifest = "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nauth0-emulator = \"1\"\n\
                        [target.'cfg(unix)'.dependencies]\ngloo-net = \"1\"";
        let manifest = toml::from_str(manifest).unwrap();
        assert_eq!(dependencies(&manifest).collect::<Vec<_>>(), ["serde", "gloo-net"]);
    }
}
