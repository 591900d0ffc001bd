//! Compressed copies of the build's files beside them, for servers to send as they are.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use walkdir::WalkDir;

/// The kinds of files that compress.
const KINDS: [&str; 6] = ["html", "js", "json", "css", "svg", "wasm"];

/// May be replaced after the build, and then a stale copy would be sent.
const REPLACEABLE: &str = "auth_config.json";

/// Writes a `.br` and a `.gz` next to each file that gets smaller.
pub(crate) fn write_copies(dist: &Path) -> Result<()> {
    for entry in WalkDir::new(dist) {
        let entry = entry?;
        let path = entry.path();
        let is_of_kind = path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known));
        if !is_of_kind || entry.file_name() == REPLACEABLE {
            continue;
        }
        let failed = || format!("{} cannot be compressed", path.display());
        let bytes = fs::read(path).with_context(failed)?;
        for (extension, compressed) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
            let compressed = compressed.with_context(failed)?;
            if compressed.len() < bytes.len() {
                fs::write(format!("{}.{extension}", path.display()), compressed).with_context(failed)?;
            }
        }
    }
    Ok(())
}

/// gzip (RFC 1952), level 9.
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// brotli (RFC 7932), quality 11, window 2^22.
pub(crate) fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_get_smaller_and_are_not_replaced_have_copies() {
        let dist = tempfile::tempdir().unwrap();
        let texts = [
            ("index.html", "page ".repeat(100)),
            ("assets/app.wasm", "wasm ".repeat(100)),
            ("assets/tiny.js", "1".to_owned()),
            ("auth_config.json", "json ".repeat(100)),
            ("locales/en.json", "json ".repeat(100)),
        ];
        for (path, text) in texts {
            let path = dist.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        write_copies(dist.path()).unwrap();
        let names = |folder: &str| {
            let entries =
                fs::read_dir(dist.path().join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
            names.sort();
            names
        };
        let top = ["assets", "auth_config.json", "index.html", "index.html.br", "index.html.gz", "locales"];
        assert_eq!(names(""), top);
        assert_eq!(names("assets"), ["app.wasm", "app.wasm.br", "app.wasm.gz", "tiny.js"]);
        assert_eq!(names("locales"), ["en.json", "en.json.br", "en.json.gz"]);
    }
}
