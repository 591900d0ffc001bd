//! Versions that are written down twice have to agree.

use std::fs;

use toml::{Table, Value};

use crate::lockfile;
use crate::tidy::{TidyError, Violation};
use crate::workspace::Workspace;

/// Checks that `Trunk.toml` asks for the wasm-bindgen that the app is locked to.
///
/// # Errors
///
/// When one of the two files cannot be read.
pub(super) fn check(workspace: &Workspace) -> Result<Option<Violation>, TidyError> {
    let path = workspace.path("Trunk.toml");
    let text =
        fs::read_to_string(&path).map_err(|source| TidyError::Unreadable { path: path.clone(), source })?;
    let trunk: Table = toml::from_str(&text).map_err(|source| TidyError::NotToml { path, source })?;
    let locked = lockfile::locked_version(workspace, "wasm-bindgen")?.to_string();
    if pinned_wasm_bindgen(&trunk) == Some(&locked) {
        return Ok(None);
    }
    Ok(Some(Violation {
        path: "Trunk.toml".to_owned(),
        line: text.lines().position(|line| line.starts_with("wasm_bindgen")).map_or(1, |index| index + 1),
        rule: format!("[tools] wasm_bindgen has to be \"{locked}\", the version in Cargo.lock"),
    }))
}

fn pinned_wasm_bindgen(trunk: &Table) -> Option<&str> {
    trunk.get("tools")?.as_table()?.get("wasm_bindgen").and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pin_is_read_from_the_tools_table() {
        let check = |text: &str, expected| {
            assert_eq!(pinned_wasm_bindgen(&toml::from_str(text).unwrap()), expected, "{text}");
        };
        check("[tools]\nwasm_bindgen = \"0.2.130\"", Some("0.2.130"));
        check("[build]\nwasm_bindgen = \"0.2.130\"", None);
        check("", None);
    }
}
