//! What people do, and what happens to them.

mod answers;
mod figures;
mod identities;
mod linking;
mod login;
mod metadata;
mod mishaps;
mod refusals;
mod signed;
mod tokens;
