//! Writes the metrics of this process that Prometheus' own clients have, by the same names.
//!
//! They come from `/proc/self` and the system clocks, so there are none on systems other than Linux. A figure that the system does not give
//! is left out.

use chrono::{DateTime, Utc};

/// Writes nothing: this system has no such metrics.
#[cfg(not(target_os = "linux"))]
pub(super) fn write(_: &mut String, _: DateTime<Utc>) {}

/// Writes the metrics of the process after the other metrics.
#[cfg(target_os = "linux")]
pub(super) fn write(metrics: &mut String, now: DateTime<Utc>) {
    let mut text = super::metrics::Text::default();
    text.single(
        "process_cpu_seconds_total",
        "counter",
        "Total user and system CPU time spent in seconds.",
        Some(linux::cpu()),
    );
    text.single(
        "process_open_fds",
        "gauge",
        "Number of open file descriptors.",
        linux::open_files(),
    );
    text.single(
        "process_max_fds",
        "gauge",
        "Maximum number of open file descriptors.",
        linux::most_files(),
    );
    text.single(
        "process_resident_memory_bytes",
        "gauge",
        "Resident memory size in bytes.",
        linux::memory(),
    );
    text.single(
        "process_start_time_seconds",
        "gauge",
        "Start time of the process since unix epoch in seconds.",
        linux::started(now),
    );
    metrics.push_str(&text.written);
}

#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "these files of the system are about this process alone"
)]
mod linux {
    use std::fs;
    use std::sync::OnceLock;

    use chrono::{DateTime, TimeDelta, Utc};
    use rustix::process::{Resource, getrlimit};
    use rustix::time::{ClockId, Timespec, clock_gettime};

    /// The index of the start time in `/proc/self/stat`, counted after the program name, which may contain spaces.
    const START: usize = 19;

    pub(super) fn cpu() -> String {
        let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::ProcessCPUTime);
        format!("{tv_sec}.{:02}", tv_nsec / 10_000_000)
    }

    pub(super) fn open_files() -> Option<usize> {
        // Do not count the descriptor of the folder that is being listed.
        Some(
            fs::read_dir("/proc/self/fd")
                .ok()?
                .count()
                .saturating_sub(1),
        )
    }

    pub(super) fn most_files() -> Option<u64> {
        getrlimit(Resource::Nofile).current
    }

    pub(super) fn memory() -> Option<u64> {
        let statm = fs::read_to_string("/proc/self/statm").ok()?;
        let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
        pages.checked_mul(u64::try_from(rustix::param::page_size()).ok()?)
    }

    /// Computed once: Prometheus takes a changed value for a restart.
    pub(super) fn started(now: DateTime<Utc>) -> Option<i64> {
        static STARTED: OnceLock<Option<i64>> = OnceLock::new();
        *STARTED.get_or_init(|| reckoned(now))
    }

    /// Computed from the time since boot, because our systemd unit hides `/proc/stat`, which has the time of the boot.
    fn reckoned(now: DateTime<Utc>) -> Option<i64> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let (_, after_name) = stat.rsplit_once(')')?;
        let ticks: u64 = after_name
            .split_ascii_whitespace()
            .nth(START)?
            .parse()
            .ok()?;
        let seconds = ticks.checked_div(rustix::param::clock_ticks_per_second())?;
        let up = clock_gettime(ClockId::Boottime).tv_sec;
        let age = TimeDelta::seconds(up.checked_sub(i64::try_from(seconds).ok()?)?);
        Some((now - age).timestamp())
    }
}
