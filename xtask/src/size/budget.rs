//! The limit, written down in `xtask/size-budget.toml`.

use std::io;

use serde::Deserialize;

use crate::size::weight::Weight;
use crate::workspace::Workspace;

/// The most that the first load may weigh, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Budget {
    /// All files, each compressed with brotli at quality 11.
    pub(super) brotli: usize,
}

impl Budget {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is missing or damaged.
    pub(super) fn read(workspace: &Workspace) -> Result<Self, BudgetError> {
        let text = std::fs::read_to_string(workspace.path("xtask/size-budget.toml"))
            .map_err(BudgetError::Unreadable)?;
        toml::from_str(&text).map_err(BudgetError::NotABudget)
    }

    /// Compares.
    ///
    /// # Errors
    ///
    /// When `total` is over the budget.
    pub(super) fn check(self, total: Weight) -> Result<(), BudgetError> {
        let over = total.brotli.saturating_sub(self.brotli);
        if over == 0 { Ok(()) } else { Err(BudgetError::Exceeded { over, budget: self.brotli }) }
    }
}

/// Why the budget is not met.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BudgetError {
    /// The file is missing or may not be read.
    #[error("xtask/size-budget.toml cannot be read")]
    Unreadable(#[source] io::Error),
    /// The file holds something else.
    #[error("xtask/size-budget.toml must hold `brotli = <bytes>` and nothing else")]
    NotABudget(#[source] toml::de::Error),
    /// Too heavy.
    #[error(
        "the first load is {over} bytes over its budget of {budget} (brotli); find what grew, or raise the budget \
         in xtask/size-budget.toml and say why"
    )]
    Exceeded {
        /// Bytes too many.
        over: usize,
        /// Bytes granted.
        budget: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_itself_is_still_within_the_budget() {
        let budget = Budget { brotli: 100 };
        let weight = |brotli| Weight { raw: 1000, gzip: 200, brotli };
        assert!(budget.check(weight(100)).is_ok());
        assert!(matches!(budget.check(weight(101)), Err(BudgetError::Exceeded { over: 1, budget: 100 })));
    }

    #[test]
    fn the_committed_file_can_be_read() {
        assert!(Budget::read(&Workspace::find()).unwrap().brotli > 0);
    }

    #[test]
    fn a_misspelt_limit_is_refused() {
        assert!(toml::from_str::<Budget>("brotly = 1\nbrotli = 2").is_err());
    }
}
