//! Runs of digits.

/// Whether there is nothing but digits of ASCII in the text.
pub(crate) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
