//! Which files of a build a browser fetches to show the first page.
//!
//! Starts at `index.html` and follows names: a file of the build that is named in the page, or in a script or
//! style sheet so reached, is counted. A script that names a file without loading it makes the sum too large,
//! never too small. `auth_config.json` is named in the wasm, where names are not looked for: it always counts, and so do the sentences of one language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::size::{SizeError, read};

/// Where the app's first page begins.
const PAGE: &str = "index.html";

/// What the app itself asks for before it can show anything.
const CONFIGURATION: &str = "auth_config.json";

/// One language is loaded; this one stands for all.
const WORDS: &str = "words/en.json";

/// The paths from `dist`, written with `/`, in alphabetical order.
///
/// # Errors
///
/// When the build, or a file of it, cannot be read.
pub(super) fn files(dist: &Path) -> Result<BTreeSet<String>, SizeError> {
    let built = all_files(dist)?;
    let mut reached = BTreeSet::new();
    let mut unread = vec![PAGE.to_owned()];
    unread.extend([CONFIGURATION, WORDS].into_iter().filter(|path| built.contains(*path)).map(str::to_owned));
    while let Some(path) = unread.pop() {
        if is_text(&path) {
            let text = String::from_utf8_lossy(&read(&dist.join(&path))?).into_owned();
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

fn all_files(dist: &Path) -> Result<BTreeSet<String>, SizeError> {
    let mut files = BTreeSet::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |source| SizeError::Unreadable { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(dist) {
                files.insert(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files_and_texts: &[(&str, &str)], expected: &[&str]) {
        let unique = format!("xtask-first-load-{}-{:p}", std::process::id(), files_and_texts);
        let dist = std::env::temp_dir().join(unique);
        for (path, text) in files_and_texts {
            let path = dist.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let reached = files(&dist).unwrap();
        fs::remove_dir_all(&dist).unwrap();
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
                ("404.html", ""),
                ("_headers", ""),
            ],
            &[
                "app-1f.js",
                "app-1f_bg.wasm",
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
    fn without_a_build_the_remedy_is_named() {
        let error = files(Path::new("/no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("cargo xtask build"), "{error}");
    }
}
