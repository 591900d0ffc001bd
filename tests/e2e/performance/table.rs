//! The report: medians, ratios, and which targets are met.

use std::fmt::Write;

use super::figures::{Figures, Metric, Profile};

/// The table of a profile.
pub fn table(profile: Profile, runs: u16, ours: &Figures, peer: &Figures) -> String {
    let mut table = format!("{}, median of {runs}\n", profile.name());
    row(&mut table, "", "ours", "React", "ratio", "target");
    for metric in Metric::ALL {
        let (ours, peer) = (ours.median(metric), peer.median(metric));
        let ratio = ours.zip(peer).and_then(|(ours, peer)| (peer > 0.0).then_some(ours / peer));
        let written = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| metric.write(value));
        let ratio_written = ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        row(
            &mut table,
            metric.name(),
            &written(ours),
            &written(peer),
            &ratio_written,
            &verdict(ratio, metric.target(profile)),
        );
    }
    table
}

/// As printed, so that a ratio never misses a target that it seems to meet.
fn verdict(ratio: Option<f64>, target: Option<f64>) -> String {
    match (ratio, target) {
        (Some(ratio), Some(target)) if (ratio * 100.0).round() <= target * 100.0 => {
            format!("≤ {target:.2}  met")
        }
        (_, Some(target)) => format!("≤ {target:.2}  MISSED"),
        (_, None) => String::new(),
    }
}

fn row(table: &mut String, name: &str, ours: &str, peer: &str, ratio: &str, verdict: &str) {
    let line = format!("{name:<30}{ours:>12}{peer:>12}{ratio:>8}   {verdict}");
    // Writing to a string cannot fail.
    let _ = writeln!(table, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(values: &[(Metric, f64)]) -> Figures {
        let mut figures = Figures::default();
        for (metric, value) in values {
            figures.add(*metric, *value);
        }
        figures
    }

    #[test]
    fn ratios_stand_beside_their_targets() {
        let ours = figures(&[
            (Metric::Transferred, 190_000.0),
            (Metric::FirstContentfulPaint, 40.0),
            (Metric::LogIn, 150.0),
            (Metric::LongTasks, 1.0),
            (Metric::HomeMemory, 4.0e6),
        ]);
        let peer = figures(&[
            (Metric::Transferred, 130_000.0),
            (Metric::FirstContentfulPaint, 100.0),
            (Metric::LogIn, 200.0),
            (Metric::LongTasks, 0.0),
            (Metric::HomeMemory, 3.0e6),
        ]);
        let table = table(Profile::Desk, 9, &ours, &peer);
        let line = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        assert_eq!(line("transferred"), "transferred                       190.0 kB    130.0 kB    1.46");
        assert_eq!(
            line("first contentful"),
            "first contentful paint               40 ms      100 ms    0.40   ≤ 0.40  met"
        );
        assert!(line("until Log in").ends_with("0.75   ≤ 0.50  MISSED"), "{table}");
        assert!(line("long tasks  ").ends_with("1           0       –"), "{table}");
        assert!(line("memory on home").ends_with("4.0 MB      3.0 MB    1.33   ≤ 1.00  MISSED"), "{table}");
        assert!(line("callback to list").ends_with("–           –       –   ≤ 0.80  MISSED"), "{table}");
    }

    #[test]
    fn a_ratio_is_judged_as_it_is_printed() {
        assert_eq!(verdict(Some(0.4049), Some(0.4)), "≤ 0.40  met");
        assert_eq!(verdict(Some(0.4051), Some(0.4)), "≤ 0.40  MISSED");
        assert_eq!(verdict(Some(9.0), None), "");
    }
}
