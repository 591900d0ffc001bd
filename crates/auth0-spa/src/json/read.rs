//! The reader: strict (RFC 8259), and refuses what two readers could read differently.

use thiserror::Error;

use super::{Map, Number, Value};

/// The deepest nesting that is read.
const MAX_DEPTH: u8 = 128;

/// Why a text is not valid, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{fault} at byte {at}")]
pub struct ReadError {
    /// What is wrong.
    pub fault: Fault,
    /// Bytes before it.
    pub at: usize,
}

/// Why a text is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is not JSON.
    #[error("no JSON")]
    Syntax,
    /// An object names a member twice.
    #[error("a member named twice")]
    Repeated,
    /// More than 128 values are nested.
    #[error("values too deep")]
    TooDeep,
}

/// Reads one value and nothing else.
///
/// ```
/// use auth0_spa::json;
///
/// let text = r#"{"half":0.50,"large":12345678901234567890}"#;
/// assert_eq!(json::write(&json::read(text)?), text);
/// assert_eq!(json::read(r#"{"sub":"a","s\u0075b":"b"}"#).unwrap_err().fault, json::Fault::Repeated);
/// # Ok::<(), json::ReadError>(())
/// ```
///
/// # Errors
///
/// [`ReadError`] for the first fault.
pub fn read(text: &str) -> Result<Value, ReadError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(MAX_DEPTH)?;
    reader.skip_space();
    if reader.at == text.len() { Ok(value) } else { Err(reader.syntax()) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: u8) -> Result<Value, ReadError> {
        self.skip_space();
        match self.peek() {
            Some(b'{' | b'[') if depth == 0 => Err(self.fault(Fault::TooDeep)),
            Some(b'{') => self.object(depth - 1),
            Some(b'[') => self.array(depth - 1),
            Some(b'"') => self.string().map(Value::String),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Result<Value, ReadError> {
        let mut members = Map::new();
        self.at += 1;
        self.skip_space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            let repeated = self.fault(Fault::Repeated);
            let name = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            if members.insert(name, self.value(depth)?).is_some() {
                return Err(repeated);
            }
            self.skip_space();
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            self.expect(b',')?;
        }
    }

    fn array(&mut self, depth: u8) -> Result<Value, ReadError> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            self.expect(b',')?;
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, ReadError> {
        word.bytes().try_for_each(|byte| self.expect(byte))?;
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, ReadError> {
        let start = self.at;
        self.take(b'-');
        // No digit may follow a leading zero.
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Value::Number(Number::as_read(self.since(start))))
    }

    fn digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        if self.at == start { Err(self.syntax()) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<String, ReadError> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            text.push_str(self.since(start));
            if self.take(b'"') {
                return Ok(text);
            }
            self.expect(b'\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, ReadError> {
        let error = self.syntax();
        let escaped = self.peek().ok_or(error)?;
        self.at += 1;
        Ok(match escaped {
            b'"' | b'\\' | b'/' => char::from(escaped),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.code_unit()?;
                // A lone surrogate is not a character.
                if (0xD800..0xDC00).contains(&code) {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    let low =
                        self.code_unit()?.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(error)?;
                    code = 0x1_0000 + ((code - 0xD800) << 10) + low;
                }
                char::from_u32(code).ok_or(error)?
            }
            _ => return Err(error),
        })
    }

    fn code_unit(&mut self) -> Result<u32, ReadError> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit * 16 + digit.ok_or(self.syntax())?;
            self.at += 1;
        }
        Ok(unit)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text since `start`. Both ends are at a character boundary, because they are next to an ASCII character.
    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip(&mut self, what: fn(u8) -> bool) {
        while self.peek().is_some_and(what) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), ReadError> {
        if self.take(byte) { Ok(()) } else { Err(self.syntax()) }
    }

    const fn fault(&self, fault: Fault) -> ReadError {
        ReadError { fault, at: self.at }
    }

    const fn syntax(&self) -> ReadError {
        self.fault(Fault::Syntax)
    }
}
