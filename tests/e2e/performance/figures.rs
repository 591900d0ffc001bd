//! What is measured, and which ratio to the peer is aimed at.

use std::collections::BTreeMap;

use crate::browser::performance::Device;

/// On which kind of device.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Profile {
    /// This machine, as it is.
    Desk,
    /// A mid-range phone on a slow mobile network.
    Phone,
    /// The same phone where the network is worse.
    Remote,
}

impl Profile {
    /// All, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Phone, Self::Remote];

    /// Its name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desk => "this machine, unthrottled",
            Self::Phone => "mid-range phone: CPU ÷ 4, 150 ms latency, 1.6 Mbit/s",
            Self::Remote => "the same phone, 400 ms latency, 400 kbit/s",
        }
    }

    /// What to tell the browser, if anything.
    pub const fn device(self) -> Option<Device> {
        let (latency, download, upload) = match self {
            Self::Desk => return None,
            Self::Phone => (150.0, 200_000.0, 94_000.0),
            Self::Remote => (400.0, 50_000.0, 50_000.0),
        };
        Some(Device { cpu_slowdown: 4.0, latency, download, upload, viewport: (412, 823) })
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Metric {
    /// Bytes of the first load.
    Transferred,
    /// Requests of the first load.
    Requests,
    /// Until something is seen.
    FirstContentfulPaint,
    /// Until the largest piece of home is seen.
    LargestContentfulPaint,
    /// Until *Log in* can be pressed.
    LogIn,
    /// Until a press is acted on at once.
    Running,
    /// From the start of a visit in which *Log in* is pressed at once, until the tenant is asked for the login.
    Acting,
    /// Bytes of the app that had come by then.
    ActingBytes,
    /// Tasks of more than 50 ms on home.
    LongTasks,
    /// What they took together.
    LongTaskTime,
    /// Heap and wasm memory on home.
    HomeMemory,
    /// Of the page's process on home.
    HomeProcess,
    /// From the callback's request to the list of linked accounts.
    CallbackToList,
    /// Heap and wasm memory beside the list.
    ListMemory,
    /// Of the page's process beside the list.
    ListProcess,
    /// From the request of the second login's callback to a *Link accounts* that can be pressed.
    CallbackToConfirm,
    /// From that press until the list has the account.
    PressToLinked,
}

impl Metric {
    /// All, in the order of the report.
    pub const ALL: [Self; 17] = [
        Self::Transferred,
        Self::Requests,
        Self::FirstContentfulPaint,
        Self::LargestContentfulPaint,
        Self::LogIn,
        Self::Running,
        Self::Acting,
        Self::ActingBytes,
        Self::LongTasks,
        Self::LongTaskTime,
        Self::HomeMemory,
        Self::HomeProcess,
        Self::CallbackToList,
        Self::ListMemory,
        Self::ListProcess,
        Self::CallbackToConfirm,
        Self::PressToLinked,
    ];

    /// Its name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transferred => "transferred",
            Self::Requests => "requests",
            Self::FirstContentfulPaint => "first contentful paint",
            Self::LargestContentfulPaint => "largest contentful paint",
            Self::LogIn => "until Log in can be pressed",
            Self::Running => "until the app runs",
            Self::Acting => "a press of Log in acts after",
            Self::ActingBytes => "  bytes until then",
            Self::CallbackToConfirm => "callback to confirm page",
            Self::PressToLinked => "Link accounts to the list",
            Self::LongTasks => "long tasks",
            Self::LongTaskTime => "long tasks together",
            Self::HomeMemory => "memory on home: heap, wasm",
            Self::CallbackToList => "callback to list",
            Self::ListMemory => "memory at list: heap, wasm",
            Self::HomeProcess | Self::ListProcess => "  its process",
        }
    }

    /// How a value is written.
    pub fn write(self, value: f64) -> String {
        match self {
            Self::Transferred | Self::ActingBytes => format!("{:.1} kB", value / 1e3),
            Self::Requests | Self::LongTasks => format!("{value:.0}"),
            Self::HomeMemory | Self::HomeProcess | Self::ListMemory | Self::ListProcess => {
                format!("{:.1} MB", value / 1e6)
            }
            _ => format!("{value:.0} ms"),
        }
    }

    /// The highest ratio to the peer that is aimed at.
    pub const fn target(self, profile: Profile) -> Option<f64> {
        match (self, profile) {
            (Self::FirstContentfulPaint | Self::LargestContentfulPaint, _) => Some(0.4),
            (Self::LogIn, Profile::Desk) | (Self::Acting | Self::ActingBytes, _) => Some(0.5),
            (Self::LogIn | Self::CallbackToList, _) => Some(0.8),
            (Self::HomeMemory | Self::ListMemory | Self::CallbackToConfirm, _) => Some(1.0),
            _ => None,
        }
    }
}

/// The values of several runs.
#[derive(Clone, Debug, Default)]
pub struct Figures(BTreeMap<Metric, Vec<f64>>);

impl Figures {
    /// Adds a value, where there is one.
    pub fn add(&mut self, metric: Metric, value: impl Into<Option<f64>>) {
        self.0.entry(metric).or_default().extend(value.into());
    }

    /// The middle value, of an even number of values the mean of the two in the middle.
    pub fn median(&self, metric: Metric) -> Option<f64> {
        let mut values = self.0.get(&metric)?.clone();
        values.sort_by(f64::total_cmp);
        let upper = *values.get(values.len() / 2)?;
        let lower = *values.get(values.len().checked_sub(1)? / 2)?;
        Some(f64::midpoint(lower, upper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], expected: Option<f64>) {
        let mut figures = Figures::default();
        for value in values {
            figures.add(Metric::LogIn, *value);
        }
        assert_eq!(figures.median(Metric::LogIn), expected, "{values:?}");
    }

    #[test]
    fn the_median_is_the_middle() {
        check(&[], None);
        check(&[7.0], Some(7.0));
        check(&[9.0, 1.0, 5.0], Some(5.0));
        check(&[9.0, 1.0, 5.0, 6.0], Some(5.5));
        check(&[1.0, 1000.0, 2.0], Some(2.0));
    }

    #[test]
    fn a_metric_without_measurements_has_no_median() {
        let mut figures = Figures::default();
        figures.add(Metric::HomeProcess, None);
        assert_eq!(figures.median(Metric::HomeProcess), None);
        assert_eq!(figures.median(Metric::LogIn), None);
    }

    #[test]
    fn each_metric_is_reported_once() {
        let mut metrics = Metric::ALL.to_vec();
        metrics.dedup();
        assert_eq!(metrics.len(), Metric::ALL.len());
        assert!(metrics.is_sorted());
    }
}
