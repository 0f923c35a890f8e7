//! What holds for all texts: the original passes, a repair after the source passes, nothing is lost.

use super::super::{Frame, check};
use super::codes;
use crate::domain::text::{CodedText, Form, Token};
use proptest::prelude::*;
use std::collections::BTreeSet;

const NAMES: &str = "x1 x2 o3 c4 g5 g6 b7 b8 p9";

/// A well-formed text with some of the codes, each once, and a letter in it.
fn text() -> impl Strategy<Value = CodedText> {
    let step = (0..4_u8, 1..=9_u32, "[a-c ]{0,3}");
    prop::collection::vec(step, 0..24).prop_map(|steps| {
        let mut text = CodedText::plain("w");
        let (mut used, mut open) = (BTreeSet::new(), Vec::new());
        for (what, number, words) in steps {
            text.push_text(&words);
            match (what, number <= 4) {
                (0 | 1, true) if used.insert(number) => text.push_token(Token { number, form: Form::Alone }),
                (0 | 1, false) if used.insert(number) => {
                    text.push_token(Token { number, form: Form::Open });
                    open.push(number);
                }
                (2, _) => {
                    if let Some(number) = open.pop() {
                        text.push_token(Token { number, form: Form::Close });
                    }
                }
                _ => {}
            }
        }
        while let Some(number) = open.pop() {
            text.push_token(Token { number, form: Form::Close });
        }
        text.push_text("w");
        text
    })
}

fn numbers(text: &CodedText) -> BTreeSet<u32> {
    text.tokens().map(|token| token.number).collect()
}

proptest! {
    #[test]
    fn the_original_and_a_repair_after_the_source_always_pass(source in text(), original in text(), permissive: bool) {
        let codes = codes(NAMES);
        let frame = Frame { codes: &codes, source: &source, original: &original, max_chars: None, bounds: &[], permissive };
        prop_assert_eq!(check(&frame, &original), Ok(()));
        // A protected span of the original stays even where the source has another text in it.
        let protected = numbers(&original).contains(&9);
        if numbers(&original).is_subset(&numbers(&source)) && !protected {
            prop_assert_eq!(check(&frame, &source), Ok(()));
        }
    }

    #[test]
    fn what_passes_is_no_further_from_the_source_than_the_original(source in text(), original in text(), candidate in text()) {
        let codes = codes(NAMES);
        let frame = Frame { codes: &codes, source: &source, original: &original, max_chars: None, bounds: &[], permissive: false };
        if check(&frame, &candidate).is_ok() {
            let [source, original, new] = [&source, &original, &candidate].map(numbers);
            prop_assert!(original.is_subset(&new), "nothing of the original is lost");
            prop_assert!(new.is_subset(&(&source | &original)), "nothing comes from elsewhere");
            prop_assert!((&new ^ &source).len() <= (&original ^ &source).len());
        }
    }
}
