//! "Did you mean": the known word that is nearest to one that is not known.

use rapidfuzz::distance::osa;

/// So many candidates are looked at: more names than people choose among.
const MOST: usize = 256;

/// The candidate that `word` is most likely a slip for; `None` if each would take more than
/// one edit in three characters.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = word.chars().count().div_ceil(3);
    let args = osa::Args::default().score_cutoff(most);
    let rated = candidates
        .into_iter()
        .take(MOST)
        .filter_map(|other| Some((osa::distance_with_args(word.chars(), other.chars(), &args)?, other)));
    rated.min_by_key(|&(distance, _)| distance).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_is_corrected() {
        let known = ["wiki-link", "phrase"];
        assert_eq!(nearest("wikilink", known), Some("wiki-link"));
        assert_eq!(nearest("prhase", known), Some("phrase"));
        assert_eq!(nearest("source", known), None);
        assert_eq!(nearest("", known), None);
    }
}
