//! Writes the instructions of a module so that they compress well. What they do does not change.
//!
//! The variable that a function uses most gets the lowest number, so that low numbers are frequent everywhere. And the
//! same access to memory is the same bytes: how its address is aligned is a hint, and processors do not need it.

use std::cmp::Reverse;
use std::collections::HashMap;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Instruction, MemArg, ValType};
use wasmparser::{FunctionBody, Operator, Parser, Payload};

/// The same module with variables numbered by use, and without hints.
pub(crate) fn by_use(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut rewrite = Rewrite { parameters: parameters(wasm)?.into_iter(), places: HashMap::new() };
    let mut module = wasm_encoder::Module::new();
    rewrite.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// How many parameters each function has that is not imported. They are its first variables.
fn parameters(wasm: &[u8]) -> wasmparser::Result<Vec<u32>> {
    let (mut of_types, mut of_functions) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(types) => {
                for function in types.into_iter_err_on_gc_types() {
                    of_types.push(u32::try_from(function?.params().len()).unwrap_or(u32::MAX));
                }
            }
            Payload::FunctionSection(functions) => {
                for function in functions {
                    of_functions.push(of_types.get(function? as usize).copied().unwrap_or(0));
                }
            }
            _ => {}
        }
    }
    Ok(of_functions)
}

struct Rewrite {
    /// Of the functions that are still to come.
    parameters: std::vec::IntoIter<u32>,
    /// The new numbers of the current function's variables, except its parameters.
    places: HashMap<u32, u32>,
}

impl Rewrite {
    fn place(&self, variable: u32) -> u32 {
        self.places.get(&variable).copied().unwrap_or(variable)
    }
}

impl Reencode for Rewrite {
    type Error = std::convert::Infallible;

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let mut uses = HashMap::new();
        for operator in body.get_operators_reader()? {
            if let Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index } = operator?
            {
                *uses.entry(local_index).or_insert(0) += 1;
            }
        }
        let first = self.parameters.next().unwrap_or(0);
        let mut variables: Vec<(ValType, Reverse<u32>, u32)> = Vec::new();
        for run in body.get_locals_reader()? {
            let (count, kind) = run?;
            let kind = self.val_type(kind)?;
            for variable in (first..).skip(variables.len()).take(count as usize) {
                variables.push((kind, Reverse(uses.get(&variable).copied().unwrap_or(0)), variable));
            }
        }
        variables.sort_unstable();
        self.places = variables.iter().map(|(.., variable)| *variable).zip(first..).collect();

        let mut function = Function::new_with_locals_types(variables.into_iter().map(|(kind, ..)| kind));
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators)?);
        }
        code.function(&function);
        Ok(())
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error> {
        Ok(match operator {
            Operator::LocalGet { local_index } => Instruction::LocalGet(self.place(local_index)),
            Operator::LocalSet { local_index } => Instruction::LocalSet(self.place(local_index)),
            Operator::LocalTee { local_index } => Instruction::LocalTee(self.place(local_index)),
            other => utils::instruction(self, other)?,
        })
    }

    fn mem_arg(&mut self, access: wasmparser::MemArg) -> Result<MemArg, Error> {
        Ok(MemArg { align: 0, ..utils::mem_arg(self, access)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str) {
        let module = |function: &str| {
            wat::parse_str(format!(
                r#"(module (import "a" "b" (func (param i64))) (memory 1)
                (func (local f64) local.get 0 drop) {function})"#
            ))
        };
        assert_eq!(by_use(&module(before).unwrap()).unwrap(), module(after).unwrap(), "{before}");
    }

    #[test]
    fn the_variable_that_is_used_most_comes_first_among_those_of_its_type() {
        check(
            "(func (param i32) (local f32 i32 i32 f32)
                local.get 0 local.set 2 i32.const 1 local.tee 3 local.set 3 local.get 4 drop local.get 1 drop)",
            "(func (param i32) (local i32 i32 f32 f32)
                local.get 0 local.set 2 i32.const 1 local.tee 1 local.set 1 local.get 4 drop local.get 3 drop)",
        );
    }

    #[test]
    fn accesses_to_memory_carry_no_hints_and_keep_their_offsets() {
        check(
            "(func i32.const 0 i64.load offset=8 align=4 drop i32.const 0 f64.const 1 f64.store offset=16)",
            "(func i32.const 0 i64.load offset=8 align=1 drop i32.const 0 f64.const 1 f64.store offset=16 align=1)",
        );
    }
}
