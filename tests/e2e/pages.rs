//! The pages that a person meets, each with the words of `ui-contract` for what is on it.
