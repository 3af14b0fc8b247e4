//! What differs between two quotations that are the same without a word or two.

use std::ops::Range;

use super::{RARE, SHARED, Text};
use crate::lexicon::{
    folded_word, has_word_of, is_content, is_filler, is_hedge, is_negation, is_number_word, is_rare,
    plain_words,
};
use crate::text::Span;
use crate::vault::other_words::{in_digits, is_alteration, is_number, is_turned, same_word};

/// How many shared words permit a second word to differ, and where that says the contrary.
const SHARED_FOR_TWO: usize = 7;
const SHARED_FOR_CONTRARY: usize = 5;
/// The fewest words of a quotation of which another may lack one.
const FEWEST_TO_LACK: usize = 6;
/// So far before a quotation, in bytes, a word may stand that it does not repeat.
const BEFORE: usize = 120;

/// Whether two quotations that are the same without the words in the cuts say something else.
pub(super) fn differ(
    first: &Text<'_>,
    cut: Range<usize>,
    second: &Text<'_>,
    other_cut: Range<usize>,
) -> bool {
    if cut.start != other_cut.start || (cut.is_empty() && other_cut.is_empty()) {
        return false;
    }
    let keys = |text: &Text<'_>, cut: &Range<usize>| -> Vec<u64> {
        text.words[..cut.start].iter().chain(&text.words[cut.end..]).map(|word| word.key).collect()
    };
    let shared = keys(first, &cut);
    if shared != keys(second, &other_cut) || shared.len() < SHARED {
        return false;
    }
    let (words, other_words) = (first.folded(cut.clone()), second.folded(other_cut.clone()));
    if words.len().max(other_words.len()) > 1 && shared.len() < SHARED_FOR_TWO {
        let turned = || is_turned(&words, &other_words) == Some(true);
        if shared.len() < SHARED_FOR_CONTRARY || cut.is_empty() || other_cut.is_empty() || !turned() {
            return false;
        }
    }
    let (before, after) = (first.folded(0..cut.start), first.folded(cut.end..first.words.len()));
    let rare = before.iter().chain(&after).filter(|word| is_rare(word)).count();
    if rare < RARE {
        return false;
    }
    let lacking = [(first, &cut, second, &other_cut), (second, &other_cut, first, &cut)];
    if lacking.iter().any(|(short, gap, _, _)| gap.is_empty() && gap.start == 0 && says_before(short)) {
        return false;
    }
    is_alteration(&words, &other_words)
        || begins_otherwise(first, &cut, second, &other_cut)
        || lacking.into_iter().any(|(short, gap, long, cut)| lacks(short, gap, long, cut))
}

/// Whether what a quotation leaves out at its beginning is marked, or said before it: `Perhaps "the lamps …"`.
fn says_before(text: &Text<'_>) -> bool {
    let Some((first, (_, quotation))) = text.words.first().zip(text.places.first()) else { return false };
    let document = text.document;
    let lead = document.slice(Span::new(quotation.words.start(), first.span.start()));
    if lead.contains(['…', '[', '.']) {
        return true;
    }
    let block = document.block_of(quotation.span).map_or(0, |(_, block)| block.span.start());
    let from = document.text().floor_char_boundary(quotation.span.start().saturating_sub(BEFORE)).max(block);
    let before = document.slice(Span::new(from, quotation.span.start()));
    let sentence = before.rsplit(['.', '!', '?']).next().unwrap_or(before);
    plain_words(sentence).map(|(_, word)| folded_word(word)).any(|word| is_hedge(&word) || is_negation(&word))
}

/// Whether the one word that differs begins with another consonant: slips of the pen and other
/// spellings are later in a word, or of one sound.
fn begins_otherwise(
    first: &Text<'_>,
    cut: &Range<usize>,
    second: &Text<'_>,
    other_cut: &Range<usize>,
) -> bool {
    const CONSONANTS: &str = "bcdfghjklmnpqrstvwxz";
    const SOUNDS: [&str; 6] = ["ckqgj", "szxc", "vwbfp", "dt", "jhx", "gh"];
    if cut.len() != 1 || other_cut.len() != 1 {
        return false;
    }
    let one = first.document.slice(first.words[cut.start].span);
    let other = second.document.slice(second.words[other_cut.start].span);
    let small = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
    let ((Some(a), Some(b)), long) = ((small(one), small(other)), one.len() >= 4) else { return false };
    let consonants = a != b && CONSONANTS.contains(a) && CONSONANTS.contains(b);
    let one_sound = SOUNDS.iter().any(|sound| sound.contains(a) && sound.contains(b));
    long && consonants
        && !one_sound
        && one[1..] == other[1..]
        && is_content(&folded_word(one))
        && is_content(&folded_word(other))
}

/// Whether a word that carries meaning, or a number, was left out of the middle of the first
/// without a sign, or a part of a number or what softens the words, at the beginning too; what speech
/// repeats or is full of does not count.
fn lacks(short: &Text<'_>, gap: &Range<usize>, long: &Text<'_>, cut: &Range<usize>) -> bool {
    let inside = cut.end < long.words.len();
    if !gap.is_empty() || cut.len() != 1 || !inside || long.words.len() < FEWEST_TO_LACK {
        return false;
    }
    let mut beside = long.folded(cut.start.saturating_sub(1)..cut.end + 1);
    let all = in_digits(&beside);
    let word = beside.remove(usize::from(cut.start > 0));
    if is_number_word(&word) {
        let rest = in_digits(&beside);
        return !rest.is_empty() && rest != all && !parted(long, cut, &['[', ']', '…', '.']);
    }
    const MARKS: [char; 9] = ['[', ']', '(', ')', '…', '.', '-', '–', '—'];
    let said = is_hedge(&word)
        // `40 %` and `40 percent` are one.
        || cut.start > 0
            && (is_number(&word) || is_rare(&word) && !is_filler(&word) && !has_word_of("percent", &word))
            && !beside.iter().any(|other| same_word(&word, other));
    said && !parted(short, gap, &MARKS) && !parted(long, cut, &MARKS)
}

/// Whether one of these marks, of what was left out or put in, stands beside the words in the cut.
fn parted(text: &Text<'_>, cut: &Range<usize>, marks: &[char]) -> bool {
    let from = text.words[cut.start.saturating_sub(1)].span.end();
    let to = text.words[cut.end].span.start();
    cut.end > 0 && (from > to || text.document.slice(Span::new(from, to)).contains(marks))
}
