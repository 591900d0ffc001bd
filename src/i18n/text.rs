//! One sentence: its key, and filling in its values.

use auth0_spa::DisplayText;
use leptos::prelude::{IntoAttributeValue, IntoRender};

use super::catalog;

/// Begins an isolate, whose direction is that of its first letter (UAX #9: FSI).
pub const ISOLATE: char = '\u{2068}';
/// Ends an isolate (UAX #9: PDI).
pub const END_OF_ISOLATE: char = '\u{2069}';

/// A sentence, by its key. Views show it in the language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(pub &'static str);

impl Text {
    /// The sentence in the language of the page.
    pub fn get(self) -> String {
        catalog::sentence(self.0)
    }

    /// The sentence with each `{name}` replaced by its value. Braces in a value mean nothing, and its direction does
    /// not change the sentence.
    pub fn with(self, values: &[(&str, &str)]) -> String {
        self.pieces(values).into_iter().map(|(Piece::Wording(text) | Piece::Value(text))| text).collect()
    }

    /// The same in pieces, so that values can be styled.
    pub fn pieces(self, values: &[(&str, &str)]) -> Vec<Piece> {
        let wording = self.get();
        let turned = wording.contains(runs_right_to_left);
        let mut parts = wording.split('{');
        let mut pieces = vec![Piece::Wording(parts.next().unwrap_or_default().to_owned())];
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or(("", part));
            if let Some((_, value)) = values.iter().find(|(other, _)| *other == name) {
                pieces.push(Piece::Value(if turned { isolate(value) } else { isolated(value) }));
            }
            pieces.push(Piece::Wording(rest.to_owned()));
        }
        pieces
    }
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text of the sentence.
    Wording(String),
    /// The value of a name.
    Value(String),
}

/// A value in a sentence. Text that runs from right to left is isolated, so that it does not
/// reorder the sentence. In a sentence that runs from left to right, other text cannot do that and stays as it is, so
/// that a button's name can be found by its exact text.
fn isolated(value: &str) -> String {
    if value.contains(runs_right_to_left) { isolate(value) } else { value.to_owned() }
}

fn isolate(value: &str) -> String {
    let mut text = String::from(ISOLATE);
    text.push_str(value);
    text.push(END_OF_ISOLATE);
    text
}

/// The blocks of the scripts that run from right to left (`DerivedBidiClass.txt`).
fn runs_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}'
    )
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.get()
    }
}

impl IntoRender for Text {
    type Output = String;

    fn into_render(self) -> String {
        self.get()
    }
}

impl IntoAttributeValue for Text {
    type Output = String;

    fn into_attribute_value(self) -> String {
        self.get()
    }
}

/// Metadata keys, separated by commas.
pub fn list_keys(keys: &[String]) -> String {
    keys.iter().map(|key| isolated(&DisplayText::always(key).brief())).collect::<Vec<_>>().join(", ")
}

/// Up to three sentences in one text.
pub fn sentences(sentences: [Option<String>; 3]) -> String {
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
