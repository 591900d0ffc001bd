//! Refuses a build that its Content-Security-Policy would break: a script in the page itself, or markup in the wasm.
//!
//! The policy has `script-src 'self'`, and `trusted-types 'none'` lets no text become markup. Leptos writes an element
//! without anything dynamic, inside another, as text through `innerHTML`; `{"words"}` for `"words"` prevents that. Such
//! text ends up in the wasm, where it is looked for.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walkdir::WalkDir;

use crate::release::unreadable;

/// An error that lists every such place.
pub(super) fn require(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let page = fs::read_to_string(&page).with_context(|| unreadable(&page))?;
    let mut places: Vec<String> = inline_scripts(&page)
        .into_iter()
        .map(|script| {
            format!("index.html has a script of its own: `{}`", script.chars().take(60).collect::<String>())
        })
        .collect();
    for entry in WalkDir::new(dist.join("assets")) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "wasm") {
            let bytes = fs::read(entry.path()).with_context(|| unreadable(entry.path()))?;
            places.extend(closing_tag(&bytes).map(|text| {
                format!("the wasm has markup in it; in the view, put the words in braces: `{text}`")
            }));
        }
    }
    ensure!(
        places.is_empty(),
        "the Content-Security-Policy would break this build:\n  {}",
        places.join("\n  ")
    );
    Ok(())
}

/// The bodies of `<script>` elements that have one, except data blocks.
fn inline_scripts(page: &str) -> Vec<&str> {
    page.split("<script")
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (body, _) = rest.split_once("</script")?;
            let is_data =
                attributes.contains("application/json") || attributes.contains("application/ld+json");
            let body = body.trim();
            (!is_data && !body.is_empty()).then_some(body)
        })
        .collect()
}

/// The first `</tag>` and what precedes it.
fn closing_tag(bytes: &[u8]) -> Option<String> {
    let is_tag =
        |window: &[u8]| matches!(window, [b'<', b'/', b'a'..=b'z', rest @ ..] if rest.contains(&b'>'));
    let at = bytes.windows(12).position(is_tag)?;
    let around = bytes.get(at.saturating_sub(60)..bytes.len().min(at + 12))?;
    Some(String::from_utf8_lossy(around).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_with_a_body_is_found() {
        let check = |page, expected: &[&str]| assert_eq!(inline_scripts(page), expected, "{page}");
        check("<script type=\"module\">import x from '/x.js';</script>", &["import x from '/x.js';"]);
        check("<script src=\"/loader.js\"></script><script defer src=/b.js> </script>", &[]);
        check("<script type=\"application/json\">{}</script>", &[]);
        check("<script>a()</script><p></p><script>b()</script>", &["a()", "b()"]);
        check("<p>No script.</p>", &[]);
    }

    #[test]
    fn markup_between_other_bytes_is_found() {
        let found = closing_tag(b"\0asm\x01\x02<dt>Name</dt>\xff and more of it").unwrap();
        assert!(found.contains("<dt>Name</dt>"), "{found}");
        for bytes in [&b"\0asm a < b </ c > and so on"[..], b"", b"<b>never closed, and long enough"] {
            assert_eq!(closing_tag(bytes), None);
        }
    }

    #[test]
    fn the_committed_page_has_no_inline_script() {
        let page = fs::read_to_string(crate::workspace::Workspace::find().path("index.html")).unwrap();
        assert_eq!(inline_scripts(&page), Vec::<&str>::new());
    }
}
