//! Takes out of a build by trunk what no browser needs, and changes nothing that it does.
//!
//! `wasm-bindgen` writes for readers: the functions that wasm and JavaScript call in each other have names of thirty
//! letters and sixteen hexadecimal digits, which stand in both files and which no compression makes smaller; comments
//! and indentation; classes for whoever might want them. This crate knows the two files of one build and nothing else
//! of the app. It must not guess: what it does not recognise stays as it is.

pub mod bindings;
pub mod module;
pub mod names;
pub mod order;
pub mod site;

use std::collections::BTreeSet;

use crate::module::ModuleError;

/// The two files of a build that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The JavaScript that `wasm-bindgen` wrote.
    pub bindings: String,
    /// The module that it wrote it for.
    pub wasm: Vec<u8>,
}

impl Build {
    /// The same build, smaller.
    ///
    /// # Errors
    ///
    /// When the wasm cannot be read.
    pub fn slim(self) -> Result<Self, ModuleError> {
        let bindings = bindings::without_unused_classes(&self.bindings);
        let mut module = module::read(&self.wasm)?;
        let spoken: BTreeSet<&str> = names::words(&bindings).collect();
        module::keep_exports(&mut module, |name| spoken.contains(name));
        let short = module::shorten_names(&mut module, |name| spoken.contains(name));
        let bindings = names::replace(&bindings::without_comments(&bindings), &short);
        // Slim already: only the order of what is alike would change.
        if bindings == self.bindings {
            return Ok(self);
        }
        Ok(Self { bindings, wasm: order::beside_their_like(&module.emit_wasm())? })
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
    fn what_the_page_cannot_call_goes_and_what_it_calls_has_a_short_name_on_both_sides() {
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
        let Build { bindings, wasm } = Build { bindings: BINDINGS.to_owned(), wasm }.slim().unwrap();
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
    fn what_is_no_wasm_is_refused() {
        let build = Build { bindings: String::new(), wasm: b"<!doctype html>".to_vec() };
        assert!(build.slim().is_err());
    }
}
