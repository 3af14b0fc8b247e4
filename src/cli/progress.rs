//! A sign of life for runs that take longer than a second.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

/// How long a run may take before anything is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shown on standard error until it is dropped.
pub(super) struct Progress {
    stages: Option<Sender<String>>,
    shower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Shows nothing unless somebody is watching.
    pub(super) fn new(watched: bool) -> Self {
        if !watched {
            return Self { stages: None, shower: None };
        }
        let (stages, told) = mpsc::channel::<String>();
        let shower = thread::spawn(move || {
            let begun = Instant::now();
            let (mut bar, mut stage) = (None::<ProgressBar>, String::new());
            loop {
                let wait =
                    if bar.is_some() { Duration::MAX } else { PATIENCE.saturating_sub(begun.elapsed()) };
                match told.recv_timeout(wait) {
                    Ok(next) => stage = next,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if bar.is_none() && begun.elapsed() >= PATIENCE {
                    let spinner = ProgressBar::new_spinner();
                    spinner.enable_steady_tick(Duration::from_millis(100));
                    bar = Some(spinner);
                }
                if let Some(bar) = &bar {
                    bar.set_message(stage.clone());
                }
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        Self { stages: Some(stages), shower: Some(shower) }
    }

    /// Says what is being done.
    pub(super) fn stage(&self, stage: impl Into<String>) {
        if let Some(stages) = &self.stages {
            // If the other side has gone, so has the need to show anything.
            let _ = stages.send(stage.into());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stages = None;
        if let Some(shower) = self.shower.take() {
            let _ = shower.join();
        }
    }
}
