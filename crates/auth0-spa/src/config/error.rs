//! What can be wrong with the configuration. Each variant has what a message needs to name the remedy.

use thiserror::Error;

use super::DomainFault;

/// Why there is no configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// There is no `auth_config.json` beside the page.
    #[error("auth_config.json was not found")]
    NotFound,
    /// The file is saved as UTF-16.
    #[error("auth_config.json is saved as UTF-16; save it as UTF-8")]
    Utf16,
    /// The file holds characters that are not UTF-8.
    #[error("auth_config.json is not saved as UTF-8")]
    NotUtf8,
    /// The file is not JSON. Both numbers count from one.
    #[error("auth_config.json is not valid JSON (line {line}, column {column})")]
    NotJson {
        /// Line of the first fault.
        line: usize,
        /// Column of the first fault.
        column: usize,
    },
    /// The file names a field twice, so that two parsers could read it differently. Both numbers count from one.
    #[error("auth_config.json names a field a second time (line {line}, column {column})")]
    Repeated {
        /// Line of the second name.
        line: usize,
        /// Column of the second name.
        column: usize,
    },
    /// The file is JSON, but not an object.
    #[error("auth_config.json is not a JSON object")]
    NotAnObject,
    /// One field is wrong.
    #[error("`{field}` {problem}")]
    Field {
        /// The field's name, `connections.name` for a nested one.
        field: String,
        /// What is wrong with it.
        problem: ConfigProblem,
    },
}

impl ConfigError {
    /// The same error about a field inside `outer`.
    pub(super) fn inside(self, outer: &str) -> Self {
        match self {
            Self::Field { field, problem } => Self::Field { field: format!("{outer}.{field}"), problem },
            other => other,
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigProblem {
    /// The field is missing.
    #[error("is missing")]
    Missing,
    /// The field is unknown, but its name is close to a known one.
    #[error("is not read; write `{known}`")]
    Misspelt {
        /// The known field.
        known: &'static str,
    },
    /// The field is an empty string.
    #[error("is empty")]
    Empty,
    /// The field still holds the example's value.
    #[error("still holds the placeholder {value:?}")]
    Placeholder {
        /// The value found.
        value: String,
    },
    /// The field has a value of the wrong type.
    #[error("holds another kind of value; it must look like {expected}")]
    WrongType {
        /// An example of what belongs there, in JSON.
        expected: &'static str,
    },
    /// The domain is not a bare host name.
    #[error("holds {value:?}, which is not a domain: {}", remedy(*fault))]
    NotADomain {
        /// The value found.
        value: String,
        /// What is wrong with it.
        fault: DomainFault,
    },
    /// The client id has invalid characters.
    #[error(
        "holds {value:?}, which is not a client id: it is letters and digits, from the application's settings"
    )]
    NotAClientId {
        /// The value found.
        value: String,
    },
    /// The audience is not the identifier of a Management API.
    #[error(
        "{value:?} is not a Management API: it is like https://acme.eu.auth0.com/api/v2/, with the slash at its end"
    )]
    NotTheManagementApi {
        /// The value found.
        value: String,
    },
}

impl ConfigProblem {
    /// This problem, found in `field`.
    pub(super) fn of(self, field: &str) -> ConfigError {
        ConfigError::Field { field: field.to_owned(), problem: self }
    }
}

fn remedy(fault: DomainFault) -> &'static str {
    match fault {
        DomainFault::Url => {
            "only the host belongs here, like acme.eu.auth0.com, without https:// and slashes"
        }
        DomainFault::Port => "the port is not a number up to 65535",
        DomainFault::Host => "it must look like acme.eu.auth0.com",
    }
}
