//! What the tag of an inline element says, by one look at its attributes: nearly all questions are about
//! some that are not there.

use super::names::Ns;
use super::tree::Tree;
use std::borrow::Cow;

/// An attribute that says something of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Id,
    Rid,
    Pos,
    StartRef,
    MType,
    Translate,
    CanReorder,
    CanDelete,
    CanOverlap,
    SubFlows,
    SubFlowsStart,
    SubFlowsEnd,
    DataRef,
    DataRefStart,
    Xid,
    EquivText,
    Equiv,
    EquivStart,
    Disp,
    DispStart,
    CType,
    Type,
    SubType,
    Comment,
    /// `its:locQualityIssuesRef`.
    Issues,
}

/// Which of them a tag has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Said(u32);

impl Word {
    /// The attribute of a name.
    #[inline]
    fn of(local: &[u8]) -> Option<Self> {
        Some(match local {
            b"id" => Self::Id,
            b"rid" => Self::Rid,
            b"pos" => Self::Pos,
            b"startRef" => Self::StartRef,
            b"mtype" => Self::MType,
            b"translate" => Self::Translate,
            b"canReorder" => Self::CanReorder,
            b"canDelete" => Self::CanDelete,
            b"canOverlap" => Self::CanOverlap,
            b"subFlows" => Self::SubFlows,
            b"subFlowsStart" => Self::SubFlowsStart,
            b"subFlowsEnd" => Self::SubFlowsEnd,
            b"dataRef" => Self::DataRef,
            b"dataRefStart" => Self::DataRefStart,
            b"xid" => Self::Xid,
            b"equiv-text" => Self::EquivText,
            b"equiv" => Self::Equiv,
            b"equivStart" => Self::EquivStart,
            b"disp" => Self::Disp,
            b"dispStart" => Self::DispStart,
            b"ctype" => Self::CType,
            b"type" => Self::Type,
            b"subType" => Self::SubType,
            b"comment" => Self::Comment,
            _ => return None,
        })
    }

    /// Its name.
    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Rid => "rid",
            Self::Pos => "pos",
            Self::StartRef => "startRef",
            Self::MType => "mtype",
            Self::Translate => "translate",
            Self::CanReorder => "canReorder",
            Self::CanDelete => "canDelete",
            Self::CanOverlap => "canOverlap",
            Self::SubFlows => "subFlows",
            Self::SubFlowsStart => "subFlowsStart",
            Self::SubFlowsEnd => "subFlowsEnd",
            Self::DataRef => "dataRef",
            Self::DataRefStart => "dataRefStart",
            Self::Xid => "xid",
            Self::EquivText => "equiv-text",
            Self::Equiv => "equiv",
            Self::EquivStart => "equivStart",
            Self::Disp => "disp",
            Self::DispStart => "dispStart",
            Self::CType => "ctype",
            Self::Type => "type",
            Self::SubType => "subType",
            Self::Comment => "comment",
            Self::Issues => "locQualityIssuesRef",
        }
    }
}

impl Said {
    /// What the tag of an element says.
    pub(crate) fn of(tree: &Tree<'_>, element: usize) -> Self {
        let mut said = Self::default();
        for (ns, local) in tree.names(element) {
            if ns == Ns::Plain {
                said.0 |= Word::of(local).map_or(0, |word| 1 << word as u32);
            } else if ns == Ns::Its && local == Word::Issues.name().as_bytes() {
                said.0 |= 1 << Word::Issues as u32;
            }
        }
        said
    }

    /// Whether an attribute is there.
    #[inline(always)]
    pub(crate) fn has(self, word: Word) -> bool {
        self.0 & 1 << word as u32 != 0
    }

    /// Whether one of several is there.
    #[inline(always)]
    pub(crate) fn any(self, words: &[Word]) -> bool {
        self.0 & words.iter().fold(0, |all, word| all | 1 << *word as u32) != 0
    }

    /// The value of an attribute.
    #[inline]
    pub(crate) fn value<'a>(self, tree: &Tree<'a>, element: usize, word: Word) -> Option<Cow<'a, str>> {
        if self.has(word) { tree.plain(element, word.name()) } else { None }
    }

    /// The value of the first of several that is there.
    #[inline]
    pub(crate) fn first<'a>(self, tree: &Tree<'a>, element: usize, words: &[Word]) -> Option<Cow<'a, str>> {
        if !self.any(words) {
            return None;
        }
        words.iter().find_map(|word| self.value(tree, element, *word))
    }

    /// Whether an attribute says a word.
    #[inline]
    pub(crate) fn is(self, tree: &Tree<'_>, element: usize, word: Word, value: &str) -> bool {
        self.has(word) && tree.says(element, word.name(), value)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn each_attribute_is_found_by_its_name_and_no_other() {
        let names = "id rid pos startRef mtype translate canReorder canDelete canOverlap subFlows subFlowsStart \
                     subFlowsEnd dataRef dataRefStart xid equiv-text equiv equivStart disp dispStart ctype type \
                     subType comment";
        for name in names.split_whitespace() {
            assert_eq!(Word::of(name.as_bytes()).map(Word::name), Some(name));
        }
        assert_eq!([Word::of(b"ID"), Word::of(b""), Word::of(b"locQualityIssuesRef")], [None; 3]);
    }
}
