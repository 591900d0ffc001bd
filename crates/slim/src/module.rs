//! The wasm module: which exports it has, and what they and the imports are called.

use std::collections::BTreeMap;

use walrus::{Module, ModuleConfig};

use crate::names;

/// Reads a module, without what only debuggers read.
///
/// # Errors
///
/// When it is none.
pub fn read(wasm: &[u8]) -> Result<Module, ModuleError> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config.parse(wasm).map_err(|error| ModuleError(format!("{error:#}")))
}

/// Takes off every export that nobody wants, and what is in the module for such exports alone.
pub fn keep_exports(module: &mut Module, wanted: impl Fn(&str) -> bool) {
    let unwanted: Vec<_> =
        module.exports.iter().filter(|export| !wanted(&export.name)).map(walrus::Export::id).collect();
    for export in unwanted {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
}

/// Gives every import and export that `wasm-bindgen` made up a name a short one, if the bindings know it. Tells which
/// name became which. Imports of the module `./…_bg.js` are those of the bindings.
pub fn shorten_names(module: &mut Module, known: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut short = BTreeMap::new();
    let imports = module.imports.iter_mut().filter(|import| import.module.starts_with("./"));
    let exports = module.exports.iter_mut();
    for name in imports.map(|import| &mut import.name).chain(exports.map(|export| &mut export.name)) {
        let made_up = name.starts_with("__wb") || name.starts_with("wasm_bindgen__");
        if made_up && known(name) {
            let next = names::short(short.len());
            let next = short.entry(std::mem::take(name)).or_insert(next);
            name.clone_from(next);
        }
    }
    short
}

/// Why a module cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("this is no WebAssembly module: {0}")]
pub struct ModuleError(pub(crate) String);
