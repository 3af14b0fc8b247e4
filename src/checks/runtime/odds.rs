//! How likely a document's times are by chance.

use super::{HOUR, Stamp, length::Length};
use crate::vault::CitedTimes;

/// What the times of a document have in common, and how likely that is by chance.
#[derive(Default)]
pub(super) struct Odds {
    /// Times that could be shifted: late ones if the length is known, else those of an hour or more.
    pub(super) suspects: usize,
    /// How many of them end in `:00`.
    zeros: usize,
    /// How many repeat the field before.
    repeats: usize,
    /// How many are sixty times a time that another document cites.
    pub(super) matched: usize,
    /// All of it comes about by chance less than once in ten to this power.
    pub(super) power: f64,
}

impl Odds {
    pub(super) fn of(stamps: &[Stamp<'_>], cited: Option<&CitedTimes>, length: Option<&Length>) -> Self {
        let mut odds = Self::default();
        for stamp in stamps.iter().filter(|stamp| match length {
            Some(_) => stamp.late && stamp.fits,
            None => stamp.seconds >= HOUR,
        }) {
            odds.suspects += 1;
            odds.zeros += usize::from(stamp.seconds % 60 == 0);
            odds.repeats += usize::from(stamp.shaped && stamp.seconds % 60 != 0);
            odds.matched += usize::from(stamp.matched);
        }
        let shaped = power(odds.suspects, odds.zeros + odds.repeats, 1.0 / 30.0);
        let density = match (cited, length) {
            (Some(cited), Some(length)) => as_float(cited.len()) / f64::from(length.end.max(1)),
            _ => 1.0,
        };
        odds.power = shaped + power(odds.suspects, odds.matched, density.clamp(0.001, 1.0));
        odds
    }

    /// The facts, in words and figures.
    pub(super) fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        let mut tell = |count: usize, one: &str, many: &str, rest: &str| {
            if count > 0 {
                let verb = if count == 1 { one } else { many };
                facts.push(match self.suspects {
                    1 => format!("the time {verb} {rest}"),
                    all => format!("{count} of {all} times {verb} {rest}"),
                });
            }
        };
        tell(self.zeros, "ends", "end", "in `:00`; by chance, 1 in 60 does");
        tell(self.repeats, "ends", "end", "in the number before, as in `02:14:14`; by chance, 1 in 60 does");
        let cited = "60 times a time that another document on the same source cites";
        tell(self.matched, "is", "are", cited);
        if self.power >= 3.0 {
            facts.push(format!(
                "all of that comes about by chance less than once in 10^{:.0}",
                self.power.floor()
            ));
        }
        facts
    }
}

/// `count` of `all` by a chance of `chance` each come about less than once in ten to this power.
/// An upper bound: the number of ways to choose them, each with its chance.
fn power(all: usize, count: usize, chance: f64) -> f64 {
    let ways: f64 = (0..count).map(|at| (as_float(all - at) / as_float(count - at)).log10()).sum();
    (-(ways + as_float(count) * chance.log10())).max(0.0)
}

fn as_float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::power;

    #[test]
    fn what_is_common_proves_nothing() {
        assert!(power(60, 2, 1.0 / 30.0) < 1.0);
        assert!(power(5, 0, 0.5) < f64::EPSILON);
        assert!(power(5, 5, 1.0) < f64::EPSILON);
        assert!(power(5, 5, 1.0 / 30.0) > 6.0);
        assert!(power(1_000_000, 1_000_000, 1.0 / 30.0).is_finite());
    }
}
