//! The problems that are known, each with its name, its weight and the way out.

use crate::domain::segment::Severity::{self, Critical, Major, Minor};

macro_rules! rules {
    ($(#[doc = $about:literal] $variant:ident = $id:literal, $severity:ident, $hint:literal;)+) => {
        /// What may be wrong in a file that is read all the same.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $about] $variant,)+
        }

        impl Rule {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name; it never changes.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// How bad it is: critical if texts or codes may be lost, major if the standard forbids it
            /// and other tools may refuse it, minor if it is only odd.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => $severity),+ }
            }

            /// What it is, in a line of English.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about.trim_ascii()),+ }
            }

            /// The way out.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint),+ }
            }
        }
    };
}

rules! {
    /// The version is missing, unknown or not the one of the namespace.
    OddVersion = "odd-version", Minor, "write the version of the namespace: 1.2, 2.0, 2.1 or 2.2";
    /// The root is in no namespace.
    NoNamespace = "no-namespace", Minor, "declare the namespace of the version on the root";
    /// A prefix is used and never declared.
    UndeclaredPrefix = "undeclared-prefix", Major, "declare the prefix on the root; strict readers refuse the file";
    /// The bytes are not in the encoding the file declares.
    OddEncoding = "odd-encoding", Minor, "declare the encoding the file has";
    /// There is a document type.
    DocumentType = "document-type", Minor, "remove it; nobody validates by it";
    /// An attribute the standard demands is not there.
    MissingAttribute = "missing-attribute", Major, "add the attribute";
    /// An attribute stands where the standard knows none.
    UnknownAttribute = "unknown-attribute", Major, "remove it, or put it into a namespace where extensions are allowed";
    /// An element stands where the standard knows none, or once too often.
    UnexpectedElement = "unexpected-element", Major, "move it to where the standard has it, or remove it";
    /// An element the standard demands is not there.
    MissingElement = "missing-element", Major, "add the element, or remove the one that needs it";
    /// An attribute has none of the values it may have.
    BadValue = "bad-value", Major, "write one of the values the standard knows";
    /// A limit of size that is not checked.
    UnmeasuredLimit = "unmeasured-limit", Minor, "check it by other means, or say it of a whole text and in an encoding the WHATWG knows";
    /// A state or a state qualifier the standard does not know.
    BadState = "bad-state", Major, "write a state of the standard, or one that begins with x- in 1.2";
    /// A subState without a state, or a subType without a type.
    SubWithoutMain = "sub-without-main", Major, "write the state or type it refines";
    /// An identifier that is no name.
    BadId = "bad-id", Major, "use letters, digits, . - _ and : only";
    /// An identifier twice where it must be unique.
    DuplicateId = "duplicate-id", Critical, "give each its own identifier; tools mix up texts with the same one";
    /// A reference that leads nowhere.
    DanglingReference = "dangling-reference", Major, "refer to something that is there, or remove the reference";
    /// A tag that is no language.
    BadLanguage = "bad-language", Minor, "write a language tag of BCP 47, such as de-AT";
    /// A text in another language than the file says.
    WrongLanguage = "language-differs", Major, "write the language of the file, or remove xml:lang";
    /// Targets, and no language they are in.
    NoTargetLanguage = "no-target-language", Major, "name the target language on the root (2.x) or the file element (1.x)";
    /// A mid in the target that the source does not have.
    UnknownMid = "unknown-mid", Critical, "give the segment of the target the mid of its source; it is not processed";
    /// A mid in the source that the target does not have.
    MissingMid = "missing-mid", Minor, "translate the segment; it has no target";
    /// A segmented source with a target in one piece.
    UnsegmentedTarget = "unsegmented-target", Minor, "segment the target like the source; the unit is processed as one segment";
    /// A target without content.
    EmptyTarget = "empty-target", Minor, "remove the target or translate it; it is not processed";
    /// A comment or instruction between the words of a target.
    StuckTarget = "stuck-target", Minor, "move the comment out of the target; the segment is left as it is";
    /// One end of a pair without the other.
    UnpairedCode = "unpaired-code", Critical, "add the other end, or mark it as isolated";
    /// Isolated said of a pair that is whole, or not as it is said.
    IsolatedMisuse = "isolated-misuse", Major, "isolated is for an end whose other end is in another unit; it has an id and no startRef";
    /// An end and its beginning that say different things.
    PairDiffers = "pair-differs", Major, "say the same on both ends";
    /// A code that refers to nothing it can copy.
    BadCopy = "bad-copy", Major, "copyOf names a code of the unit that may be copied and has no data of its own";
    /// Hints on order that do not fit together.
    OrderHints = "order-hints", Major, "a code that may not move may be neither copied nor deleted, and follows one with canReorder=\"firstNo\"";
    /// Codes in another order than they may be.
    MovedCode = "moved-code", Critical, "put the codes into the order they have in the source";
    /// A code that must not be deleted and is in no target.
    LostCode = "lost-code", Critical, "put the code into a target of the unit";
    /// Target and source differ in their codes.
    CodesDiffer = "codes-differ", Major, "compare the codes of source and target; the target keeps those it has";
    /// Two targets claim one place in the order.
    DuplicateOrder = "duplicate-order", Major, "give each target a place of its own";
    /// A code point that needs no cp, or is none.
    BadCodePoint = "bad-code-point", Major, "cp is for characters XML cannot hold, in four or more hexadecimal digits";
}
