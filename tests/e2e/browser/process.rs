//! What the processes of a browser take, as Linux counts it.

use std::fs;

/// The anonymous memory of the largest process that draws pages and descends from this one: the page's own. Others wait for
/// pages to come. `None` where the system does not tell.
pub(super) fn largest_renderer(ancestor: u32) -> Option<f64> {
    let processes = fs::read_dir("/proc").ok()?.filter_map(|entry| {
        let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        let command = fs::read(format!("/proc/{id}/cmdline")).ok()?;
        let is_renderer = String::from_utf8_lossy(&command).contains("--type=renderer");
        (is_renderer && descends(id, ancestor)).then(|| field(&status(id)?, "RssAnon"))?
    });
    processes.reduce(f64::max).map(|kibibytes| kibibytes * 1024.0)
}

fn descends(id: u32, ancestor: u32) -> bool {
    let parent = |id: &u32| status(*id).and_then(|status| parent(&status));
    std::iter::successors(Some(id), parent).any(|id| id == ancestor)
}

fn status(id: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{id}/status")).ok()
}

fn parent(status: &str) -> Option<u32> {
    let (_, rest) = status.split_once("\nPPid:")?;
    rest.split_whitespace().next()?.parse().ok()
}

fn field(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &str = "Name:\tchromium\nPid:\t41\nPPid:\t40\nVmRSS:\t  90000 kB\nRssAnon:\t   34567 kB\n";

    #[test]
    fn a_status_tells_parent_and_memory() {
        assert_eq!(parent(STATUS), Some(40));
        assert_eq!(field(STATUS, "RssAnon"), Some(34567.0));
        assert_eq!(field(STATUS, "Rss"), None);
    }

    #[test]
    fn a_process_descends_from_itself_and_not_from_a_stranger() {
        let own = std::process::id();
        assert!(descends(own, own) && !descends(own, u32::MAX));
    }
}
