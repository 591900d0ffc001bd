//! The encoding of the file, as far as its text shows it after it was decoded as UTF-8.

use super::ConfigError;

/// The text without its byte order mark, which is fine in UTF-8.
///
/// # Errors
///
/// When it was saved as something else: Windows' editors and PowerShell's `>` like to write UTF-16.
pub(super) fn readable(text: &str) -> Result<&str, ConfigError> {
    // JSON is mostly ASCII, and each of its characters has a zero byte in UTF-16. The mark itself is no UTF-8.
    if text.contains('\0') {
        return Err(ConfigError::Utf16);
    }
    if text.contains('\u{fffd}') {
        return Err(ConfigError::NotUtf8);
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
