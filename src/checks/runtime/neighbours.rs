//! Whether a time fits in among the times around it.

use super::Stamp;

/// So many sound times on either side are looked at.
const NEAR: usize = 2;
/// A time may lie so many seconds outside of what stands around it.
const SLACK: u32 = 15;

/// The sound times of a document, in its order.
pub(super) struct Neighbours {
    /// Where each stands in the text, and its seconds.
    sound: Vec<(usize, u32)>,
}

impl Neighbours {
    pub(super) fn of(stamps: &[Stamp<'_>]) -> Self {
        let sound = stamps.iter().filter(|stamp| !stamp.late && stamp.seconds > 0);
        Self { sound: sound.map(|stamp| (stamp.field.span.start(), stamp.seconds)).collect() }
    }

    /// Whether a sixtieth of the time lies between the sound times nearest to it, give or take a
    /// tenth; not if there are none.
    pub(super) fn have_room_for(&self, stamp: &Stamp<'_>) -> bool {
        let at = self.sound.partition_point(|&(start, _)| start < stamp.field.span.start());
        let (before, after) = self.sound.split_at(at);
        let before = &before[before.len().saturating_sub(NEAR)..];
        let after = &after[..after.len().min(NEAR)];
        if before.is_empty() && after.is_empty() {
            return false;
        }
        let near = || before.iter().chain(after).map(|&(_, seconds)| seconds);
        // Before the first nothing has been said, and after the last all may be.
        let least = if before.is_empty() { 0 } else { near().min().unwrap_or_default() };
        let most = if after.is_empty() { u32::MAX } else { near().max().unwrap_or(u32::MAX) };
        let time = stamp.seconds / 60;
        time.saturating_add((least / 10).max(SLACK)) >= least
            && time <= most.saturating_add((most / 10).max(SLACK))
    }
}
