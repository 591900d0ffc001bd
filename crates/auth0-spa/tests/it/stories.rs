//! What users do, from beginning to end.

mod answers;
mod figures;
mod identities;
mod linking;
mod login;
mod metadata;
mod mishaps;
mod refusals;
mod signed;
mod step_up;
mod tokens;
