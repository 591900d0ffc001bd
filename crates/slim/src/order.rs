//! The functions of a module in an order that compresses well: each beside one that it is like.
//!
//! Much of a module is almost the same again: views, effects, what drops a value. A compressor writes what it saw
//! shortly before in fewer bits, and guesses better what comes next. Nothing else changes: a call of a function has
//! two bytes wherever the function stands.

use std::collections::{HashMap, HashSet};

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::module::ModuleError;

/// How many bytes in a row two functions must have in common to be a little alike. Three to six were tried.
const PIECE: usize = 4;

/// The same module with its functions in a better order.
///
/// # Errors
///
/// When it is none.
pub fn beside_their_like(wasm: &[u8]) -> Result<Vec<u8>, ModuleError> {
    let (imported, bodies) = functions(wasm).map_err(|error| ModuleError(error.to_string()))?;
    let mut places = vec![0; bodies.len()];
    for (place, index) in (0..).zip(by_likeness(&bodies)) {
        if let Some(entry) = places.get_mut(index) {
            *entry = place;
        }
    }
    let mut module = wasm_encoder::Module::new();
    let mut reorder = Reorder { imported, places };
    reorder
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| ModuleError(error.to_string()))?;
    Ok(module.finish())
}

/// How many functions are imported, and the bodies of all others.
fn functions(wasm: &[u8]) -> wasmparser::Result<(u32, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// All bodies by their numbers: after each the one of those left that has most in common with it, by the share of the
/// pieces of both that are in both.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<HashSet<&[u8]>> = bodies.iter().map(|body| body.windows(PIECE).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(piece).or_default().push(index);
        }
    }
    let mut left: Vec<_> = pieces.iter().enumerate().collect();
    let mut order = Vec::new();
    let (mut before, mut shared) = (0, vec![0; bodies.len()]);
    while !left.is_empty() {
        let likeness = |&(index, pieces): &(usize, &HashSet<&[u8]>)| {
            let both = shared.get(index).copied().unwrap_or(0);
            (both, (before + pieces.len() - both).max(1))
        };
        let likest = left.iter().map(likeness).enumerate().min_by(|(_, one), (_, other)| {
            // The greatest fraction, and the first of equal ones.
            (other.0 * one.1).cmp(&(one.0 * other.1))
        });
        let (index, pieces) = left.remove(likest.map_or(0, |(at, _)| at));
        order.push(index);
        before = pieces.len();
        shared.fill(0);
        for holder in pieces.iter().filter_map(|piece| holders.get(piece)).flatten() {
            if let Some(count) = shared.get_mut(*holder) {
                *count += 1;
            }
        }
    }
    order
}

/// Writes a module anew with each function in its new place.
struct Reorder {
    imported: u32,
    /// The new places of the functions that are not imported.
    places: Vec<u32>,
}

impl Reorder {
    fn in_place<T>(&self, items: impl Iterator<Item = T>) -> Vec<T> {
        let mut placed: Vec<_> = self.places.iter().copied().zip(items).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, item)| item).collect()
    }
}

impl Reencode for Reorder {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with these functions in this order; they call each other by their names.
    fn module(order: &str) -> Vec<u8> {
        let like = "(drop (f64.const 1.25)) (drop (i64.const 123456789))".repeat(4);
        let unlike = "(drop (f32.const 7.5))".repeat(9);
        let functions = order.chars().map(|name| match name {
            'A' => format!("(func {like} (call 0 (i32.const 1)) (call C))"),
            'B' => format!("(func (param f64) {unlike} (call A))"),
            'C' => format!("(func {like} (call 0 (i32.const 2)))"),
            _ => format!("(func (param f64) {unlike} (call B (local.get 0)))"),
        });
        let text = format!(
            r#"(module (import "a" "b" (func (param i32))) {} (table 1 funcref) (export "c" (func C)) (start A)
            (elem (i32.const 0) func C))"#,
            functions.collect::<String>()
        );
        let text = (1..)
            .zip(order.chars())
            .fold(text, |text, (number, name)| text.replace(name, &number.to_string()));
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn what_is_alike_stands_together_and_nobody_calls_another_function_than_before() {
        assert_eq!(beside_their_like(&module("ABCD")).unwrap(), module("ACBD"));
        assert_eq!(beside_their_like(&module("ACBD")).unwrap(), module("ACBD"));
        assert_eq!(beside_their_like(&module("DCBA")).unwrap(), module("DBCA"));
    }

    #[test]
    fn a_module_without_functions_stays_one() {
        let wasm = wat::parse_str("(module (memory 1))").unwrap();
        assert_eq!(beside_their_like(&wasm).unwrap(), wasm);
        assert!(beside_their_like(b"no module").is_err());
    }
}
