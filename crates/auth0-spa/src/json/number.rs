//! A number as it was written: no digit is lost, whatever its size.

/// A JSON number (RFC 8259 section 6). Equality is exact and by value: `1e3`, `1000` and `1000.0` are equal.
#[derive(Debug, Clone)]
pub struct Number(String);

impl Number {
    /// Wraps text that the reader recognised as a number.
    pub(super) fn as_read(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is written as plain digits: no sign, no fraction, no exponent.
    pub fn as_digits(&self) -> Option<&str> {
        self.0.bytes().all(|byte| byte.is_ascii_digit()).then_some(&self.0)
    }

    /// Sign, significant digits, and the power of ten of the last of them.
    fn decimal(&self) -> Option<(bool, String, i64)> {
        let (negative, amount) = self.0.strip_prefix('-').map_or((false, self.as_str()), |rest| (true, rest));
        let (mantissa, exponent) = amount.split_once(['e', 'E']).unwrap_or((amount, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        let significant = digits.trim_end_matches('0');
        let moved =
            i64::try_from(digits.len() - significant.len()).ok()? - i64::try_from(fraction.len()).ok()?;
        match significant.trim_start_matches('0') {
            "" => Some((false, String::new(), 0)),
            significant => {
                Some((negative, significant.to_owned(), exponent.parse::<i64>().ok()?.checked_add(moved)?))
            }
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        // An exponent too large for a decimal form: the spellings are compared.
        self.0 == other.0 || self.decimal().is_some_and(|decimal| other.decimal() == Some(decimal))
    }
}

impl Eq for Number {}
