//! Logs requests to the standard error stream, one line each.

use serde_json::json;

use crate::exchange::Exchange;

/// How requests are logged to the standard error stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Not at all.
    #[default]
    Quiet,
    /// Time, status, method and path.
    Text,
    /// A JSON object per line, with bodies. Secrets are shortened.
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
