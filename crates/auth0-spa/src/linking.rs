//! Linking two accounts: whether they may be linked, what will happen, and doing it once.
//!
//! In this order: [`read()`] (both accounts), [`check`] (may these two be linked), [`confirm`] (both accounts side by side, the choice of the
//! primary, the metadata), [`proof`] (which account has to log in once more), [`execute`] (the requests),
//! [`mod@reconcile`] (what became of a request whose answer is missing).
//! [`flow`] is the state machine of these steps, [`pending`] what survives a reload. Only [`execute`] and [`unlink()`] change anything.

mod account;
pub mod check;
pub mod confirm;
mod deadline;
mod decisions;
pub mod execute;
pub mod flow;
pub mod pending;
pub mod proof;
mod read;
pub mod reconcile;
mod rollback;
pub mod unlink;
mod waiting;

pub use account::AuthenticatedAccount;
pub use check::LinkRefusal;
pub use confirm::{Confirmation, LinkPlan};
pub use deadline::{Deadline, Expiry, LIFETIME, TimeLeft};
pub use decisions::{Decisions, Feedback, SwapRefusal};
pub use execute::{LinkError, LinkFailure, Linked};
pub use flow::{Confirmed, LinkFlow};
pub use pending::PendingRequest;
pub use read::read;
pub use reconcile::{Finding, MetadataLeft, reconcile};
pub use unlink::{UnlinkAnswer, UnlinkError, UnlinkPlan, UnlinkQuestion, unlink};
pub(crate) use waiting::{Returned, WaitingChange};
