//! Times that are off by one amount: a document whose times are all shifted is told once.

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
}
