//! The `wherefrom` command.
fn main() {}
