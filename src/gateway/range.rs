//! Which bytes of a file a request is for (RFC 9110, section 14). Knows neither files nor answers.

/// What a `Range` asks of a representation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// All of it: nothing is asked, or nothing that we read.
    Whole,
    /// From the first to the last of these bytes.
    Part {
        /// The first.
        first: u64,
        /// The last, never before the first.
        last: u64,
    },
    /// None of its bytes.
    Nothing,
}

impl Range {
    /// Reads the header for a representation of `size` bytes. What is malformed, in another unit, or
    /// more than one range may be answered with all of it, and is.
    pub(super) fn read(header: Option<&str>, size: u64) -> Self {
        let Some((unit, asked)) = header.and_then(|text| text.trim().split_once('=')) else {
            return Self::Whole;
        };
        let bounds = asked.trim().split_once('-').filter(|_| unit.eq_ignore_ascii_case("bytes"));
        let Some((first, last)) = bounds else { return Self::Whole };
        match (first, last) {
            ("", suffix) => match number(suffix) {
                None => Self::Whole,
                Some(0) => Self::Nothing,
                Some(_) if size == 0 => Self::Nothing,
                Some(count) => Self::Part { first: size.saturating_sub(count), last: size - 1 },
            },
            (first, last) => {
                let (Some(first), Some(last)) =
                    (number(first), if last.is_empty() { Some(u64::MAX) } else { number(last) })
                else {
                    return Self::Whole;
                };
                if last < first {
                    Self::Whole
                } else if first >= size {
                    Self::Nothing
                } else {
                    Self::Part { first, last: last.min(size - 1) }
                }
            }
        }
    }
}

/// Digits only: a sign or blanks make another header of it. More digits than fit are just many.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Range::{self, Nothing, Part, Whole};

    fn check(header: &str, expected: Range) {
        assert_eq!(Range::read(Some(header), 100), expected, "{header}");
    }

    #[test]
    fn one_range_is_answered_and_what_is_not_read_gets_all() {
        check("bytes=0-0", Part { first: 0, last: 0 });
        check("Bytes=0-0", Part { first: 0, last: 0 });
        check("bytes=10-19", Part { first: 10, last: 19 });
        check("bytes=10-", Part { first: 10, last: 99 });
        check("bytes=10-1000", Part { first: 10, last: 99 });
        check("bytes=-10", Part { first: 90, last: 99 });
        check("bytes=-1000", Part { first: 0, last: 99 });
        check("bytes=99-99999999999999999999999", Part { first: 99, last: 99 });
        check("bytes=100-", Nothing);
        check("bytes=100-200", Nothing);
        check("bytes=-0", Nothing);
        check("bytes=0-1,5-6", Whole);
        check("bytes=5-1", Whole);
        check("bytes=", Whole);
        check("bytes=-", Whole);
        check("bytes=a-b", Whole);
        check("bytes=+1-2", Whole);
        check("lines=1-2", Whole);
        assert_eq!(Range::read(None, 100), Whole);
    }
}
