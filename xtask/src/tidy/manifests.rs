//! Which crates must not depend on which: borders that a new line in a `Cargo.toml` would tear down.

use std::fs;

use toml::{Table, Value};

use crate::tidy::{TidyError, Violation};
use crate::workspace::Workspace;

/// A package must not depend on crates whose names begin like this.
struct Border {
    manifest: &'static str,
    /// Whether the border holds for tests too.
    with_dev: bool,
    crates: &'static [&'static str],
    sentence: &'static str,
}

const BORDERS: [Border; 3] = [
    Border {
        manifest: "crates/auth0-spa/Cargo.toml",
        with_dev: false,
        crates: &[
            "leptos",
            "web-sys",
            "js-sys",
            "gloo",
            "wasm-bindgen",
            "reqwest",
            "tokio",
            "auth0-emulator",
        ],
        sentence: "the core performs no I/O and knows neither browser nor leptos",
    },
    Border {
        manifest: "crates/auth0-emulator/Cargo.toml",
        with_dev: true,
        crates: &["auth0-spa"],
        sentence: "the emulator writes the wire format down for itself and never depends on the client",
    },
    Border {
        manifest: "crates/static-host/Cargo.toml",
        with_dev: true,
        crates: &["auth0-emulator", "account-linking", "xtask", "e2e"],
        sentence: "what a host must do is said for itself; of the core it knows how the configuration is read",
    },
];

/// Checks the borders.
///
/// # Errors
///
/// When a manifest cannot be read.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut violations = Vec::new();
    for border in &BORDERS {
        let path = workspace.path(border.manifest);
        let text = fs::read_to_string(&path)
            .map_err(|source| TidyError::Unreadable { path: path.clone(), source })?;
        let manifest = toml::from_str(&text).map_err(|source| TidyError::NotToml { path, source })?;
        violations.extend(forbidden(border, &manifest).into_iter().map(|name| Violation {
            path: border.manifest.to_owned(),
            line: text.lines().position(|line| line.starts_with(&name)).map_or(1, |index| index + 1),
            rule: format!("{}; `{name}` is a dependency here", border.sentence),
        }));
    }
    Ok(violations)
}

fn forbidden(border: &Border, manifest: &Table) -> Vec<String> {
    let of_targets = manifest.get("target").and_then(Value::as_table);
    std::iter::once(manifest)
        .chain(of_targets.into_iter().flat_map(|targets| targets.values()).filter_map(Value::as_table))
        .flat_map(|table| dependencies(table, border.with_dev))
        .filter(|name| border.crates.iter().any(|prefix| name.starts_with(prefix)))
        .collect()
}

fn dependencies(table: &Table, with_dev: bool) -> Vec<String> {
    let kinds: &[&str] = if with_dev { &["dependencies", "dev-dependencies"] } else { &["dependencies"] };
    kinds
        .iter()
        .filter_map(|kind| table.get(*kind)?.as_table())
        .flat_map(|dependencies| dependencies.keys().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_manifest(border: &Border, manifest: &str, expected: &[&str]) {
        assert_eq!(forbidden(border, &toml::from_str(manifest).unwrap()), expected, "{manifest}");
    }

    #[test]
    fn the_core_may_use_the_emulator_in_tests_alone() {
        let [core, ..] = &BORDERS;
        check_manifest(
            core,
            "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nauth0-emulator = \"1\"",
            &[],
        );
        check_manifest(core, "[dependencies]\nauth0-emulator = \"1\"", &["auth0-emulator"]);
        check_manifest(core, "[target.'cfg(unix)'.dependencies]\ngloo-net = \"1\"", &["gloo-net"]);
    }

    #[test]
    fn the_emulator_never_uses_the_client() {
        let [_, emulator, ..] = &BORDERS;
        check_manifest(emulator, "[dependencies]\naxum = \"1\"", &[]);
        check_manifest(emulator, "[dev-dependencies]\nauth0-spa = \"1\"", &["auth0-spa"]);
    }
}
