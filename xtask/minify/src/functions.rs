//! The functions of a module, and giving them other places.

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The functions that are not imported, in their order: the index of its type, and its body.
pub(crate) fn read(wasm: &[u8]) -> wasmparser::Result<Vec<(u32, &[u8])>> {
    let (mut types, mut bodies) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::FunctionSection(functions) => {
                for kind in functions {
                    types.push(kind?);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok(types.into_iter().zip(bodies).collect())
}

/// The same module with each of these functions at its new place. Of several with one place, the first is kept.
pub(crate) fn moved(wasm: &[u8], places: Vec<u32>) -> Result<Vec<u8>> {
    let mut module = wasm_encoder::Module::new();
    let mut places = Places { imported: imported(wasm)?, places };
    places.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// How many functions are imported. The others are numbered after them.
fn imported(wasm: &[u8]) -> wasmparser::Result<u32> {
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
            }
        }
    }
    Ok(imported)
}

struct Places {
    imported: u32,
    /// The new places of the functions that are not imported.
    places: Vec<u32>,
}

impl Places {
    fn in_place<T>(&self, items: impl Iterator<Item = T>) -> Vec<T> {
        let mut placed: Vec<_> = self.places.iter().copied().zip(items).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.dedup_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, item)| item).collect()
    }
}

impl Reencode for Places {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.map_or(function, |place| self.imported + place))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for kind in self.in_place(section.into_iter()) {
            functions.function(self.type_index(kind?)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        for body in self.in_place(section.into_iter()) {
            self.parse_function_body(code, body?)?;
        }
        Ok(())
    }
}
