//! The sentences of the page without a usable `auth_config.json`. For the developer who runs the app.

use auth0_spa::DisplayText;
use auth0_spa::config::{ConfigError, ConfigProblem, DomainFault};

use super::Text;
use super::text::Piece;

/// The title of the page.
pub const NOT_CONFIGURED: Text = Text("not_configured");
/// Above the example.
pub const COMPLETE_CONFIGURATION: Text = Text("complete_configuration");
/// Before the command that starts a local tenant.
pub const WITHOUT_TENANT: Text = Text("without_tenant");

/// What is wrong, in pieces of text and of the file; then the remedy.
pub fn config_problem(error: &ConfigError) -> (Vec<Piece>, Text) {
    let about_file = |text: Text, remedy| (text.pieces(&[("file", "auth_config.json")]), remedy);
    match error {
        ConfigError::NotFound => about_file(Text("config_not_found"), Text("remedy_not_found")),
        ConfigError::Utf16 => about_file(Text("config_utf16"), Text("remedy_encoding")),
        ConfigError::NotUtf8 => about_file(Text("config_not_utf8"), Text("remedy_encoding")),
        ConfigError::NotJson { line, column } => {
            (at(Text("config_not_json"), *line, *column), Text("remedy_not_json"))
        }
        ConfigError::Repeated { line, column } => {
            (at(Text("config_repeated"), *line, *column), Text("remedy_field"))
        }
        ConfigError::NotAnObject => about_file(Text("config_not_object"), Text("remedy_not_object")),
        ConfigError::Field { field, problem } => {
            let (text, value) = field_problem(problem);
            let [shown, value] = [field.as_str(), value].map(|text| DisplayText::always(text).brief());
            (text.pieces(&[("field", &shown), ("value", &value)]), remedy(field, problem))
        }
    }
}

/// What is wrong at a place in the file.
fn at(text: Text, line: usize, column: usize) -> Vec<Piece> {
    text.pieces(&[("file", "auth_config.json"), ("place", &format!("{line}:{column}"))])
}

/// What is wrong with a field, and what to quote.
fn field_problem(problem: &ConfigProblem) -> (Text, &str) {
    match problem {
        ConfigProblem::Missing => (Text("config_missing"), ""),
        ConfigProblem::Misspelt { known } => (Text("config_misspelt"), known),
        ConfigProblem::Empty => (Text("config_empty"), ""),
        ConfigProblem::Placeholder { value } => (Text("config_placeholder"), value),
        ConfigProblem::WrongType { expected } => (Text("config_wrong_type"), expected),
        ConfigProblem::NotADomain { value, .. } => (Text("config_not_a_domain"), value),
        ConfigProblem::NotAClientId { value } => (Text("config_not_a_client_id"), value),
        ConfigProblem::NotTheManagementApi { value } => (Text("config_not_the_api"), value),
    }
}

/// How to fix it: mostly where Auth0's dashboard shows the value.
fn remedy(field: &str, problem: &ConfigProblem) -> Text {
    match problem {
        ConfigProblem::WrongType { .. } | ConfigProblem::Misspelt { .. } => return Text("remedy_field"),
        ConfigProblem::NotADomain { fault, .. } => {
            return match fault {
                DomainFault::Url => Text("remedy_domain_url"),
                DomainFault::Port => Text("remedy_domain_port"),
                DomainFault::Host => Text("remedy_application"),
            };
        }
        _ => {}
    }
    match field {
        "audience" => Text("remedy_audience"),
        "domain" | "client_id" | "clientId" => Text("remedy_application"),
        "connections.label" => Text("remedy_field"),
        _ => Text("remedy_connection"),
    }
}
