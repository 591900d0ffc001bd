//! Linking two accounts: whether they may be linked, what will happen, and doing it once.
//!
//! In this order: [`check`] (may these two be linked), [`confirm`] (both accounts side by side, the choice of the
//! primary, the metadata), [`execute`] (the requests), [`mod@reconcile`] (what became of a request whose answer is
//! missing).
//! [`flow`] is the state machine of these steps, [`pending`] what survives a reload. Only [`execute`] sends anything.

pub mod check;
pub mod confirm;
mod deadline;
mod decisions;
pub mod execute;
pub mod flow;
pub mod pending;
pub mod reconcile;
mod rollback;
pub mod unlink;

pub use check::LinkRefusal;
pub use confirm::{AuthenticatedAccount, Confirmation, LinkPlan};
pub use deadline::{Deadline, Expiry, LIFETIME, TimeLeft};
pub use decisions::{Decisions, Feedback, SwapRefusal};
pub use execute::{LinkError, LinkFailure, Linked};
pub use flow::LinkFlow;
pub use pending::PendingRequest;
pub use reconcile::{Finding, MetadataLeft, reconcile};
pub use unlink::{UnlinkError, unlink};
