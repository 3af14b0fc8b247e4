//! A percentage that is asked for.

use std::fmt;
use std::str::FromStr;

/// The most digits behind the point.
const DIGITS: usize = 6;
/// One percent.
const ONE: u64 = 1_000_000;

/// A percentage with decimals, from 0 to 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Percent {
    /// In millionths of a percent, so that comparing is exact.
    millionths: u64,
    /// As it was written.
    written: String,
}

impl Percent {
    /// Whether `part` of `all` is so much.
    pub(super) fn is_reached(&self, part: usize, all: usize) -> bool {
        part as u128 * 100 * u128::from(ONE) >= all as u128 * u128::from(self.millionths)
    }
}

impl FromStr for Percent {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (whole, decimals) = written.split_once('.').unwrap_or((written, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > DIGITS {
            return Err("a percentage is a number such as 80 or 57.5".to_owned());
        }
        let value = |text: &str| text.parse().unwrap_or(u64::MAX);
        let millionths =
            value(whole).saturating_mul(ONE).saturating_add(value(&format!("{decimals:0<DIGITS$}")));
        if millionths > 100 * ONE {
            return Err("a percentage is at most 100".to_owned());
        }
        Ok(Self { millionths, written: written.to_owned() })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_count() {
        let reached = |written: &str, part, all| written.parse::<Percent>().unwrap().is_reached(part, all);
        assert!(reached("57.5", 23, 40) && !reached("57.6", 23, 40));
        assert!(reached("33.3", 333, 1000) && !reached("33.34", 3333, 10_000));
        assert!(
            reached("0", 0, 0) && reached("100", 0, 0) && reached("100.0", 3, 3) && !reached("100", 2, 3)
        );
        assert_eq!("57.50".parse::<Percent>().unwrap().to_string(), "57.50");
    }

    #[test]
    fn what_is_no_percentage_is_told() {
        for written in ["", ".", "5.", ".5", "-1", "1e1", "nan", "57,5", "57.5%", "100.1", "101", "0.1234567"]
        {
            assert!(written.parse::<Percent>().is_err(), "{written}");
        }
        assert!("99999999999999999999999".parse::<Percent>().is_err());
    }
}
