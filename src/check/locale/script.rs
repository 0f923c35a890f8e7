//! Which script a letter belongs to, as far as the checks tell scripts apart.

/// The script of a letter, or the script a language is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Thai,
    Lao,
    Khmer,
    Myanmar,
    Ethiopic,
    Hangul,
    Kana,
    Han,
    /// Of a language: kana and Han.
    Japanese,
    /// Of a language: Hangul and, rarely, Han.
    Korean,
    /// Any other.
    Unknown,
}

impl Script {
    /// Whether a letter of script `letter` is one of a language written in this script.
    pub(in crate::check) fn includes(self, letter: Self) -> bool {
        match self {
            Self::Japanese => matches!(letter, Self::Kana | Self::Han),
            Self::Korean => matches!(letter, Self::Hangul | Self::Han),
            Self::Latin
            | Self::Cyrillic
            | Self::Greek
            | Self::Armenian
            | Self::Hebrew
            | Self::Arabic
            | Self::Devanagari
            | Self::Bengali
            | Self::Thai
            | Self::Lao
            | Self::Khmer
            | Self::Myanmar
            | Self::Ethiopic
            | Self::Hangul
            | Self::Kana
            | Self::Han
            | Self::Unknown => self == letter,
        }
    }

    /// The script that a subtag names; `Unknown` for all that the checks do not tell apart.
    pub(super) fn named(subtag: &str) -> Self {
        match subtag {
            "Latn" => Self::Latin,
            "Cyrl" => Self::Cyrillic,
            "Grek" => Self::Greek,
            "Armn" => Self::Armenian,
            "Hebr" => Self::Hebrew,
            "Arab" | "Aran" => Self::Arabic,
            "Deva" => Self::Devanagari,
            "Beng" => Self::Bengali,
            "Thai" => Self::Thai,
            "Laoo" => Self::Lao,
            "Khmr" => Self::Khmer,
            "Mymr" => Self::Myanmar,
            "Ethi" => Self::Ethiopic,
            "Hans" | "Hant" | "Hani" => Self::Han,
            "Jpan" => Self::Japanese,
            "Kore" | "Hang" => Self::Korean,
            _ => Self::Unknown,
        }
    }

    /// Whether a script subtag names this script.
    pub(super) fn is_named(self, subtag: &str) -> bool {
        self != Self::Unknown && self == Self::named(subtag)
    }
}

/// The script of a letter; `Unknown` for all that the checks do not tell apart.
pub(in crate::check) fn script_of(letter: char) -> Script {
    match u32::from(letter) {
        0x41..=0x24F | 0x1E00..=0x1EFF | 0xFF21..=0xFF5A => Script::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
        0x400..=0x52F => Script::Cyrillic,
        0x531..=0x58F => Script::Armenian,
        0x591..=0x5F4 | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x600..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => Script::Arabic,
        0x900..=0x97F => Script::Devanagari,
        0x980..=0x9FF => Script::Bengali,
        0xE00..=0xE7F => Script::Thai,
        0xE80..=0xEFF => Script::Lao,
        0x1000..=0x109F => Script::Myanmar,
        0x1200..=0x139F | 0x2D80..=0x2DDF => Script::Ethiopic,
        0x1780..=0x17FF => Script::Khmer,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7A3 => Script::Hangul,
        0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => Script::Kana,
        0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF => Script::Han,
        _ => Script::Unknown,
    }
}
