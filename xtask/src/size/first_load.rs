//! Which files of a build a browser fetches to show the first page.
//!
//! Starts at `index.html` and follows names: a file of the build that is named in the page, or in a script or style
//! sheet so reached, is counted. A script that names a file without loading it makes the sum too large, never too
//! small. The wasm is not searched for names: what it asks for is listed here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::release::unreadable;

/// What the app asks for before it shows anything, as far as no file names it. One language is loaded; English represents
/// all.
fn is_asked_for(path: &str) -> bool {
    let sentences = path.strip_prefix("assets/en-").and_then(|rest| rest.split_once('.'));
    path == "auth_config.json" || sentences.is_some_and(|(_, kind)| kind == "json")
}

/// The paths from `dist`, written with `/`, in alphabetical order.
pub(super) fn files(dist: &Path) -> Result<BTreeSet<String>> {
    let built = all_files(dist)?;
    let mut reached = BTreeSet::new();
    let mut unread = vec!["index.html".to_owned()];
    unread.extend(built.iter().filter(|path| is_asked_for(path)).cloned());
    while let Some(path) = unread.pop() {
        if is_text(&path) {
            let text = String::from_utf8_lossy(&read(dist, &path)?).into_owned();
            unread.extend(names(&text, &path, &built).filter(|name| !reached.contains(name)));
        }
        reached.insert(path);
    }
    Ok(reached)
}

/// The files in `built` that `text`, found at `path`, names.
fn names<'a>(
    text: &'a str,
    path: &'a str,
    built: &'a BTreeSet<String>,
) -> impl Iterator<Item = String> + use<'a> {
    let delimits = |c: char| c.is_whitespace() || "\"'`<>=(),;?#".contains(c);
    text.split(delimits).filter_map(move |word| resolve(word, path)).filter(|name| built.contains(name))
}

/// The path from the root that `reference` in the file at `path` means.
fn resolve(reference: &str, path: &str) -> Option<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (base, rest) = reference.strip_prefix('/').map_or((folder, reference), |rest| ("", rest));
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn is_text(path: &str) -> bool {
    [".html", ".js", ".mjs", ".css"].iter().any(|extension| path.ends_with(extension))
}

fn all_files(dist: &Path) -> Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    for entry in WalkDir::new(dist) {
        let entry = entry.with_context(|| unreadable(dist))?;
        if let Ok(relative) = entry.path().strip_prefix(dist)
            && entry.file_type().is_file()
        {
            files.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(files)
}

/// Reads a file of the build.
pub(super) fn read(dist: &Path, path: &str) -> Result<Vec<u8>> {
    let path = dist.join(path);
    fs::read(&path).with_context(|| unreadable(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files_and_texts: &[(&str, &str)], expected: &[&str]) {
        let dist = tempfile::tempdir().unwrap();
        for (path, text) in files_and_texts {
            let path = dist.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let reached = files(dist.path()).unwrap();
        assert_eq!(reached.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_the_page_names_is_counted_and_nothing_else() {
        check(
            &[
                (
                    "index.html",
                    r#"<link rel="stylesheet" href="/style-1f.css" integrity="sha384-x"><link rel=icon href=/icon.svg>
                       <script type="module">import init from '/app-1f.js'; init({ module_or_path: '/app-1f_bg.wasm' });</script>"#,
                ),
                ("style-1f.css", "body { background: url(./texture.png) }"),
                ("app-1f.js", "import { a } from './snippets/b/inline0.js';"),
                ("app-1f_bg.wasm", ""),
                ("app-1f_bg.wasm.br", ""),
                ("app-1f.js.gz", ""),
                ("snippets/b/inline0.js", "import'../c/deep.js'"),
                ("snippets/c/deep.js", ""),
                ("texture.png", ""),
                ("icon.svg", ""),
                ("auth_config.json", "{}"),
                ("assets/de-1f.json", "{}"),
                ("assets/en-1f.json", "{}"),
                ("assets/en-1f.json.br", ""),
                ("404.html", ""),
                ("_headers", ""),
            ],
            &[
                "app-1f.js",
                "app-1f_bg.wasm",
                "assets/en-1f.json",
                "auth_config.json",
                "icon.svg",
                "index.html",
                "snippets/b/inline0.js",
                "snippets/c/deep.js",
                "style-1f.css",
                "texture.png",
            ],
        );
    }

    #[test]
    fn files_that_name_each_other_are_counted_once() {
        check(
            &[("index.html", "<script src=a.js>"), ("a.js", "import './b.js'"), ("b.js", "import './a.js'")],
            &["a.js", "b.js", "index.html"],
        );
    }

    #[test]
    fn references_are_resolved_as_a_browser_does() {
        let check = |reference, path, expected: Option<&str>| {
            assert_eq!(resolve(reference, path).as_deref(), expected, "{reference} in {path}");
        };
        check("/app.js", "index.html", Some("app.js"));
        check("app.js", "snippets/x.js", Some("snippets/app.js"));
        check("./app.js", "snippets/x.js", Some("snippets/app.js"));
        check("../app.js", "snippets/x.js", Some("app.js"));
        check("../app.js", "index.html", None);
    }

    #[test]
    fn without_a_build_the_error_says_how_to_make_one() {
        let error = files(Path::new("/no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("cargo xtask build"), "{error}");
    }
}
