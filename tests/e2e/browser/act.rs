//! What a user does with an element on the screen, and what they read there.

use anyhow::Result;
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};

use super::Browser;
use super::accessibility::Node;
use super::engine::Engine;
use super::locate::Locator;
use crate::wait::{self, Look};

/// The name of the mouse in the commands.
const MOUSE: &str = "mouse";

impl Locator<'_> {
    /// Clicks it, as soon as it is there, enabled, and not covered by something else. It is scrolled into view before, as far
    /// as the page itself scrolls to what has the focus.
    ///
    /// # Errors
    ///
    /// When that does not come to pass before the deadline.
    pub async fn click(&self) -> Result<()> {
        let click = async |element: Element| {
            let target = serde_json::to_value(&element)?;
            self.browser
                .client
                .execute("arguments[0].scrollIntoView({ block: 'nearest' })", vec![target])
                .await?;
            element.click().await
        };
        self.act("clicked", click).await
    }

    /// Presses the mouse on it and holds it down, as soon as it is there and enabled, until [`Browser::release`].
    ///
    /// # Errors
    ///
    /// When that does not come to pass before the deadline.
    pub async fn hold(&self) -> Result<()> {
        let hold = async |element: Element| {
            let to = PointerAction::MoveToElement { element, duration: None, x: 0., y: 0. };
            let actions = MouseActions::new(MOUSE.to_owned()).then(to);
            self.browser.client.perform_actions(actions.then(PointerAction::Down { button: 0 })).await
        };
        self.act("held", hold).await
    }

    /// Replaces what stands in a text field.
    ///
    /// # Errors
    ///
    /// When the field does not take it before the deadline.
    pub async fn fill(&self, text: &str) -> Result<()> {
        let type_over = async |element: Element| {
            element.clear().await?;
            element.send_keys(text).await
        };
        self.act("filled", type_over).await
    }

    /// Waits for it and tells the text that stands in it, as laid out on the screen.
    ///
    /// # Errors
    ///
    /// When it is not there before the deadline.
    pub async fn text(&self) -> Result<String> {
        let outcome = wait::until(async || {
            let node = match self.look().await {
                Look::Found(node) => node,
                Look::NotYet(missing) => return Ok(Look::NotYet(missing)),
            };
            Ok(match self.text_of(&node).await {
                Ok(text) => Look::Found(text),
                Err(error) => Look::NotYet(format!("{self} cannot be read: {error}")),
            })
        });
        self.browser.explain(outcome.await).await
    }

    /// Whether it says that it is at work (`aria-busy`), which Chromium's tree does not tell of a button.
    ///
    /// # Errors
    ///
    /// When it is not there before the deadline, or the page changes meanwhile.
    pub async fn is_busy(&self) -> Result<bool> {
        let node = self.one().await?;
        Ok(self.element(&node).await?.attr("aria-busy").await?.as_deref() == Some("true"))
    }

    /// The texts of everything that fits now.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked, or the page changes meanwhile.
    pub async fn texts(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for node in self.all().await? {
            texts.push(self.text_of(&node).await?);
        }
        Ok(texts)
    }

    /// Waits until one of those that fit contains each of `parts` (in any case of letters), and tells its text.
    ///
    /// # Errors
    ///
    /// When none does before the deadline; the text tells what stood there.
    pub async fn saying(&self, parts: &[&str]) -> Result<String> {
        let outcome = wait::until(async || {
            let texts = match self.texts().await {
                Ok(texts) => texts,
                Err(error) => return Ok(Look::NotYet(format!("{self} cannot be read: {error}"))),
            };
            let says = |text: &&String| {
                let text = text.to_lowercase();
                parts.iter().all(|part| text.contains(&part.to_lowercase()))
            };
            Ok(match texts.iter().find(says) {
                Some(text) => Look::Found(text.clone()),
                None => Look::NotYet(format!("no {self} saying {parts:?}, but {texts:?}")),
            })
        });
        self.browser.explain(outcome.await).await
    }

    /// Waits until it has the keyboard's focus.
    ///
    /// # Errors
    ///
    /// When something else has it at the deadline.
    pub async fn has_focus(&self) -> Result<()> {
        wait::until(async || {
            let found = match self.all().await {
                Ok(nodes) => nodes.iter().any(|node| node.focused),
                Err(_) => false,
            };
            if found {
                return Ok(Look::Found(()));
            }
            let focused = self.browser.focused().await?;
            let elsewhere =
                focused.map_or("nothing".to_owned(), |node| format!("{} `{}`", node.role, node.name));
            Ok(Look::NotYet(format!("{self} should have the focus, but {elsewhere} has it")))
        })
        .await
    }

    async fn text_of(&self, node: &Node) -> Result<String> {
        let element = self.element(node).await?;
        if self.browser.engine != Engine::WebKit {
            return Ok(element.text().await?);
        }
        // WebKit's driver leaves out what only a screen reader meets.
        let text = element.prop("innerText").await?.unwrap_or_default();
        Ok(text.trim().to_owned())
    }

    /// Tries until the browser accepts it.
    async fn act(&self, verb: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) -> Result<()> {
        let outcome = wait::until(async || {
            let node = match self.look().await {
                Look::Found(node) if node.disabled => {
                    return Ok(Look::NotYet(format!("{self} is disabled")));
                }
                Look::Found(node) => node,
                Look::NotYet(missing) => return Ok(Look::NotYet(missing)),
            };
            let Ok(element) = self.element(&node).await else {
                return Ok(Look::NotYet(format!("{self} went away")));
            };
            match act(element).await {
                Ok(()) => Ok(Look::Found(())),
                Err(error) if refused(&error) => {
                    Ok(Look::NotYet(format!("{self} cannot be {verb}: {error}")))
                }
                Err(error) => Err(error.into()),
            }
        });
        self.browser.explain(outcome.await).await
    }
}

impl Browser {
    /// Releases the mouse.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn release(&self) -> Result<()> {
        let actions = MouseActions::new(MOUSE.to_owned()).then(PointerAction::Up { button: 0 });
        Ok(self.client.perform_actions(actions).await?)
    }
}

/// Whether the browser did nothing because the element was covered, moving or rendered again, so that another try
/// cannot do a thing twice.
fn refused(error: &CmdError) -> bool {
    let CmdError::Standard(error) = error else {
        return false;
    };
    matches!(
        error.error,
        ErrorStatus::StaleElementReference
            | ErrorStatus::NoSuchElement
            | ErrorStatus::ElementNotInteractable
            | ErrorStatus::ElementClickIntercepted
    )
}
