//! The wasm module: which exports it has, and what they and the imports are called.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::{Module, ModuleConfig};

use crate::names;

/// Reads a module, without the sections that only debuggers read.
pub(crate) fn read(wasm: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config.parse(wasm).context("this is no WebAssembly module")
}

/// Removes every export that is not wanted, and what only such exports use.
pub(crate) fn keep_exports(module: &mut Module, wanted: impl Fn(&str) -> bool) {
    let unwanted: Vec<_> =
        module.exports.iter().filter(|export| !wanted(&export.name)).map(walrus::Export::id).collect();
    for export in unwanted {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
}

/// Gives short names to the imports and exports that `wasm-bindgen` named, where the bindings know the name. Returns
/// the new names by the old ones. Imports of the module `./…_bg.js` are those of the bindings.
pub(crate) fn shorten_names(module: &mut Module, known: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut short = BTreeMap::new();
    let imports = module.imports.iter_mut().filter(|import| import.module.starts_with("./"));
    let exports = module.exports.iter_mut();
    for name in imports.map(|import| &mut import.name).chain(exports.map(|export| &mut export.name)) {
        let generated = name.starts_with("__wb") || name.starts_with("wasm_bindgen__");
        if generated && known(name) {
            let next = names::short(short.len());
            let next = short.entry(std::mem::take(name)).or_insert(next);
            name.clone_from(next);
        }
    }
    short
}
