//! Times that are off by one amount or by one factor: a document whose times are all shifted is told once.

use crate::document::MediaTime;

/// So many seconds apart, two times are off by one amount: people cite the beginning of a passage,
/// and not to the second.
pub(super) const SPREAD: i64 = 20;

/// Numbers of times that are off by about as much, in groups, each in order and the first time first.
/// `differences` are in seconds, by number; they are as much if they lie no further than `spread` apart.
pub(super) fn groups(differences: &[i64], spread: i64) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..differences.len()).collect();
    order.sort_unstable_by_key(|&at| (differences[at], at));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match groups.last_mut().filter(|group| differences[at] - differences[group[0]] <= spread) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

/// So many times show a factor.
const FEWEST_SCALED: usize = 3;
/// Earlier ones show none: a few seconds make another of them.
const MIN_SCALED: i64 = 60;
/// So many are tried for the factor of all.
const MOST_TRIED: usize = 32;

/// The factor by which most of the times are as late as the others, and the numbers of those that are;
/// nothing if they are all off by one amount. The other way round the same times show its inverse.
pub(super) fn scaled(times: &[(i64, i64)]) -> Option<(f64, Vec<usize>)> {
    let late = |&(at, other): &(i64, i64)| at.min(other) >= MIN_SCALED;
    let scaled = |&(at, other): &(i64, i64), by: (i64, i64)| {
        // `at / other` and `by.0 / by.1` are one factor, but for as much as times are imprecise.
        late(&(at, other)) && (at * by.1 - other * by.0).abs() <= SPREAD * by.0.max(by.1)
    };
    let all = |by| (0..times.len()).filter(|&at| scaled(&times[at], by)).collect::<Vec<_>>();
    let tried = times.iter().filter(|times| late(times)).take(MOST_TRIED);
    let (by, found) = tried
        .map(|&by| (by, all(by)))
        .reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })?;
    let differences = || found.iter().map(|&at| times[at].0 - times[at].1);
    let spread = differences().max()? - differences().min()?;
    let most = found.len() >= FEWEST_SCALED && found.len() * 2 > times.len();
    #[expect(clippy::cast_precision_loss, reason = "seconds are small")]
    (most && spread > 2 * SPREAD).then(|| (by.0 as f64 / by.1 as f64, found))
}

/// `3:03 later`, `0:40 earlier`
pub(super) fn told(difference: i64) -> String {
    let by = u32::try_from(difference.unsigned_abs()).unwrap_or(u32::MAX);
    let by = MediaTime::new(by).written_like("0:00");
    format!("{by} {}", if difference < 0 { "earlier" } else { "later" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_off_by_as_much_is_one_group() {
        assert_eq!(groups(&[180, -400, 185, 2000, 178, -402], SPREAD), [vec![0, 2, 4], vec![1, 5], vec![3]]);
        assert_eq!(told(183), "3:03 later");
        assert_eq!(told(-4000), "1:06:40 earlier");
    }

    #[test]
    fn what_is_late_by_one_factor_is_one() {
        let times = [(1250, 1000), (2500, 2003), (740, 1900), (3748, 3000)];
        assert_eq!(scaled(&times), Some((1.25, vec![0, 1, 3])));
        let inverse = times.map(|(at, other)| (other, at));
        assert_eq!(scaled(&inverse), Some((0.8, vec![0, 1, 3])));
        for other in [
            &[(1180, 1000), (1181, 1003), (1190, 1010)][..],
            &[(1250, 1000), (2500, 2000)],
            &[(50, 40), (25, 20), (10, 8)],
            &[(1250, 1000), (2500, 2000), (3750, 3000), (100, 500), (900, 200), (3000, 1000)],
        ] {
            assert_eq!(scaled(other), None, "{other:?}");
        }
    }
}
