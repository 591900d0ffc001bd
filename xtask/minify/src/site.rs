//! A build in its folder. `index.html` names the two files of each module, and their names change with their contents.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::Build;

/// The links of `index.html` to bindings and wasm: of *Log in*, and of the app.
const MODULES: [(&str, &str); 2] = [("early-bindings", "early-wasm"), ("bindings", "wasm")];

/// Minifies the build in a folder. One that was minified before is unchanged.
pub(crate) fn minify(dist: &Path) -> Result<()> {
    let page_path = dist.join("index.html");
    let mut page = String::from_utf8_lossy(&read(&page_path)?).into_owned();
    for (bindings, wasm) in MODULES {
        minify_module(dist, &mut page, bindings, wasm)?;
    }
    name_languages(dist, &mut page)?;
    write(&page_path, page.as_bytes())
}

/// Minifies the module with these links.
fn minify_module(dist: &Path, page: &mut String, bindings: &str, wasm: &str) -> Result<()> {
    let (bindings, wasm) = (linked(page, bindings)?.to_owned(), linked(page, wasm)?.to_owned());
    let (bindings_path, wasm_path) = (inside(dist, &bindings), inside(dist, &wasm));

    let build = Build {
        bindings: String::from_utf8_lossy(&read(&bindings_path)?).into_owned(),
        wasm: read(&wasm_path)?,
    };
    let build = build.minified().with_context(|| wasm_path.display().to_string())?;

    // Browsers keep these files for a year, so other contents need another name.
    let hash = fingerprint(&build);
    let (new_bindings, new_wasm) = (renamed(&bindings, &hash), renamed(&wasm, &hash));
    *page = page.replace(&wasm, &new_wasm).replace(&bindings, &new_bindings);
    for path in [&bindings_path, &wasm_path] {
        fs::remove_file(path).with_context(|| failed(path))?;
    }
    write(&inside(dist, &new_bindings), build.bindings.as_bytes())?;
    write(&inside(dist, &new_wasm), &build.wasm)
}

/// Moves the sentences to the other files that browsers keep for a year. `data-languages` of the page names them, without
/// their ending.
fn name_languages(dist: &Path, page: &mut String) -> Result<()> {
    let folder = dist.join("locales");
    // Named before.
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.with_context(|| failed(&folder))?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let sentences = read(&path)?;
        let name = format!("assets/{language}-{}", hex(Sha256::new().chain_update(&sentences)));
        write(&dist.join(format!("{name}.json")), &sentences)?;
        *page = page.replace(&format!("locales/{language}"), &name);
    }
    fs::remove_dir_all(&folder).with_context(|| failed(&folder))
}

/// The address in the `<link>` with an id.
fn linked<'a>(page: &'a str, id: &str) -> Result<&'a str> {
    find_linked(page, id).with_context(|| format!("index.html has no <link id=\"{id}\">"))
}

fn find_linked<'a>(page: &'a str, id: &str) -> Option<&'a str> {
    let tag = page.split("<link").find(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.contains(&format!("id=\"{id}\"")) || tag.split_whitespace().any(|word| word == format!("id={id}"))
    })?;
    let tag = tag.split('>').next()?;
    let address = tag.split("href=").nth(1)?;
    let address = address.trim_start_matches('"');
    address.split(['"', ' ']).next().filter(|address| !address.is_empty())
}

fn inside(dist: &Path, address: &str) -> PathBuf {
    dist.join(address.trim_start_matches('/'))
}

/// The same name with another hash: sixteen hexadecimal digits, of which trunk leaves out zeros in front. It gives the
/// module of *Log in* none, whose files therefore do not lie in `assets` yet.
fn renamed(address: &str, hash: &str) -> String {
    let is_hash =
        |part: &&str| (12..=16).contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_hexdigit());
    if let Some(old) = address.split(['-', '_', '.']).find(is_hash) {
        return address.replace(old, hash);
    }
    let end = ["_bg.wasm", ".js"].into_iter().find(|end| address.ends_with(end)).unwrap_or_default();
    format!("/assets{}-{hash}{end}", address.trim_end_matches(end))
}

fn fingerprint(build: &Build) -> String {
    hex(Sha256::new().chain_update(&build.bindings).chain_update(&build.wasm))
}

fn hex(contents: Sha256) -> String {
    let hash = contents.finalize().iter().take(8).fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
    format!("{hash:016x}")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| failed(path))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| failed(path))
}

fn failed(path: &Path) -> String {
    format!("{} cannot be read or written; is there a release build?", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html data-languages="locales/de locales/en"><link id=early-bindings href=/early.js><link id=early-wasm href=/early_bg.wasm><link id="bindings" rel="modulepreload" href="/assets/app-0123456789abcdef.js" crossorigin><link id=wasm rel=preload href=/assets/app-0123456789abcdef_bg.wasm as=fetch><p>"#;

    #[test]
    fn the_page_links_the_renamed_files_and_a_second_run_changes_nothing() {
        let dist = tempfile::tempdir().unwrap();
        let path = |name: &str| dist.path().join(name);
        for (folder, file) in [("assets", ""), ("locales", "de.json"), ("locales", "en.json")] {
            fs::create_dir_all(path(folder)).unwrap();
            if !file.is_empty() {
                fs::write(path(folder).join(file), r#"{"direction": "ltr"}"#).unwrap();
            }
        }
        fs::write(path("index.html"), PAGE).unwrap();
        let bindings = "wasm.__wbindgen_start();\n";
        let wasm = wat::parse_str(r#"(module (func $a) (export "__wbindgen_start" (func $a)))"#).unwrap();
        for name in ["early", "assets/app-0123456789abcdef"] {
            fs::write(path(&format!("{name}.js")), bindings).unwrap();
            fs::write(path(&format!("{name}_bg.wasm")), &wasm).unwrap();
        }

        minify(dist.path()).unwrap();
        let page = fs::read_to_string(path("index.html")).unwrap();
        assert!(!page.contains("0123456789abcdef"), "{page}");
        for (bindings, wasm) in MODULES {
            let (bindings, wasm) = (linked(&page, bindings).unwrap(), linked(&page, wasm).unwrap());
            assert_eq!(fs::read_to_string(inside(dist.path(), bindings)).unwrap(), "wasm._0();\n");
            assert!(inside(dist.path(), wasm).exists());
            for name in [bindings, wasm] {
                assert!(
                    name.starts_with("/assets/") && name.len() > 28,
                    "{name} has a hash and lies in assets"
                );
            }
        }
        assert_eq!(fs::read_dir(path("assets")).unwrap().count(), 6, "the old files are gone");
        assert_eq!(fs::read_dir(dist.path()).unwrap().count(), 2, "the page, and the files with a hash");
        let languages = page.split('"').nth(1).unwrap().split(' ').map(|file| path(&format!("{file}.json")));
        assert_eq!(languages.filter(|file| file.exists()).count(), 2, "{page}");

        minify(dist.path()).unwrap();
        assert_eq!(fs::read_to_string(path("index.html")).unwrap(), page);
    }

    #[test]
    fn a_folder_without_a_build_is_an_error() {
        let dist = tempfile::tempdir().unwrap();
        assert!(minify(dist.path()).unwrap_err().to_string().contains("is there a release build?"));
        fs::write(dist.path().join("index.html"), "<p>").unwrap();
        assert!(minify(dist.path()).unwrap_err().to_string().contains("id=\"early-bindings\""));
    }
}
