//! The outcome of the user's last action, shown above every page.
//!
//! A [`Notice`] says what happened. Each time it is drawn, [`message()`] turns it into a message, a severity and a
//! recovery action, in the language of the page.

mod describe;
mod linking;
mod login;
mod message;
mod outcome;

pub use self::describe::message;
pub use self::linking::checking;
pub use self::message::{Message, Recovery, Tone};
pub use self::outcome::Notice;
