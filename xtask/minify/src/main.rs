//! `minify FOLDER` removes from a release build what no browser needs, without changing its behaviour.
//! `cargo xtask build` runs it. It is a package of its own because `walrus` would make the first build of xtask 24
//! seconds longer.
//!
//! `wasm-bindgen` writes readable output: the functions that wasm and JavaScript call in each other have names of
//! thirty letters and sixteen hexadecimal digits, which are in both files and do not compress; comments and
//! indentation; and classes that nothing uses. The compiler leaves the same function several times, and orders and
//! numbers what it wrote without regard to compression. What this program does not recognise stays as it is.

mod bindings;
mod duplicates;
mod functions;
mod instructions;
mod module;
mod names;
mod order;
mod site;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let dist = std::env::args_os().nth(1).map(PathBuf::from).context("usage: minify FOLDER")?;
    site::minify(&dist)
}

/// The two files of a build that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Build {
    /// The JavaScript that `wasm-bindgen` wrote.
    bindings: String,
    /// The module that it wrote it for.
    wasm: Vec<u8>,
}

impl Build {
    /// The same build, smaller.
    fn minified(self) -> Result<Self> {
        let bindings = bindings::without_unused_classes(&self.bindings);
        let mut module = module::read(&self.wasm)?;
        let used: BTreeSet<&str> = names::words(&bindings).collect();
        module::keep_exports(&mut module, |name| used.contains(name));
        let short = module::shorten_names(&mut module, |name| used.contains(name));
        let bindings = names::replace(&bindings::without_comments(&bindings), &short);
        // Minified already: only the order of functions would change.
        if bindings == self.bindings {
            return Ok(self);
        }
        let wasm = duplicates::merged(instructions::by_use(&module.emit_wasm())?)?;
        Ok(Self { bindings, wasm: order::by_similarity(&wasm)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BINDINGS: &str = r#"export class Unwanted {
    free() {
        wasm.__wbg_unwanted_free(this.ptr);
    }
}
if (Symbol.dispose) Unwanted.prototype[Symbol.dispose] = Unwanted.prototype.free;
function imports() {
    return { __proto__: null, "./app_bg.js": {
        __wbg_alert_0123456789abcdef: function(text) { alert(text); },
    } };
}
const UnwantedFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_unwanted_free(ptr, 1));
/** Starts it. */
export default () => wasm.__wbindgen_start();
"#;

    #[test]
    fn unused_exports_are_removed_and_used_ones_get_the_same_short_name_in_both_files() {
        let wasm = wat::parse_str(
            r#"(module
                (import "./app_bg.js" "__wbg_alert_0123456789abcdef" (func $alert (param i32)))
                (func $start (call $alert (i32.const 1)))
                (func $unwanted (drop (i32.const 2)))
                (memory 1)
                (export "__wbindgen_start" (func $start))
                (export "__wbg_unwanted_free" (func $unwanted))
                (export "marker_of_a_tool" (func $unwanted)))"#,
        )
        .unwrap();
        let Build { bindings, wasm } = Build { bindings: BINDINGS.to_owned(), wasm }.minified().unwrap();
        let module = module::read(&wasm).unwrap();
        let exports: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        let imports: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!((exports.len(), imports.len(), module.funcs.iter().count()), (1, 1, 2));
        assert!(bindings.contains(&format!("{}: function(text)", imports[0])), "{bindings}");
        assert!(bindings.contains(&format!("wasm.{}()", exports[0])), "{bindings}");
        for gone in ["Unwanted", "__wbg", "__wbindgen", "Starts it"] {
            assert!(!bindings.contains(gone), "{gone} is still there: {bindings}");
        }
    }

    #[test]
    fn a_file_that_is_not_wasm_is_refused() {
        let build = Build { bindings: String::new(), wasm: b"<!doctype html>".to_vec() };
        assert!(build.minified().is_err());
    }
}
