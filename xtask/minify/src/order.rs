//! Orders the functions of a module so that it compresses well: each beside one that it resembles.
//!
//! Much of a module repeats with small changes: views, effects, drop glue. A compressor encodes recent text in fewer
//! bits and predicts better what follows. Nothing else changes: a call takes two bytes wherever the function is.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::functions;

/// Functions are compared by their runs of this many bytes. Three to six were tried.
const PIECE: usize = 4;

/// The same module with similar functions side by side.
pub(crate) fn by_similarity(wasm: &[u8]) -> Result<Vec<u8>> {
    let bodies: Vec<_> = functions::read(wasm)?.into_iter().map(|(_, body)| body).collect();
    let mut places = vec![0; bodies.len()];
    for (place, index) in (0..).zip(similar_order(&bodies)) {
        if let Some(entry) = places.get_mut(index) {
            *entry = place;
        }
    }
    functions::moved(wasm, places)
}

/// The indices of all bodies. After each comes the one of those left that resembles it most: that has the greatest share
/// of the pieces of both in common.
fn similar_order(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<HashSet<&[u8]>> = bodies.iter().map(|body| body.windows(PIECE).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(piece).or_default().push(index);
        }
    }
    let mut remaining: Vec<_> = pieces.iter().enumerate().collect();
    let mut order = Vec::new();
    let (mut before, mut shared) = (0, vec![0; bodies.len()]);
    while !remaining.is_empty() {
        let similarity = |&(index, pieces): &(usize, &HashSet<&[u8]>)| {
            let both = shared.get(index).copied().unwrap_or(0);
            (both, (before + pieces.len() - both).max(1))
        };
        let closest = remaining.iter().map(similarity).enumerate().min_by(|(_, one), (_, other)| {
            // The greatest fraction, and the first of equal ones.
            (other.0 * one.1).cmp(&(one.0 * other.1))
        });
        let (index, pieces) = remaining.remove(closest.map_or(0, |(at, _)| at));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with these functions in this order. They call each other by name.
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
    fn similar_functions_are_neighbours_and_every_call_still_reaches_its_function() {
        assert_eq!(by_similarity(&module("ABCD")).unwrap(), module("ACBD"));
        assert_eq!(by_similarity(&module("ACBD")).unwrap(), module("ACBD"));
        assert_eq!(by_similarity(&module("DCBA")).unwrap(), module("DBCA"));
    }

    #[test]
    fn a_module_without_functions_is_unchanged() {
        let wasm = wat::parse_str("(module (memory 1))").unwrap();
        assert_eq!(by_similarity(&wasm).unwrap(), wasm);
        assert!(by_similarity(b"no module").is_err());
    }
}
