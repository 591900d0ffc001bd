//! One sentence: a key here, its wording in `words/{language}.json`.

use leptos::prelude::{IntoAttributeValue, IntoRender};

use crate::browser::language;

/// A sentence in the language of the page. In a view it is its wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(pub(super) &'static str);

impl Text {
    /// The wording.
    pub fn get(self) -> String {
        language::sentence(self.0)
    }

    /// The wording with each `{name}` replaced by its value. What a value contains is never taken for a name.
    pub fn with(self, values: &[(&str, &str)]) -> String {
        let wording = self.get();
        let mut parts = wording.split('{');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}') {
                Some((name, rest)) => {
                    text.extend(values.iter().find(|(other, _)| *other == name).map(|(_, value)| *value));
                    text.push_str(rest);
                }
                None => text.push_str(part),
            }
        }
        text
    }
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
