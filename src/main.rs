//! The `wherefrom` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wherefrom::cli::main()
}
