//! Which end-to-end tests run in Firefox and WebKit too. All of them would take half an hour; `--browser` runs them.

/// Something of all that engines differ in, as the beginning of a test's name: its file in `tests/e2e/stories/`, and its function.
pub(super) const STORIES: [&str; 28] = [
    // Linking with each button, with a swap, with settings that disagree; cancelled; unlinking.
    "link::the_",
    "link_refused::cancelling_",
    "unlink::unlinking_",
    "unlink::escape_",
    // One more login before the change.
    "step_up::after_one_",
    // Reload, Back, Forward, the back-forward cache; logout; several tabs.
    "session::a_reload_",
    "session::log_out_",
    "login::after_login_",
    "login::back_",
    "link_refused::back_",
    "routes::links_",
    "history::",
    "tabs::logging_out_in_one_tab_",
    "tabs::the_other_tab_",
    "tabs::a_tab_that_missed_",
    // Storage that is blocked or full; an app that cannot start.
    "storage::blocked_",
    "storage::full_",
    "start::",
    "last_resort::a_missing_",
    "last_resort::wasm_",
    "last_resort::truncated_",
    "last_resort::a_slow_",
    "last_resort::a_configuration_",
    "last_resort::a_crashed_page_",
    // The keyboard, the look, the layout.
    "access::everything_",
    "access::the_focus_",
    "look::",
    "layout::",
];

/// What `cargo test` takes for them.
pub(super) fn filters() -> impl Iterator<Item = String> {
    STORIES.iter().map(|story| format!("stories::{story}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn each_stands_for_a_test_and_in_the_readme() {
        let read = |path: &str| fs::read_to_string(Workspace::find().path(path)).unwrap();
        let readme = read("tests/e2e/README.md");
        for story in STORIES {
            let (file, function) = story.split_once("::").unwrap();
            let tests = read(&format!("tests/e2e/stories/{file}.rs"));
            assert!(tests.contains(&format!("\nasync fn {function}")), "{story} stands for no test");
            assert!(readme.contains(&format!("`{story}`")), "tests/e2e/README.md lacks `{story}`");
        }
    }
}
