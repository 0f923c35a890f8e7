//! What a number written with separators may be worth.

use std::cmp::Ordering;

/// A decimal number: sign, digits, power of ten. Equal numbers are equal values: no trailing
/// zeros are kept in the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    negative: bool,
    digits: u128,
    power: i32,
}

impl Value {
    fn new(digits: u128, power: i32) -> Self {
        let mut value = Self { negative: false, digits, power };
        if digits == 0 {
            value.power = 0;
        }
        while value.digits != 0 && value.digits.is_multiple_of(10) {
            value.digits /= 10;
            value.power += 1;
        }
        value
    }

    /// A number times a power of ten.
    pub(super) fn of(number: u32, power: i32) -> Self {
        Self::new(u128::from(number), power)
    }

    /// So many tenths, if they are near a whole number below a thousand.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the range that is asked for"
    )]
    pub(super) fn of_tenths(tenths: f64) -> Option<Self> {
        let near = tenths.round();
        ((0.0..10_000.0).contains(&near) && (near - tenths).abs() < 0.001).then(|| Self::of(near as u32, -1))
    }

    /// The value with its sign; zero has none.
    pub(super) fn signed(self, negative: bool) -> Self {
        Self { negative: negative && self.digits != 0, ..self }
    }

    /// The value times a power of ten.
    pub(super) fn times_ten_to(self, power: i32) -> Self {
        if self.digits == 0 { self } else { Self { power: self.power.saturating_add(power), ..self } }
    }

    /// The power of ten of its last digit that is not zero.
    pub(super) fn power(self) -> i32 {
        self.power
    }

    /// The sum of two, neither below zero; `None` if it has too many digits.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let power = self.power.min(other.power);
        let digits = |value: Self| {
            let zeros = u32::try_from(value.power.checked_sub(power)?).ok()?;
            value.digits.checked_mul(10_u128.checked_pow(zeros)?)
        };
        let sum = digits(self)?.checked_add(digits(other)?)?;
        (!self.negative && !other.negative).then(|| Self::new(sum, power))
    }

    /// So many times the value.
    pub(super) fn times(self, number: u32) -> Option<Self> {
        let digits = self.digits.checked_mul(u128::from(number))?;
        Some(Self { negative: self.negative, ..Self::new(digits, self.power) })
    }

    /// About how much it is.
    #[expect(clippy::cast_precision_loss, reason = "for a comparison of what was rounded")]
    pub(super) fn about(self) -> f64 {
        let size = self.digits as f64 * 10_f64.powi(self.power);
        if self.negative { -size } else { size }
    }

    /// The value if it is a whole number that is not too large for 64 bits.
    pub(super) fn whole(self) -> Option<u64> {
        let power = u32::try_from(self.power).ok().filter(|_| !self.negative)?;
        u64::try_from(self.digits.checked_mul(10_u128.checked_pow(power)?)?).ok()
    }

    /// The value if it is a whole number from 0 to 99.
    pub(super) fn small(self) -> Option<u8> {
        let whole = match (self.negative, self.power.cmp(&0)) {
            (false, Ordering::Equal) => self.digits,
            (false, Ordering::Greater) if self.power == 1 => self.digits.checked_mul(10)?,
            _ => return None,
        };
        u8::try_from(whole).ok().filter(|small| *small < 100)
    }
}

/// Reads digits and separators as one number with this decimal sign; `None` if it is not written
/// as one. Groups must be of three digits, or of two before the last three.
pub(super) fn read(raw: &str, decimal: char) -> Option<Value> {
    if raw.len() > MAX_LENGTH {
        return None;
    }
    let (whole, fraction) = match raw.split_once(decimal) {
        Some((_, fraction)) if !fraction.bytes().all(|b| b.is_ascii_digit()) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (raw, ""),
    };
    let mut digits = ungrouped(whole)?;
    digits.push_str(fraction);
    let power = i32::try_from(fraction.len()).ok()?;
    Some(Value::new(digits.parse().ok()?, -power))
}

/// More digits than any count or amount has, and few enough for 128 bits.
pub(super) const MAX_LENGTH: usize = 36;

/// The digits of a whole number without its separators.
fn ungrouped(whole: &str) -> Option<String> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let groups: Vec<&str> = whole.split(separator).collect();
    let [first, middle @ .., last] = groups.as_slice() else { return None };
    let inner = middle.first().map_or(3, |group| group.len());
    let fits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()))
        && last.len() == 3
        && (inner == 3 || inner == 2 && separator == ',')
        && middle.iter().all(|group| group.len() == inner)
        && (1..=inner).contains(&first.len())
        && !first.starts_with('0');
    fits.then(|| groups.concat())
}
