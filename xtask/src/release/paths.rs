//! The paths of source files in the wasm: panics name them. Those of libraries would begin with this machine's home.

use std::path::{Path, PathBuf};

/// Compiler flags that name the files of libraries by library and version alone: the same build on every machine, and
/// nobody's user name in it. They come on top of those in `.cargo/config.toml`.
pub(crate) fn without_home() -> String {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let registries = cargo_home.or(home).map(|home| home.join("registry").join("src"));
    registries.map(|folder| flags(&folder)).unwrap_or_default()
}

fn flags(registries: &Path) -> String {
    let folders = std::fs::read_dir(registries).into_iter().flatten().flatten();
    let paths = folders.map(|entry| entry.path().display().to_string());
    // The flags are taken apart at blanks.
    let flags = paths.filter(|path| !path.contains(char::is_whitespace));
    let mut flags: Vec<_> = flags.map(|path| format!("--remap-path-prefix={path}/=")).collect();
    flags.sort();
    flags.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_flag_for_each_registry_and_none_without() {
        let folder = std::env::temp_dir().join(format!("xtask-paths-{}", std::process::id()));
        for registry in ["b-1", "a-2", "with blank"] {
            std::fs::create_dir_all(folder.join(registry)).unwrap();
        }
        let (found, missing) = (flags(&folder), flags(&folder.join("none")));
        std::fs::remove_dir_all(&folder).unwrap();
        let expected =
            ["a-2", "b-1"].map(|name| format!("--remap-path-prefix={}/=", folder.join(name).display()));
        assert_eq!((found, missing), (expected.join(" "), String::new()));
    }
}
