//! Copies of the build's files beside them, compressed once and well, for servers to send as they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::compress;

/// What compresses.
const KINDS: [&str; 6] = ["html", "js", "json", "css", "svg", "wasm"];

/// May be replaced after the build, and an old copy would be sent.
const REPLACEABLE: &str = "auth_config.json";

/// Writes a `.br` and a `.gz` beside each file of the build that gets smaller by it.
///
/// # Errors
///
/// When a file cannot be read or written.
pub(crate) fn write(dist: &Path) -> Result<(), PrecompressError> {
    for path in files(dist)? {
        let bytes = fs::read(&path).map_err(failed_at(&path))?;
        for (extension, encode) in
            [("br", compress::brotli as fn(&[u8]) -> io::Result<Vec<u8>>), ("gz", compress::gzip)]
        {
            let compressed = encode(&bytes).map_err(failed_at(&path))?;
            let copy = PathBuf::from(format!("{}.{extension}", path.display()));
            if compressed.len() < bytes.len() {
                fs::write(&copy, compressed).map_err(failed_at(&copy))?;
            }
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, PrecompressError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed_at(folder))? {
        let path = entry.map_err(failed_at(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known))
            && path.file_name().is_some_and(|name| name != REPLACEABLE)
        {
            found.push(path);
        }
    }
    Ok(found)
}

fn failed_at(path: &Path) -> impl FnOnce(io::Error) -> PrecompressError + use<> {
    let path = path.to_owned();
    move |source| PrecompressError { path, source }
}

/// A file of the build that could not be compressed.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be compressed", path.display())]
pub(crate) struct PrecompressError {
    path: PathBuf,
    source: io::Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_gets_smaller_and_stays_as_it_is_has_copies() {
        let dist = std::env::temp_dir().join(format!("xtask-precompressed-{}", std::process::id()));
        let texts = [
            ("index.html", "page ".repeat(100)),
            ("assets/app.wasm", "wasm ".repeat(100)),
            ("assets/tiny.js", "1".to_owned()),
            ("auth_config.json", "json ".repeat(100)),
            ("words/en.json", "json ".repeat(100)),
        ];
        for (path, text) in texts {
            fs::create_dir_all(dist.join(path).parent().unwrap()).unwrap();
            fs::write(dist.join(path), text).unwrap();
        }
        write(&dist).unwrap();
        let names = |folder: &Path| {
            let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
            names.sort();
            names
        };
        let (top, assets, words) = (names(&dist), names(&dist.join("assets")), names(&dist.join("words")));
        fs::remove_dir_all(&dist).unwrap();
        assert_eq!(
            top,
            ["assets", "auth_config.json", "index.html", "index.html.br", "index.html.gz", "words"]
        );
        assert_eq!(assets, ["app.wasm", "app.wasm.br", "app.wasm.gz", "tiny.js"]);
        assert_eq!(words, ["en.json", "en.json.br", "en.json.gz"]);
    }
}
