//! What the Content-Security-Policy would refuse in a build: script in the page itself, and markup in the wasm.
//!
//! The policy has `script-src 'self'` and lets no text become markup (`trusted-types 'none'`). Leptos writes an element
//! without anything dynamic in it, inside of another, as text through `innerHTML`; `{"words"}` for `"words"` keeps it
//! from that. Such text ends up in the wasm, where it is looked for.

use std::fs;
use std::path::{Path, PathBuf};

/// Confirms that a build has nothing of that.
///
/// # Errors
///
/// When it has, with every place; or when there is no build.
pub(crate) fn require(dist: &Path) -> Result<(), ScrutinyError> {
    let places = check(dist)?;
    if places.is_empty() { Ok(()) } else { Err(ScrutinyError::Refused { places: places.join("\n  ") }) }
}

/// A sentence for each place.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn check(dist: &Path) -> Result<Vec<String>, ScrutinyError> {
    let page = dist.join("index.html");
    let text =
        fs::read_to_string(&page).map_err(|source| ScrutinyError::Unreadable { path: page, source })?;
    let mut places: Vec<String> = inline_scripts(&text)
        .into_iter()
        .map(|script| format!("index.html has a script of its own: `{}`", start_of(script)))
        .collect();
    for wasm in wasm_files(dist)? {
        let bytes = fs::read(&wasm).map_err(|source| ScrutinyError::Unreadable { path: wasm, source })?;
        places.extend(closing_tag(&bytes).map(|text| {
            format!("the wasm has markup in it; in the view, put the words in braces: `{text}`")
        }));
    }
    Ok(places)
}

/// The bodies of `<script>` elements that have one. Data blocks are no scripts.
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

/// The first `</tag>` and what stands before it.
fn closing_tag(bytes: &[u8]) -> Option<String> {
    let is_tag =
        |window: &[u8]| matches!(window, [b'<', b'/', b'a'..=b'z', rest @ ..] if rest.contains(&b'>'));
    let at = bytes.windows(12).position(is_tag)?;
    let around = bytes.get(at.saturating_sub(60)..bytes.len().min(at + 12))?;
    Some(String::from_utf8_lossy(around).into_owned())
}

fn wasm_files(dist: &Path) -> Result<Vec<PathBuf>, ScrutinyError> {
    let folder = dist.join("assets");
    let unreadable = |source| ScrutinyError::Unreadable { path: folder.clone(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            files.push(path);
        }
    }
    Ok(files)
}

fn start_of(script: &str) -> String {
    script.chars().take(60).collect()
}

/// Why a build is not fit to be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScrutinyError {
    /// There are such places.
    #[error("the Content-Security-Policy would refuse this build:\n  {places}")]
    Refused {
        /// A sentence each.
        places: String,
    },
    /// A file of the build.
    #[error("{} cannot be read; is there a release build? `cargo xtask build` makes one", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
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
    fn the_committed_page_has_no_script_of_its_own() {
        let page = fs::read_to_string(crate::workspace::Workspace::find().path("index.html")).unwrap();
        assert_eq!(inline_scripts(&page), Vec::<&str>::new());
    }
}
