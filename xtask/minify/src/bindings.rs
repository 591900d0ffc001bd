//! The JavaScript that `wasm-bindgen` writes. It relies on its layout: a declaration begins and ends at column 0.

/// Removes the classes that the file exports and does not use itself. This app has none of its own; they come with
/// crates whose features it does not use.
pub(crate) fn without_unused_classes(text: &str) -> String {
    let mut text = text.to_owned();
    for name in exported_classes(&text) {
        let left: String = declarations(&text).filter(|part| !is_of_class(part, &name)).collect();
        // Something else uses it: then it stays, with all that belongs to it.
        if !crate::names::words(&left).any(|word| word == name) {
            text = left;
        }
    }
    text
}

/// Removes comments on lines of their own, empty lines and indentation. `wasm-bindgen` writes no template literals that
/// span lines, so a file with one is left as it is.
pub(crate) fn without_comments(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        let code = match line.split_once("*/") {
            Some((_, after)) if in_comment || begins => after.trim_start(),
            None if in_comment || begins => "",
            _ => line,
        };
        in_comment = (in_comment || begins) && !line.contains("*/");
        if !(code.is_empty() || code.starts_with("//")) {
            kept.push_str(code);
            kept.push('\n');
        }
    }
    kept
}

fn exported_classes(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.strip_prefix("export class "));
    names.filter_map(|rest| crate::names::words(rest).next().map(str::to_owned)).collect()
}

/// The top-level declarations and statements. A line that is not indented begins one, unless it closes the one before.
fn declarations(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            let at_margin = line.starts_with(|letter: char| !letter.is_whitespace());
            if index > 0 && at_margin && !line.starts_with(['}', ')', ']', ':', '?']) {
                break;
            }
            end += line.len();
        }
        let (declaration, after) = rest.split_at(end);
        rest = after;
        Some(declaration)
    })
}

/// The class itself, what frees it, and what makes it disposable.
fn is_of_class(declaration: &str, name: &str) -> bool {
    [
        format!("export class {name} "),
        format!("const {name}Finalization "),
        format!("if (Symbol.dispose) {name}."),
    ]
    .iter()
    .any(|beginning| declaration.starts_with(beginning.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_empty_lines_and_indentation_are_removed() {
        let check = |text: &str, expected: &str| assert_eq!(without_comments(text), expected, "{text}");
        check(
            "/**\n * Says.\n */\nlet a = 1; // one\n\n    // two\n    let b;\n",
            "let a = 1; // one\nlet b;\n",
        );
        check("/* short */\nlet a = '/* no comment';\n", "let a = '/* no comment';\n");
        check("/* before */ let a;\n/* long\n   */ let b;\n", "let a;\nlet b;\n");
        check("let a = b\n    * c;\n", "let a = b\n* c;\n");
        check("let a = `b\n    c`;\n", "let a = `b\n    c`;\n");
    }

    #[test]
    fn an_unused_class_is_removed_with_its_finalizer() {
        let class = "export class A {\n    free() {\n    }\n}\nif (Symbol.dispose) A.prototype.x = 1;\n";
        let registry =
            "const AFinalization = (typeof FinalizationRegistry === 'undefined')\n    ? {}\n    : 1;\n";
        let check =
            |text: String, expected: &str| assert_eq!(without_unused_classes(&text), expected, "{text}");
        check(
            format!("let a;\n{class}function b() {{\n}}\n{registry}let c;\n"),
            "let a;\nfunction b() {\n}\nlet c;\n",
        );
        let used = format!("{class}{registry}function b() {{\n    return new A();\n}}\n");
        check(used.clone(), &used);
        check("export default 1;\n".to_owned(), "export default 1;\n");
    }
}
