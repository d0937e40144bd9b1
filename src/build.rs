//! Nothing to build beforehand yet.

fn main() {}
