//! The list of all checks: id, level, severities, MQM category, and what each looks for.
//!
//! One row a check. Everything that speaks of checks in general reads it here: lists, documents,
//! the validation of options, the level of a finding. What a check does is in its own file.

use crate::domain::segment::Severity;

/// What a finding of a check means for the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// A fault that no candidate may add.
    Hard,
    /// A fault that a candidate needs a reason to add.
    Soft,
    /// A remark: never made unless it is asked for, and never a reason to change anything.
    Info,
}

impl Level {
    /// The word people see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Info => "info",
        }
    }
}

/// Whether a check makes repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repair {
    /// Where exactly one result is right.
    Certain,
    Never,
}

/// What a check compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Segment,
    File,
}

macro_rules! checks {
    ($($variant:ident $name:literal $level:ident $least:ident $most:ident $category:literal $repair:ident $scope:ident $about:literal;)+) => {
        /// A check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Id {
            $(#[doc = $about] $variant,)+
        }

        impl Id {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        const ROWS: &[Row] = &[$(Row {
            name: $name,
            level: Level::$level,
            severities: (Severity::$least, Severity::$most),
            category: $category,
            repair: Repair::$repair,
            scope: Scope::$scope,
            about: $about,
        }),+];
    };
}

/// What the table says of a check.
#[derive(Debug)]
struct Row {
    name: &'static str,
    level: Level,
    severities: (Severity, Severity),
    category: &'static str,
    repair: Repair,
    scope: Scope,
    about: &'static str,
}

checks! {
    TargetEmpty "target-empty" Hard Critical Critical "accuracy/untranslated" Never Segment
        "The source has letters and the target has no text.";
    SourceEmptyTargetNot "source-empty-target-not" Soft Major Major "accuracy/addition" Never Segment
        "The target has text and the source is empty.";
    TargetEqualsSource "target-equals-source" Soft Major Major "accuracy/untranslated" Never Segment
        "The target is the source, untranslated.";
    PartialUntranslated "partial-untranslated" Soft Major Major "accuracy/untranslated" Never Segment
        "Words of the source stand untranslated in the target.";
    WrongLanguage "wrong-language" Hard Critical Critical "accuracy/mistranslation" Never Segment
        "The target is not in the script or the words of its language.";
    TagMissing "tag-missing" Hard Critical Critical "markup/tag" Certain Segment
        "A code of the source is missing.";
    TagExtra "tag-extra" Hard Critical Critical "markup/tag" Never Segment
        "A code is not in the source.";
    TagDuplicate "tag-duplicate" Hard Critical Critical "markup/tag" Never Segment
        "A code stands more often than in the source.";
    TagPairing "tag-pairing" Hard Major Critical "markup/tag" Certain Segment
        "Ends of codes are lost, turned round, or cross where those of the source do not.";
    TagOrder "tag-order" Soft Minor Major "markup/tag" Never Segment
        "Codes that must keep their order have changed it, or nest the other way round.";
    TagEmptyPair "tag-empty-pair" Soft Minor Minor "markup/tag" Never Segment
        "A pair of codes has text in the source and none in the target.";
    TagAdjacentSpace "tag-adjacent-space" Soft Minor Minor "markup/tag" Certain Segment
        "A space next to a code was gained or lost.";
    Placeholder "placeholder" Hard Critical Critical "markup/tag" Never Segment
        "Placeholders differ from those of the source.";
    IcuSyntax "icu-syntax" Hard Major Critical "markup/tag" Never Segment
        "An ICU message is broken, or lacks a branch that the language needs.";
    Escapes "escapes" Soft Minor Minor "markup/tag" Never Segment
        "Line breaks, tabs or their escapes are fewer or more than in the source.";
    MarkupSyntax "markup-syntax" Hard Major Major "markup/tag" Never Segment
        "Tags or marks of HTML, Markdown or BBCode in the text differ from those of the source.";
    UrlEmailIpPath "url-email-ip-path" Hard Major Major "accuracy/mistranslation" Never Segment
        "Addresses, paths or options differ from those of the source.";
    NumberValue "number-value" Hard Major Major "accuracy/mistranslation" Never Segment
        "A number of the source is missing or has another value.";
    NumberFormat "number-format" Soft Minor Minor "locale/number" Never Segment
        "A number is written in the form of the source language.";
    NumberExtra "number-extra" Soft Minor Minor "accuracy/addition" Never Segment
        "A number is not in the source.";
    Alphanumeric "alphanumeric" Soft Major Major "accuracy/mistranslation" Never Segment
        "A code of capitals and digits is missing or changed.";
    DateTimeUnit "date-time-unit" Soft Major Major "locale/unit" Never Segment
        "A number has another unit, or a date another month.";
    MinusRange "minus-range" Info Minor Minor "locale/number" Never Segment
        "A minus sign or the sign of a range is lost.";
    Symbols "symbols" Soft Minor Minor "accuracy/omission" Never Segment
        "A sign such as € or ™ is lost.";
    LeadingWs "leading-ws" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "The whitespace at the beginning differs from that of the source.";
    TrailingWs "trailing-ws" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "The whitespace at the end differs from that of the source.";
    DoubleSpace "double-space" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "Two spaces or more stand in a row, and the source has none such.";
    SpacePunct "space-punct" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "A mark, or the space at it, is not as the language writes it.";
    Nbsp "nbsp" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "The non-breaking space that French puts at a mark is missing or may break.";
    EndPunct "end-punct" Soft Minor Minor "linguistic/punctuation" Certain Segment
        "The mark at the end differs from that of the source.";
    StartPunct "start-punct" Info Minor Minor "linguistic/punctuation" Never Segment
        "The mark at the beginning differs from that of the source.";
    Purepunc "purepunc" Info Minor Minor "linguistic/punctuation" Never Segment
        "A text of marks alone is not that of the source.";
    RepeatedPunct "repeated-punct" Soft Minor Minor "linguistic/punctuation" Never Segment
        "A mark is repeated, and the source repeats none.";
    Brackets "brackets" Soft Minor Minor "linguistic/punctuation" Never Segment
        "A bracket has no other half.";
    Quotes "quotes" Soft Minor Minor "locale/quotes" Certain Segment
        "A quote has no other half, or not the form of the language.";
    InvertedPunct "inverted-punct" Soft Minor Minor "linguistic/punctuation" Never Segment
        "A Spanish question or exclamation does not begin with its mark.";
    CapitalStart "capital-start" Info Minor Minor "linguistic/spelling" Never Segment
        "The first letter has not the case of the source's.";
    AllCaps "all-caps" Info Minor Minor "linguistic/spelling" Never Segment
        "One side is all in capitals and the other is not.";
    CamelCase "camel-case" Info Minor Minor "linguistic/spelling" Never Segment
        "A name with capitals inside is written with others.";
    MixedCaps "mixed-caps" Info Minor Minor "linguistic/spelling" Never Segment
        "A word begins with two capitals and goes on small.";
    Acronym "acronym" Info Minor Minor "accuracy/omission" Never Segment
        "A word of capitals is missing.";
    DoubledWord "doubled-word" Soft Minor Minor "linguistic/grammar" Certain Segment
        "A word or a run of words stands twice in a row.";
    LengthRatio "length-ratio" Soft Minor Minor "other" Never Segment
        "The target is much shorter or much longer than the source.";
    LengthAbsolute "length-absolute" Hard Major Major "other" Never Segment
        "The target is longer than the file allows.";
    SentenceCount "sentence-count" Info Minor Minor "other" Never Segment
        "The number of sentences differs from the source.";
    TermRequired "term-required" Soft Major Major "terminology/wrong" Never Segment
        "A term of the glossary is not translated as the glossary says.";
    TermForbidden "term-forbidden" Soft Major Major "terminology/wrong" Never Segment
        "A translation that the glossary forbids is used.";
    Dnt "dnt" Hard Major Major "accuracy/dnt" Never Segment
        "A term that must stay as it is was translated or changed.";
    CorruptChars "corrupt-chars" Hard Major Major "linguistic/spelling" Certain Segment
        "Characters are broken, decoded wrongly, or letters of another alphabet that look alike.";
    ForbiddenChars "forbidden-chars" Soft Minor Minor "linguistic/spelling" Never Segment
        "A letter belongs to another language or to its other writing.";
    AllowedChars "allowed-chars" Soft Major Major "linguistic/spelling" Never Segment
        "A character is not one of those the file allows.";
    Invisible "invisible" Soft Minor Minor "linguistic/spelling" Certain Segment
        "A character that nobody sees was added.";
    UserRegex "user-regex" Soft Minor Critical "other" Never Segment
        "A pattern of the operator or the job holds.";
    Spelling "spelling" Info Minor Minor "linguistic/spelling" Never Segment
        "A word is not in the dictionary that the operator gives for the language.";
    FalseFriend "false-friend" Info Minor Minor "accuracy/mistranslation" Never Segment
        "A word looks like one of the source and means something else.";
    HyphenationArtefact "hyphenation-artefact" Soft Minor Minor "linguistic/spelling" Never Segment
        "A hyphen that a line break left stands inside a word.";
    AiWrapper "ai-wrapper" Hard Major Major "accuracy/addition" Never Segment
        "Words about the translation stand around it.";
    UneditedFuzzy "unedited-fuzzy" Info Minor Minor "other" Never Segment
        "The target is a fuzzy match that nobody edited, or its state says that it is still to be translated.";
    SameSrcDiffTgt "same-src-diff-tgt" Soft Minor Minor "terminology/inconsistent" Never File
        "The same source is translated otherwise elsewhere in the file.";
    SameTgtDiffSrc "same-tgt-diff-src" Info Minor Minor "terminology/inconsistent" Never File
        "The same target stands for another source elsewhere in the file.";
    TerminologyInconsistent "terminology-inconsistent" Soft Minor Minor "terminology/inconsistent" Never File
        "A term that the file translates in one way nearly everywhere is translated otherwise here.";
}

impl Id {
    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The check with this id.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.as_str() == name)
    }

    /// Its id as people and programs see it, in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().name
    }

    /// What its findings mean for the loop.
    #[must_use]
    pub fn level(self) -> Level {
        self.row().level
    }

    /// The least and the greatest severity of its findings.
    #[must_use]
    pub fn severities(self) -> (Severity, Severity) {
        self.row().severities
    }

    /// The category of its findings by MQM.
    #[must_use]
    pub fn category(self) -> &'static str {
        self.row().category
    }

    /// Whether some of its findings are repaired.
    #[must_use]
    pub fn is_repaired(self) -> bool {
        self.row().repair == Repair::Certain
    }

    /// Whether it compares the segments of a file rather than the two texts of one.
    #[must_use]
    pub fn is_of_file(self) -> bool {
        self.row().scope == Scope::File
    }

    /// What it looks for, in a line of English.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.row().about
    }
}

