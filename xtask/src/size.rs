//! `cargo xtask size`: what is downloaded on the first visit, and whether that is within the budget.

mod first_load;

use std::fmt::Write;
use std::fs;
use std::iter::Sum;

use anyhow::{Context, Result, ensure};

use crate::release::{self, compress};
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// The limit, with its history.
const BUDGET_FILE: &str = "xtask/size-budget.toml";

/// What the names of the app's own two files have in common.
const APP: &str = "/account-linking-";

/// Builds the release and measures it.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    release::build(workspace, &Toolbox::for_builds(workspace)?)?;
    weigh(workspace)
}

/// Weighs the first load of the build in `dist/` and prints the table. An error if it is over the budget.
pub(crate) fn weigh(workspace: &Workspace) -> Result<()> {
    let dist = workspace.dist();
    let mut weights = Vec::new();
    for path in first_load::files(&dist)? {
        let weight = Weight::of(&first_load::read(&dist, &path)?)?;
        weights.push((path, weight));
    }
    let budget = budget(&fs::read_to_string(workspace.path(BUDGET_FILE))?)?;
    let total: Weight = weights.iter().map(|(_, weight)| *weight).sum();
    print!("{}", table(&weights));
    check(total, budget)
}

/// The most bytes that the first load may weigh: all files, each compressed with brotli at quality 11.
fn budget(text: &str) -> Result<usize> {
    let table: toml::Table = toml::from_str(text)?;
    let bytes = (table.len() == 1).then(|| table.get("brotli")?.as_integer()).flatten();
    bytes
        .and_then(|bytes| usize::try_from(bytes).ok())
        .with_context(|| format!("{BUDGET_FILE} must hold `brotli = <bytes>` and nothing else"))
}

fn check(total: Weight, budget: usize) -> Result<()> {
    let over = total.brotli.saturating_sub(budget);
    ensure!(
        over == 0,
        "the first load is {over} bytes over its budget of {budget} (brotli); find what grew, or raise the budget in \
         {BUDGET_FILE} and say why"
    );
    println!("{} bytes below the budget of {budget}", budget - total.brotli);
    Ok(())
}

/// A row for each file, one for all, and one for those that come before the app: with them *Log in* acts.
fn table(weights: &[(String, Weight)]) -> String {
    let mut table = format!("{:>10}{:>10}{:>10}  first load\n", "raw", "gzip 9", "brotli 11");
    let rows = weights.iter().map(|(path, weight)| (path.as_str(), *weight));
    let total = rows.clone().map(|(_, weight)| weight).sum();
    let early = rows.clone().filter(|(path, _)| !path.contains(APP)).map(|(_, weight)| weight).sum();
    let sums = [("total", total), ("before the app, for Log in", early)];
    for (name, Weight { raw, gzip, brotli }) in rows.chain(sums) {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{raw:>10}{gzip:>10}{brotli:>10}  {name}");
    }
    table
}

/// Bytes of a file as it is, and as servers send it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Weight {
    fn of(bytes: &[u8]) -> Result<Self> {
        let (gzip, brotli) = (compress::gzip(bytes)?.len(), compress::brotli(bytes)?.len());
        Ok(Self { raw: bytes.len(), gzip, brotli })
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::default(), |sum, next| Self {
            raw: sum.raw + next.raw,
            gzip: sum.gzip + next.gzip,
            brotli: sum.brotli + next.brotli,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_of_exactly_the_budget_is_accepted() {
        let weight = |brotli| Weight { raw: 1000, gzip: 200, brotli };
        assert!(check(weight(100), 100).is_ok());
        let error = check(weight(101), 100).unwrap_err().to_string();
        assert!(error.starts_with("the first load is 1 bytes over its budget of 100"), "{error}");
    }

    #[test]
    fn the_committed_budget_can_be_read() {
        let text = fs::read_to_string(Workspace::find().path(BUDGET_FILE)).unwrap();
        assert!(budget(&text).unwrap() > 0);
    }

    #[test]
    fn a_misspelt_budget_is_refused() {
        assert!(budget("brotly = 1\nbrotli = 2").is_err());
        assert!(budget("brotli = -2").is_err());
    }

    #[test]
    fn the_table_has_a_row_for_each_file_the_total_and_what_comes_before_the_app() {
        let weight = |raw| Weight { raw, gzip: raw / 2, brotli: raw / 4 };
        let weights = [
            ("assets/account-linking-1f.js".to_owned(), weight(800)),
            ("index.html".to_owned(), weight(400)),
        ];
        assert_eq!(
            table(&weights),
            "       raw    gzip 9 brotli 11  first load\n\
             \x20      800       400       200  assets/account-linking-1f.js\n\
             \x20      400       200       100  index.html\n\
             \x20     1200       600       300  total\n\
             \x20      400       200       100  before the app, for Log in\n"
        );
    }

    #[test]
    fn brotli_compresses_repetition_better_than_gzip() {
        let weight = Weight::of("account linking ".repeat(500).as_bytes()).unwrap();
        assert_eq!(weight.raw, 8000);
        assert!(weight.brotli < weight.gzip && weight.gzip < 100, "{weight:?}");
    }

    #[test]
    fn an_empty_file_has_only_the_encoders_frames() {
        let weight = Weight::of(b"").unwrap();
        assert_eq!(weight.raw, 0);
        assert!(weight.gzip <= 20 && weight.brotli <= 2, "{weight:?}");
    }
}
