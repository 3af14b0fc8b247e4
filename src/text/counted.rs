//! So many of a thing, in words.

/// `1 place`, `2 places`; `what` takes an `s`.
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "place")), ["0 places", "1 place", "2 places"]);
    }
}
