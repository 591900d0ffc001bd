//! Takes pictures.
fn main() {}
