//! The keyboard.

use anyhow::Result;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::Browser;

impl Browser {
    /// Presses and releases a key, wherever the focus is.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.keys(&[], key.into()).await
    }

    /// Presses a key while others are held.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn press_with(&self, held: Key, key: Key) -> Result<()> {
        self.keys(&[held.into()], key.into()).await
    }

    /// Types a text, key by key, wherever the focus is.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        for key in text.chars() {
            self.keys(&[], key).await?;
        }
        Ok(())
    }

    async fn keys(&self, held: &[char], key: char) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for &value in held {
            actions = actions.then(KeyAction::Down { value });
        }
        actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        for &value in held.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }
}
