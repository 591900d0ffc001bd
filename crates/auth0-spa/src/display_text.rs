//! Text from outside, made safe to show: names, addresses, labels, metadata, a tenant's error description.
//!
//! A character that draws nothing, or changes the text around it, is written out: `⟨U+202E⟩`. It is not removed,
//! because two different strings must not look alike. White space of any kind becomes a space, and text without
//! visible characters is `None`. Display text is never sent.

mod characters;

use crate::json::{self, Value};
use characters::{Before, Kind, kind};

/// A text that is safe to show: without controls, direction marks and invisible characters. It may be long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayText(String);

/// The characters that a sentence, a button or a line of a card has room for, and how many of them are the end of a
/// text that has more.
const BRIEF: usize = 80;
const END: usize = 30;

impl DisplayText {
    /// Optional text, such as a name. `None` when nothing of it is visible.
    pub fn new(text: &str) -> Option<Self> {
        let mut shown = String::with_capacity(text.len());
        let mut is_seen = false;
        let mut before = Before::default();
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match kind(character, &mut before, characters.peek().copied()) {
                Kind::Seen => {
                    is_seen = true;
                    shown.push(character);
                }
                Kind::Part => shown.push(character),
                Kind::Space => shown.push(' '),
                Kind::Unseen => push_number(&mut shown, character),
            }
        }
        is_seen.then_some(Self(shown))
    }

    /// Text that must always be shown: a key, an id, a name at the tenant. If it has nothing visible, it
    /// is shown in quotation marks.
    pub fn always(text: &str) -> Self {
        Self::new(text).unwrap_or_else(|| Self::quoted(&Value::from(text)))
    }

    /// A value of metadata: a text without its quotation marks, unless it has lines; everything else as JSON.
    pub fn value(value: &Value) -> Self {
        let text = value.as_str().filter(|text| !text.contains(char::is_control));
        text.and_then(Self::new).unwrap_or_else(|| Self::quoted(value))
    }

    /// Two different values to choose between. Where they would look alike (`1` and `"1"`), both are JSON.
    pub fn values(one: &Value, other: &Value) -> (Self, Self) {
        let plain = (Self::value(one), Self::value(other));
        if plain.0 == plain.1 { (Self::quoted(one), Self::quoted(other)) } else { plain }
    }

    /// All of it.
    pub fn whole(&self) -> &str {
        &self.0
    }

    /// Whether it is longer than a sentence, a button or a line has room for.
    pub fn is_long(&self) -> bool {
        self.0.char_indices().nth(BRIEF).is_some()
    }

    /// As much as a sentence, a button or a line has room for: a longer text without its middle. An address keeps its
    /// domain that way.
    pub fn brief(&self) -> String {
        if !self.is_long() {
            return self.0.clone();
        }
        let byte = |place: Option<(usize, char)>| place.map_or(0, |(byte, _)| byte);
        let begin = self.0.get(..byte(self.0.char_indices().nth(BRIEF - END)));
        let end = self.0.get(byte(self.0.char_indices().rev().nth(END - 1))..);
        let brief = [begin.unwrap_or_default(), "…", end.unwrap_or_default()].concat();
        // At the cut, a joiner has nothing left to join.
        Self::always(&brief).0
    }

    /// As JSON, whose quotation marks show where a text begins and ends, and where a space is not just a space.
    fn quoted(value: &Value) -> Self {
        let mut shown = String::new();
        for character in json::write(value).chars() {
            match character {
                ' ' => shown.push(' '),
                other if other.is_whitespace() => push_number(&mut shown, other),
                // The text may contain `⟨U+200B⟩` literally: JSON can escape any character.
                '⟨' => shown.push_str("\\u27e8"),
                other => shown.push(other),
            }
        }
        // JSON always has a visible character.
        Self::new(&shown).unwrap_or(Self(String::new()))
    }
}

/// Writes a character out as Unicode names it.
fn push_number(text: &mut String, character: char) {
    let number = u32::from(character);
    text.push_str("⟨U+");
    for place in (0..6).rev() {
        let rest = number >> (4 * place);
        // Four digits at least.
        if place < 4 || rest > 0 {
            text.extend(char::from_digit(rest & 15, 16).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    text.push('⟩');
}

#[cfg(test)]
mod tests;
