//! The table that `cargo xtask size` prints: by kind of file, and in total against the budget.

use std::fmt::Write;

use crate::size::budget::Budget;
use crate::size::weight::Weight;

/// Kinds in the order in which a browser meets them; a file is of the first that fits.
const KINDS: [(&str, &[&str]); 5] = [
    ("HTML", &["html"]),
    ("JavaScript", &["js", "mjs"]),
    ("wasm", &["wasm"]),
    ("CSS", &["css"]),
    ("icons, images", &["svg", "png", "ico", "webp", "avif"]),
];

/// What fits no kind: `auth_config.json` for one.
const OTHER: &str = "other";

/// The table, ending in a sentence about the budget.
pub(super) fn table(weights: &[(String, Weight)], total: Weight, budget: Budget) -> String {
    let mut table = format!("{:<16}{:>10}{:>10}{:>10}   files\n", "first load", "raw", "gzip 9", "brotli 11");
    for kind in KINDS.into_iter().map(|(kind, _)| kind).chain([OTHER]) {
        let of_kind: Vec<&(String, Weight)> =
            weights.iter().filter(|(path, _)| kind_of(path) == kind).collect();
        if !of_kind.is_empty() {
            let names: Vec<&str> = of_kind.iter().map(|(path, _)| path.as_str()).collect();
            row(&mut table, kind, of_kind.iter().map(|(_, weight)| *weight).sum(), &names.join(", "));
        }
    }
    row(&mut table, "total", total, "");
    let verdict = if total.brotli <= budget.brotli {
        format!("{} bytes below the budget of {}", budget.brotli - total.brotli, budget.brotli)
    } else {
        format!("{} bytes over the budget of {}", total.brotli - budget.brotli, budget.brotli)
    };
    table + &verdict + "\n"
}

fn row(table: &mut String, kind: &str, weight: Weight, files: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(table, "{kind:<16}{:>10}{:>10}{:>10}   {files}", weight.raw, weight.gzip, weight.brotli);
}

fn kind_of(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    KINDS.into_iter().find(|(_, extensions)| extensions.contains(&extension)).map_or(OTHER, |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_kind_share_a_row() {
        let weight = |raw| Weight { raw, gzip: raw / 2, brotli: raw / 4 };
        let weights = [
            ("index.html".to_owned(), weight(400)),
            ("app.js".to_owned(), weight(800)),
            ("loader.js".to_owned(), weight(80)),
            ("auth_config.json".to_owned(), weight(40)),
        ];
        let total = weights.iter().map(|(_, weight)| *weight).sum();
        let text = table(&weights, total, Budget { brotli: 400 });
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(
            lines,
            [
                "first load             raw    gzip 9 brotli 11   files",
                "HTML                   400       200       100   index.html",
                "JavaScript             880       440       220   app.js, loader.js",
                "other                   40        20        10   auth_config.json",
                "total                 1320       660       330",
                "70 bytes below the budget of 400",
            ]
        );
    }

    #[test]
    fn too_much_is_said_in_the_last_line() {
        let total = Weight { raw: 9, gzip: 8, brotli: 7 };
        assert!(table(&[], total, Budget { brotli: 5 }).ends_with("2 bytes over the budget of 5\n"));
    }
}
