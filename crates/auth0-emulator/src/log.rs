//! What the program writes about requests, one line each. The library is silent unless told otherwise.

use serde_json::json;

use crate::exchange::Exchange;

/// How requests are logged to the standard error stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Not at all.
    #[default]
    Quiet,
    /// For people: time, status, method and path.
    Text,
    /// A JSON object a line, with bodies; secrets are cut short.
    Json,
}

/// Writes one exchange.
pub(crate) fn exchange(format: LogFormat, exchange: &Exchange) {
    match format {
        LogFormat::Quiet => {}
        LogFormat::Text => {
            let status = exchange.status.map_or_else(|| "---".to_owned(), |status| status.to_string());
            eprintln!("{} {status} {} {}", exchange.at, exchange.method, exchange.target);
        }
        LogFormat::Json => eprintln!("{}", json!(exchange)),
    }
}
