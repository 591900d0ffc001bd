//! `cargo xtask endpoints`: which of Auth0's endpoints and parameters the emulator has, as a table in its README. The emulator's
//! tests keep the list true.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace::Workspace;

const LIST: &str = "crates/auth0-emulator/tests/it/endpoints/list.json";
const README: &str = "crates/auth0-emulator/README.md";

/// The table is between these lines.
const BEGIN: &str = "<!-- Written by `cargo xtask endpoints`. -->\n";
const END: &str = "<!-- Up to here. -->\n";

#[derive(Debug, Deserialize)]
struct List {
    emulated: Vec<Entry>,
    missing: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    endpoint: String,
    emulated: Vec<String>,
    ignored: Vec<String>,
    refused: BTreeMap<String, serde_json::Value>,
}

/// Writes the table.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let text = with_table(workspace)?;
    fs::write(workspace.path(README), text).with_context(|| format!("{README} cannot be written"))?;
    println!("wrote {README}");
    Ok(())
}

/// The README with the table of today.
fn with_table(workspace: &Workspace) -> Result<String> {
    let list = fs::read_to_string(workspace.path(LIST)).context(LIST)?;
    let readme = fs::read_to_string(workspace.path(README)).context(README)?;
    let table = table(&serde_json::from_str(&list).context(LIST)?)?;
    let (before, rest) = readme.split_once(BEGIN).with_context(|| format!("{README} has no {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{README} has no {END}"))?;
    Ok(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

fn table(list: &List) -> Result<String> {
    let mut text = "| endpoint | emulated | ignored | refused |\n| --- | --- | --- | --- |\n".to_owned();
    for Entry { endpoint, emulated, ignored, refused } in &list.emulated {
        let (emulated, ignored, refused) = (names(emulated), names(ignored), names(refused.keys()));
        writeln!(text, "| `{endpoint}` | {emulated} | {ignored} | {refused} |")?;
    }
    writeln!(text, "\nAmong the endpoints that are not emulated: {}.", names(&list.missing))?;
    Ok(text)
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_the_one_that_would_be_written() {
        let workspace = Workspace::find();
        let committed = fs::read_to_string(workspace.path(README)).unwrap();
        assert_eq!(committed, with_table(&workspace).unwrap(), "run `cargo xtask endpoints`");
    }
}
