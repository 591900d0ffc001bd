//! Joining two accounts: who may be linked, what will happen, and doing it once.
//!
//! In the order of the way: [`check`] (may these two be linked at all), [`confirm`] (both accounts side by side, the
//! choice of the primary, the metadata), [`execute`] (the requests, and the truth when an answer is missing).
//! Nothing is sent by the first two.

pub mod check;
pub mod confirm;
pub mod execute;

pub use check::LinkRefusal;
pub use confirm::{Account, Confirmation, LinkPlan, SwapRefusal};
pub use execute::{LinkError, Linked, MetadataLeft};
