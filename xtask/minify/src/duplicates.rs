//! Merges functions that are the same, byte for byte. The compiler generates a function for each type that it is for,
//! and many differ in nothing else.

use std::collections::HashMap;

use anyhow::Result;

use crate::functions;

/// The same module without duplicates.
pub(crate) fn merged(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
    loop {
        let functions = functions::read(&wasm)?;
        let mut first = HashMap::new();
        let mut places = Vec::new();
        for function in functions {
            let next = u32::try_from(first.len())?;
            places.push(*first.entry(function).or_insert(next));
        }
        if first.len() == places.len() {
            return Ok(wasm);
        }
        // The callers of merged functions may be the same now.
        wasm = functions::moved(&wasm, places)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports one function, has these others, and two of them in a table.
    fn module(functions: &str, table: &str) -> Vec<u8> {
        let text = r#"(module (import "a" "b" (func)) (table 2 funcref)"#;
        wat::parse_str(format!("{text} {functions} (elem (i32.const 0) func {table}))")).unwrap()
    }

    #[test]
    fn functions_that_call_the_same_function_are_one() {
        let before = "(func (drop (i32.const 1))) (func (call 1)) (func (drop (i32.const 1))) (func (call 3))
            (func (drop (i32.const 2))) (export \"c\" (func 5)) (start 4)";
        let after = "(func (drop (i32.const 1))) (func (call 1)) (func (drop (i32.const 2)))
            (export \"c\" (func 3)) (start 2)";
        assert_eq!(merged(module(before, "2 4")).unwrap(), module(after, "2 2"));
    }

    #[test]
    fn functions_of_other_types_or_with_other_variables_stay() {
        for other in ["(param i32)", "(result i32) unreachable", "(local i32)"] {
            let wasm = module(&format!("(func) (func {other})"), "1 2");
            assert_eq!(merged(wasm.clone()).unwrap(), wasm, "{other}");
        }
    }
}
