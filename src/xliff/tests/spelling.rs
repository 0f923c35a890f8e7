//! A text that is spelled without a look at what of it is old is spelled as with that look.

use super::one;
use crate::domain::text::{CodedText, Part};
use crate::xliff::document::Step;
use crate::xliff::held::Held;
use crate::xliff::spelling::respell;
use crate::xliff::visit::Visit;
use crate::xliff::walk::walk;
use crate::xliff::{Error, Limits, Sizes, approve, open};
use proptest::prelude::*;
use std::io::Cursor;

/// Spells the target of a file both ways, its texts replaced in order.
struct BothWays<'t> {
    texts: &'t [(String, String)],
    spelled: Option<(String, String)>,
}

impl Visit<Error> for BothWays<'_> {
    fn step(&mut self, _: &Held<'_>, step: Step<'_, '_>) -> Result<(), Error> {
        let Step::Unit(_, tree, found) = step else { return Ok(()) };
        let found = &mut found[0];
        let mut new = CodedText::default();
        let mut texts = self.texts.iter();
        for part in found.segment.target.parts() {
            match part {
                // Something before, something behind, and now and then something else.
                Part::Text(text) => match texts.next() {
                    Some((before, behind)) if before == "new" => new.push_text(behind),
                    Some((before, behind)) => new.push_text(&format!("{before}{text}{behind}")),
                    None => new.push_text(text),
                },
                Part::Token(token) => new.push_token(*token),
            }
        }
        let spell = |found: &super::super::document::Found| {
            let mut out = String::new();
            if let Some(side) = &found.target {
                respell(tree, found, side, &new, false, &mut out);
            }
            out
        };
        let fast = spell(found);
        if let Some(side) = &mut found.target {
            side.spelled_simply = false;
        }
        self.spelled = Some((fast, spell(found)));
        Ok(())
    }
}

proptest! {
    #[test]
    fn old_characters_need_not_be_told_from_new_ones_where_both_are_spelled_alike(
        target in "(a|b |&amp;|&lt;|&gt;|>|\"|'|&quot;|&apos;|\n|\r\n|\\]|é|&#233;|<x id='1'/>|<ph id='2'>&gt;&quot;</ph>|<g id='3'>c</g>){1,9}",
        crlf in any::<bool>(),
        texts in proptest::collection::vec(("(new|[ab>\"'&\n\\]é]{0,2})", "[ab>\"'&\n\\]é]{0,3}"), 0..6),
    ) {
        let file = one(&format!("<trans-unit id='1'><source>a</source><target>{target}</target></trans-unit>"));
        let file = if crlf { file.replace("\r\n", "\n").replace('\n', "\r\n") } else { file };
        // What XML does not allow is no file.
        prop_assume!(!target.contains("]]>"));
        let limits = Limits::default();
        let (mut window, _) = open(Cursor::new(file.as_bytes()), &limits, Sizes::default()).unwrap();
        let mut both = BothWays { texts: &texts, spelled: None };
        walk(&mut window, &limits, &mut both, |window| approve(window, &limits)).unwrap();
        let (fast, slow) = both.spelled.unwrap();
        prop_assert_eq!(fast, slow);
    }
}
