//! Which checks run, and what a failure says.

use crate::stage::{Stage, text};

const CALLS: [&str; 8] = ["fmt", "deny", "clippy", "clippy", "clippy", "test", "doc", "doc"];

#[test]
fn every_check_runs_in_order() {
    let stage = Stage::new("").unwrap();
    stage.run(&["--keep-going"]).unwrap();
    assert_eq!(stage.calls().unwrap(), CALLS);
}

#[test]
fn the_first_failure_ends_the_run_and_is_named() {
    let stage = Stage::new("exit 3").unwrap();
    let output = stage.run(&[]).unwrap();
    assert!(!output.status.success());
    assert_eq!(stage.calls().unwrap(), ["fmt"]);
    let (printed, error) = (text(&output.stdout), text(&output.stderr));
    assert!(printed.contains("0 of 8 steps passed, 1 failed"), "{printed}");
    assert!(error.contains("error: format failed"), "{error}");
}

/// `cargo test --workspace` rebuilds xtask, and so removes the file of the one that runs.
#[test]
fn checks_go_on_when_the_programs_own_file_is_replaced() {
    let stage = Stage::new("rm -f xtask").unwrap();
    let output = stage.run(&["--keep-going"]).unwrap();
    assert!(!stage.folder().join("xtask").exists());
    let printed = text(&output.stdout);
    assert!(!printed.contains("could not be started"), "{printed}");
    assert_eq!(stage.calls().unwrap(), CALLS);
}
