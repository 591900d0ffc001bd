//! The build in its folder: `index.html` names the two files, and their names change with what is in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Build;
use crate::module::ModuleError;

/// Makes the build in a folder smaller. What was made smaller before stays as it is.
///
/// # Errors
///
/// When there is no build, or it cannot be read or written.
pub fn slim(dist: &Path) -> Result<(), SiteError> {
    let page_path = dist.join("index.html");
    let page = String::from_utf8_lossy(&read(&page_path)?).into_owned();
    let bindings = linked(&page, "bindings").ok_or(SiteError::NotLinked { id: "bindings" })?;
    let wasm = linked(&page, "wasm").ok_or(SiteError::NotLinked { id: "wasm" })?;
    let (bindings_path, wasm_path) = (inside(dist, bindings), inside(dist, wasm));

    let build = Build {
        bindings: String::from_utf8_lossy(&read(&bindings_path)?).into_owned(),
        wasm: read(&wasm_path)?,
    };
    let slim = build.slim().map_err(|source| SiteError::NoModule { path: wasm_path.clone(), source })?;

    // Browsers keep these files for ever, so that other contents need another name.
    let hash = fingerprint(&slim);
    let new_bindings = renamed(bindings, &hash);
    let new_wasm = renamed(wasm, &hash);
    let page = page.replace(bindings, &new_bindings).replace(wasm, &new_wasm);
    for path in [&bindings_path, &wasm_path] {
        fs::remove_file(path).map_err(failed_at(path))?;
    }
    write(&inside(dist, &new_bindings), slim.bindings.as_bytes())?;
    write(&inside(dist, &new_wasm), &slim.wasm)?;
    write(&page_path, page.as_bytes())
}

/// The address in the `<link>` with an id.
fn linked<'a>(page: &'a str, id: &str) -> Option<&'a str> {
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

/// The same name with another hash: sixteen hexadecimal digits, as trunk writes them.
fn renamed(address: &str, hash: &str) -> String {
    let is_hash = |part: &&str| part.len() == 16 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
    match address.split(['-', '_', '.']).find(is_hash) {
        Some(old) => address.replace(old, hash),
        None => address.to_owned(),
    }
}

fn fingerprint(build: &Build) -> String {
    let digest = Sha256::new().chain_update(&build.bindings).chain_update(&build.wasm).finalize();
    let hash = digest.iter().take(8).fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
    format!("{hash:016x}")
}

fn read(path: &Path) -> Result<Vec<u8>, SiteError> {
    fs::read(path).map_err(failed_at(path))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), SiteError> {
    fs::write(path, bytes).map_err(failed_at(path))
}

fn failed_at(path: &Path) -> impl FnOnce(io::Error) -> SiteError + use<> {
    let path = path.to_owned();
    move |source| SiteError::File { path, source }
}

/// Why a build could not be made smaller.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The page does not name a file.
    #[error("index.html has no <link id=\"{id}\">: Trunk.toml writes it")]
    NotLinked {
        /// Which one.
        id: &'static str,
    },
    /// A file is missing or cannot be written.
    #[error("{} cannot be read or written; is there a release build?", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The wasm cannot be read.
    #[error("{}", path.display())]
    NoModule {
        /// Where it is.
        path: PathBuf,
        /// Why.
        source: ModuleError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<link rel=preload href=/words/en.json><link id="bindings" rel="modulepreload" href="/assets/app-0123456789abcdef.js" crossorigin><link id=wasm rel=preload href=/assets/app-0123456789abcdef_bg.wasm as=fetch><p>"#;

    #[test]
    fn the_page_names_the_files_by_their_new_contents_and_a_second_time_changes_nothing() {
        let dist = tempfile::tempdir().unwrap();
        let path = |name: &str| dist.path().join(name);
        fs::create_dir(path("assets")).unwrap();
        fs::write(path("index.html"), PAGE).unwrap();
        fs::write(path("assets/app-0123456789abcdef.js"), "wasm.__wbindgen_start();\n").unwrap();
        let wasm = wat::parse_str(r#"(module (func $a) (export "__wbindgen_start" (func $a)))"#).unwrap();
        fs::write(path("assets/app-0123456789abcdef_bg.wasm"), wasm).unwrap();

        slim(dist.path()).unwrap();
        let page = fs::read_to_string(path("index.html")).unwrap();
        assert!(!page.contains("0123456789abcdef"), "{page}");
        let (bindings, wasm) = (linked(&page, "bindings").unwrap(), linked(&page, "wasm").unwrap());
        assert_eq!(fs::read_to_string(inside(dist.path(), bindings)).unwrap(), "wasm._0();\n");
        assert!(inside(dist.path(), wasm).exists());
        assert_eq!(fs::read_dir(path("assets")).unwrap().count(), 2, "the old files are gone");

        slim(dist.path()).unwrap();
        assert_eq!(fs::read_to_string(path("index.html")).unwrap(), page);
    }

    #[test]
    fn a_folder_without_a_build_is_an_error_that_says_so() {
        let dist = tempfile::tempdir().unwrap();
        assert!(slim(dist.path()).unwrap_err().to_string().contains("is there a release build?"));
        fs::write(dist.path().join("index.html"), "<p>").unwrap();
        assert!(slim(dist.path()).unwrap_err().to_string().contains("id=\"bindings\""));
    }
}
