//! The signs of currencies.

/// Each is the sign of a currency or of several.
pub const SIGNS: [char; 14] = ['$', '＄', '€', '£', '￡', '¥', '￥', '₹', '₩', '₽', '฿', '₪', '₺', '₫'];

/// Whether a character is the sign of a currency.
#[must_use]
pub fn is_sign(character: char) -> bool {
    SIGNS.contains(&character)
}
