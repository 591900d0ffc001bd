//! Detects the encoding of the file from its text, which was decoded as UTF-8.

use super::ConfigError;

/// The text without its byte order mark, which is fine in UTF-8.
///
/// # Errors
///
/// Detects another encoding: Windows editors and PowerShell's `>` often write UTF-16.
pub(super) fn readable(text: &str) -> Result<&str, ConfigError> {
    // JSON is mostly ASCII, and each of its characters has a zero byte in UTF-16. The byte order mark itself is not
    // valid UTF-8.
    if text.contains('\0') {
        return Err(ConfigError::Utf16);
    }
    if text.contains('\u{fffd}') {
        return Err(ConfigError::NotUtf8);
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
