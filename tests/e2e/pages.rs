//! Page objects: the pages of the app, and those of the tenant in between.
//!
//! A page object knows where things are, by role and name, and waits until they are. What should be true is for the
//! stories to say.

mod confirm;
mod home;
mod login;
mod provider;
mod settings;
mod unlink;

pub use confirm::{Confirm, Side};
pub use home::Home;
pub use login::Login;
pub use provider::Provider;
pub use settings::Settings;
pub use unlink::Unlink;

use anyhow::Result;

use crate::browser::Browser;
use crate::browser::locate::{Locator, Name};
use crate::browser::role::Role;
use crate::wait::{self, Look};

impl Browser {
    /// Waits for a page with this first heading.
    ///
    /// # Errors
    ///
    /// When there is none before the deadline, or it is not a heading of level 1.
    pub async fn heading(&self, name: impl Into<Name>) -> Result<()> {
        let heading = self.by_role(Role::Heading, name).one().await?;
        anyhow::ensure!(heading.level == Some(1), "`{}` must be a heading of level 1", heading.name);
        Ok(())
    }

    /// Waits until the app has taken over from what `index.html` shows at first.
    ///
    /// # Errors
    ///
    /// When it has not before the deadline.
    pub async fn running(&self) -> Result<()> {
        wait::until(async || {
            let shown = self.run("return document.getElementById('shell') !== null").await?;
            Ok(if shown == false {
                Look::Found(())
            } else {
                Look::NotYet("the app does not run yet".to_owned())
            })
        })
        .await
    }

    /// The page's button of this name.
    pub fn button(&self, name: &str) -> Locator<'_> {
        self.by_role(Role::Button, name)
    }

    /// Waits for bad news: an alert that contains one of `choices`, in any case of letters.
    ///
    /// # Errors
    ///
    /// When there is none before the deadline; the text tells what stood there.
    pub async fn alert(&self, choices: &[&str]) -> Result<String> {
        self.sentence(&[Role::Alert], choices).await
    }

    /// Waits for good news, or for word of progress: a status that contains one of `choices`.
    ///
    /// # Errors
    ///
    /// As [`alert`](Self::alert).
    pub async fn status(&self, choices: &[&str]) -> Result<String> {
        self.sentence(&[Role::Status], choices).await
    }

    /// Waits for an alert or a status that contains one of `choices`.
    ///
    /// # Errors
    ///
    /// As [`alert`](Self::alert).
    pub async fn news(&self, choices: &[&str]) -> Result<String> {
        self.sentence(&[Role::Alert, Role::Status], choices).await
    }

    async fn sentence(&self, roles: &[Role], choices: &[&str]) -> Result<String> {
        let outcome = wait::until(async || {
            let mut texts = Vec::new();
            for role in roles {
                match self.by_role(*role, Name::Any).texts().await {
                    Ok(more) => texts.extend(more),
                    Err(error) => return Ok(Look::NotYet(format!("the sentences cannot be read: {error}"))),
                }
            }
            let says = |text: &&String| {
                let text = text.to_lowercase();
                choices.iter().any(|choice| text.contains(&choice.to_lowercase()))
            };
            Ok(match texts.iter().find(says) {
                Some(text) => Look::Found(text.clone()),
                None => Look::NotYet(format!("no {roles:?} with one of {choices:?}, but {texts:?}")),
            })
        });
        self.explain(outcome.await).await
    }
}
