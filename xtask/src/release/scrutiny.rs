//! No script in the page itself: a Content-Security-Policy of `script-src 'self'` would refuse it.

use std::fs;

use crate::workspace::Workspace;

/// A sentence for each inline script in the built page; nothing when there is no build.
pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let page = fs::read_to_string(workspace.dist().join("index.html")).unwrap_or_default();
    inline_scripts(&page)
        .into_iter()
        .map(|script| {
            let start: String = script.chars().take(60).collect();
            format!("dist/index.html has an inline script, which a strict policy refuses: {start}")
        })
        .collect()
}

/// The bodies of `<script>` elements that have one. Data blocks are no scripts.
fn inline_scripts(page: &str) -> Vec<&str> {
    page.split("<script")
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (body, _) = rest.split_once("</script")?;
            let is_data =
                attributes.contains("application/json") || attributes.contains("application/ld+json");
            let body = body.trim();
            (!is_data && !body.is_empty()).then_some(body)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_with_a_body_is_found() {
        let check = |page, expected: &[&str]| assert_eq!(inline_scripts(page), expected, "{page}");
        check("<script type=\"module\">import x from '/x.js';</script>", &["import x from '/x.js';"]);
        check("<script src=\"/loader.js\"></script><script defer src=/b.js> </script>", &[]);
        check("<script type=\"application/json\">{}</script>", &[]);
        check("<script>a()</script><p></p><script>b()</script>", &["a()", "b()"]);
        check("<p>No script.</p>", &[]);
    }
}
