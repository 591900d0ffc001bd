//! Waiting for a condition, with a deadline. Nothing here waits for a fixed time.

use std::time::Duration;

use anyhow::{Result, anyhow};

/// How long a step may take before it fails. Generous: a busy machine is slow, a broken page stays broken.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(25);

/// What a look at the page found.
#[derive(Debug)]
pub enum Look<T> {
    /// The condition holds, with what was looked for.
    Found(T),
    /// Not yet; the text says what is missing, and becomes the error when time is up.
    NotYet(String),
}

/// Looks again and again until `look` finds something.
///
/// # Errors
///
/// The error of `look` at once, or the last [`Look::NotYet`] after [`DEADLINE`].
pub async fn until<T>(mut look: impl AsyncFnMut() -> Result<Look<T>>) -> Result<T> {
    let mut missing = "nothing was looked at yet".to_owned();
    let search = async {
        loop {
            match look().await? {
                Look::Found(found) => return Ok(found),
                Look::NotYet(what) => missing = what,
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    match tokio::time::timeout(DEADLINE, search).await {
        Ok(outcome) => outcome,
        Err(_) => Err(anyhow!("gave up after {} s: {missing}", DEADLINE.as_secs())),
    }
}
