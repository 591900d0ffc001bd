//! Joining two accounts: who may be linked, what will happen, and doing it once.
//!
//! In the order of the way: [`check`] (may these two be linked at all), [`confirm`] (both accounts side by side, the
//! choice of the primary, the metadata), [`execute`] (the requests), [`mod@find_out`] (the truth when an answer is missing).
//! [`flow`] is the state that goes this way, [`under_way`] what a reload must not forget. Nothing is sent but by [`execute`].

/// Seconds from the return of the second login in which the accounts can be linked.
pub const LIFETIME: i64 = 300;

pub mod check;
pub mod confirm;
mod deadline;
pub mod execute;
pub mod find_out;
pub mod flow;
mod take_back;
pub mod under_way;
pub mod unlink;
mod wishes;

pub use check::LinkRefusal;
pub use confirm::{Account, Confirmation, LinkPlan, SwapRefusal};
pub use deadline::{Deadline, Expiry, TimeLeft};
pub use execute::{Failure, LinkError, Linked};
pub use find_out::{Finding, MetadataLeft, find_out};
pub use flow::LinkFlow;
pub use under_way::UnderWay;
pub use unlink::{UnlinkError, unlink};
pub use wishes::{Remark, Wishes};
