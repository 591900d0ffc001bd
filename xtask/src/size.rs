//! `cargo xtask size`: what is downloaded on the first visit, and whether that is within the budget.

mod first_load;

use std::fmt::Write;
use std::fs;
use std::iter::Sum;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

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
    let budget: Budget =
        toml::from_str(&fs::read_to_string(workspace.path(BUDGET_FILE))?).context(BUDGET_FILE)?;
    let sums = sums(&weights);
    print!("{}", table(&weights, sums));
    check(sums, budget)
}

/// The most bytes that the first load may weigh, each file compressed with brotli at quality 11.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// All files.
    brotli: usize,
    /// Those that come before the app.
    log_in: usize,
}

/// What all files weigh, and what those do that come before the app: with them *Log in* acts.
fn sums(weights: &[(String, Weight)]) -> [(&'static str, Weight); 2] {
    let early = weights.iter().filter(|(path, _)| !path.contains(APP));
    [
        ("total", weights.iter().map(|(_, weight)| *weight).sum()),
        ("before the app, for Log in", early.map(|(_, weight)| *weight).sum()),
    ]
}

fn check(sums: [(&str, Weight); 2], budget: Budget) -> Result<()> {
    for ((name, sum), budget) in sums.into_iter().zip([budget.brotli, budget.log_in]) {
        let over = sum.brotli.saturating_sub(budget);
        ensure!(
            over == 0,
            "the first load ({name}) is {over} bytes over its budget of {budget} (brotli); find what grew, or raise the \
             budget in {BUDGET_FILE} and say why"
        );
        println!("{name}: {} bytes below the budget of {budget}", budget - sum.brotli);
    }
    Ok(())
}

/// A row for each file and each sum.
fn table(weights: &[(String, Weight)], sums: [(&str, Weight); 2]) -> String {
    let mut table = format!("{:>10}{:>10}{:>10}  first load\n", "raw", "gzip 9", "brotli 11");
    let rows = weights.iter().map(|(path, weight)| (path.as_str(), *weight));
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
        let check = |total, early| {
            let weight = |brotli| Weight { raw: 1000, gzip: 200, brotli };
            let sums = [("total", weight(total)), ("early", weight(early))];
            check(sums, Budget { brotli: 100, log_in: 50 }).map_err(|error| error.to_string())
        };
        assert!(check(100, 50).is_ok());
        let error = check(101, 50).unwrap_err();
        assert!(error.starts_with("the first load (total) is 1 bytes over its budget of 100"), "{error}");
        let error = check(100, 52).unwrap_err();
        assert!(error.starts_with("the first load (early) is 2 bytes over its budget of 50"), "{error}");
    }

    #[test]
    fn the_committed_budget_can_be_read_and_a_misspelt_one_is_refused() {
        let text = fs::read_to_string(Workspace::find().path(BUDGET_FILE)).unwrap();
        let budget: Budget = toml::from_str(&text).unwrap();
        assert!(budget.log_in < budget.brotli);
        for text in ["brotly = 1\nbrotli = 2\nlog_in = 1", "brotli = -2\nlog_in = 1", "brotli = 2"] {
            assert!(toml::from_str::<Budget>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_table_has_a_row_for_each_file_the_total_and_what_comes_before_the_app() {
        let weight = |raw| Weight { raw, gzip: raw / 2, brotli: raw / 4 };
        let weights = [
            ("assets/account-linking-1f.js".to_owned(), weight(800)),
            ("index.html".to_owned(), weight(400)),
        ];
        assert_eq!(
            table(&weights, sums(&weights)),
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
