//! A form that sends a request of the control API, and the same request as a `curl` line.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::copy;

/// A request of the control API.
#[derive(Debug)]
pub(super) struct Control<'a> {
    /// Id of the form, unique on the page.
    pub(super) id: String,
    /// The tenant's address with a slash at its end.
    pub(super) issuer: &'a str,
    pub(super) method: &'a str,
    /// Begins with `/_emulator/`.
    pub(super) path: String,
    /// JSON, where the form has no fields for it.
    pub(super) body: Option<&'a str>,
    /// What the button says.
    pub(super) label: &'a str,
    /// Whose button it is, for those who hear only the button.
    pub(super) of: &'a str,
}

impl Control<'_> {
    /// A form with only a button.
    pub(super) fn button(&self) -> Markup {
        self.form(&html! {}, self.body.unwrap_or_default())
    }

    /// A form with fields; `example` is the body that they make as they are.
    pub(super) fn form(&self, fields: &Markup, example: &str) -> Markup {
        let start = curl(self.issuer, self.method, &self.path);
        let line = if example.is_empty() { start.clone() } else { format!("{start} -d {}", quoted(example)) };
        html! {
            form.control id=(self.id) method="post" action="/_emulator/form" data-curl=(start) {
                input type="hidden" name="request" value={ (self.method) " " (self.path) };
                @if let Some(body) = self.body { input type="hidden" name="body" value=(body); }
                (fields)
                button id={ (self.id) "-send" } type="submit" {
                    (self.label) @if !self.of.is_empty() { span.unseen { " " (self.of) } }
                }
                details.curl id={ (self.id) "-curl" } {
                    summary { "curl" span.unseen { " for " (self.label) " " (self.of) } }
                    pre { code { (line) } }
                    (copy("the curl line", &line))
                }
            }
        }
    }
}

/// A request without its body as a line for a shell. The certificate of a tenant on https is its own.
fn curl(issuer: &str, method: &str, path: &str) -> String {
    let insecure = if issuer.starts_with("https:") { "-k " } else { "" };
    format!("curl {insecure}-X {method} {}", quoted(&format!("{}{path}", issuer.trim_end_matches('/'))))
}

/// A text as one argument for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The path of a user in the control API.
pub(super) fn user_path(user_id: &str) -> String {
    format!("/_emulator/users/{}", utf8_percent_encode(user_id, NON_ALPHANUMERIC))
}

/// A field with its label.
pub(super) fn field(id: &str, label: &str, input: &Markup) -> Markup {
    html! { div.field { label for=(id) { (label) } (input) } }
}

/// A choice: value and text of each option, and the value that is chosen.
pub(super) fn choice(id: &str, name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let select = html! {
        select id=(id) name=(name) {
            @for (value, text) in options { option value=(value) selected[*value == chosen] { (text) } }
        }
    };
    field(id, label, &select)
}

/// A text or number.
pub(super) fn input(id: &str, name: &str, label: &str, kind: &str, value: &str, required: bool) -> Markup {
    let input =
        html! { input id=(id) name=(name) type=(kind) value=(value) autocomplete="off" required[required]; };
    field(id, label, &input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_each_argument_whole() {
        assert_eq!(
            curl("http://localhost:4400/", "PATCH", &user_path("auth0|a'b")),
            "curl -X PATCH 'http://localhost:4400/_emulator/users/auth0%7Ca%27b'"
        );
        assert_eq!(quoted("{\"name\":\"it's\"}"), "'{\"name\":\"it'\\''s\"}'");
        assert_eq!(
            curl("https://localhost:4443/", "DELETE", "/_emulator/faults"),
            "curl -k -X DELETE 'https://localhost:4443/_emulator/faults'"
        );
    }
}
