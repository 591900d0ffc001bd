//! Links between the repository's documents lead to files that exist.

use std::fs;

use anyhow::Result;
use walkdir::{DirEntry, WalkDir};

use crate::tidy::source;
use crate::workspace::Workspace;

/// Checks every Markdown file. External links are not checked.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let mut violations = Vec::new();
    let is_wanted = |entry: &DirEntry| entry.depth() == 0 || source::is_ours(entry);
    for entry in WalkDir::new(workspace.root()).into_iter().filter_entry(is_wanted) {
        let entry = entry?;
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let (text, folder) = (fs::read_to_string(path)?, path.parent().unwrap_or(path));
            let missing = links(&text).filter(|link| !folder.join(link).exists());
            let file = path.strip_prefix(workspace.root())?.display();
            violations.extend(missing.map(|link| format!("{file}:1: links to {link}, which does not exist")));
        }
    }
    Ok(violations)
}

/// The relative links and pictures of a document, without fragments.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next());
    let pictures = text.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.chain(pictures).filter(|link| !link.is_empty() && !link.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_and_pictures_are_found() {
        let text = "[a](docs/a.md#b), [c](https://c.example), [d](#d), [e](e.md \"e\"), <img src=\"f.png\">";
        assert_eq!(links(text).collect::<Vec<_>>(), ["docs/a.md", "e.md", "f.png"]);
    }
}