/// All checks, in the order of the documentation.
#[must_use]
pub fn catalog() -> &'static [Id] {
    Id::ALL
}

/// Whether a finding of this check is a fault no candidate may add.
#[must_use]
pub fn is_hard(check: &str) -> bool {
    Id::parse(check).is_some_and(|id| id.level() == Level::Hard)
}

/// A set of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Set(u128);

impl Set {
    /// The checks that are wanted: all but the remarks and those switched off, and those switched on.
    pub(super) fn wanted(enabled: &[String], disabled: &[String]) -> Self {
        const USUAL: u128 = {
            let (mut bits, mut at) = (0, 0);
            while at < ROWS.len() {
                if !matches!(ROWS[at].level, Level::Info) {
                    bits |= 1 << at;
                }
                at += 1;
            }
            bits
        };
        let named = |names: &[String]| {
            let known = names.iter().filter_map(|name| Id::parse(name));
            known.fold(0, |bits: u128, id| bits | 1 << id as u32)
        };
        Self((USUAL | named(enabled)) & !named(disabled))
    }

    /// Puts a check into the set.
    pub(super) fn add(&mut self, id: Id) {
        self.0 |= 1 << id as u32;
    }

    /// Whether a check is in the set.
    pub(super) fn has(self, id: Id) -> bool {
        self.0 & (1 << id as u32) != 0
    }

    /// Whether any of these is in the set.
    pub(super) fn has_any(self, ids: &[Id]) -> bool {
        ids.iter().any(|id| self.has(*id))
    }
}
