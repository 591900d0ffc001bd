//! The accounts that a page offers: a button for each, and a search if there are many.

use maud::{Markup, html};

use crate::tenant::identity::Profile;

/// Most accounts that a page shows at once.
const SHOWN: usize = 24;

/// The accounts of a page that a search finds.
#[derive(Debug)]
pub(crate) struct Accounts<'a> {
    /// What the user searches for.
    query: &'a str,
    /// The parameters of the page's address.
    address: &'a [(&'a str, &'a str)],
    /// Id and label of those that are shown.
    pub(crate) shown: Vec<(String, String)>,
    /// How many there are.
    total: usize,
    /// How many the search finds.
    found: usize,
}

impl<'a> Accounts<'a> {
    /// The accounts (id and profile) with `query` in the address, a name or the label, without regard to case.
    pub(crate) fn search<'p>(
        all: impl Iterator<Item = (String, &'p Profile)>,
        query: &'a str,
        address: &'a [(&'a str, &'a str)],
    ) -> Self {
        let wanted = query.trim().to_lowercase();
        let (mut total, mut found, mut shown) = (0, 0, Vec::new());
        for (id, profile) in all {
            total += 1;
            // The label too: of an account without a name it is all that there is.
            let mut names = profile.names().chain([profile.label()]);
            if !names.any(|name| name.to_lowercase().contains(&wanted)) {
                continue;
            }
            found += 1;
            if shown.len() < SHOWN {
                shown.push((id, profile.label().to_owned()));
            }
        }
        Self { query, address, shown, total, found }
    }

    /// Whether there is nothing to show, not even a search.
    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// A form that searches, if there are more accounts than are shown.
    pub(crate) fn form(&self) -> Markup {
        html! {
            @if self.total > SHOWN {
                form method="get" role="search" {
                    @for (name, value) in self.address { input type="hidden" name=(name) value=(value); }
                    label for="q" { "Search " (self.total) " accounts" }
                    input #q name="q" type="search" autocomplete="off" value=(self.query);
                    button type="submit" { "Search" }
                }
                p.hint role="status" { (self.shown.len()) " of " (self.found) " are shown." }
            }
        }
    }
}
