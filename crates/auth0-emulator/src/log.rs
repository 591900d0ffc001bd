//! Logs requests and e-mails to the standard error stream, one line each.

use serde_json::json;

use crate::exchange::Exchange;
use crate::mail::Mail;

/// How requests and e-mails are logged to the standard error stream.
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

/// Writes a warning.
pub(crate) fn warning(format: LogFormat, text: &str) {
    match format {
        LogFormat::Quiet => {}
        LogFormat::Text => eprintln!("auth0-emulator: warning: {text}"),
        LogFormat::Json => eprintln!("{}", json!({ "warning": text })),
    }
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

/// Writes an e-mail with its link.
pub(crate) fn mail(format: LogFormat, mail: &Mail) {
    match format {
        LogFormat::Quiet => {}
        LogFormat::Text => eprintln!("{} e-mail to {}: {}: {}", mail.at, mail.to, mail.subject, mail.link),
        LogFormat::Json => eprintln!("{}", json!({ "mail": mail })),
    }
}
