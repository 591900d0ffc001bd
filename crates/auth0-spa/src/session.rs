//! The session of this tab: one record in its storage, which ends with its access token.

mod answer;
mod lifecycle;
mod record;
mod reference;
mod state;

pub use answer::{Answer, SessionRequest, TokenRejection};
pub(crate) use lifecycle::account;
pub use lifecycle::{Restored, SessionError, establish, forget, restore, store};
pub use record::Session;
pub use reference::SessionRef;
pub use state::{SessionState, SignedOut};
