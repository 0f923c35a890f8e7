//! Pairs that enclose the whole of both texts: the model neither sees nor returns them.
//!
//! Most faults with codes are faults with these, and there is nothing to decide about them. Only
//! pairs are kept back: a single code at an edge may be a word of the sentence.

use crate::domain::text::{Code, CodedText, Form, Part, Token};

/// Tokens that stand first and last in both texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Framing {
    front: Vec<Token>,
    /// In the order of the text.
    back: Vec<Token>,
}

/// More codes than this on one side are no frame.
const MOST: usize = 32;

impl Framing {
    /// The pairs around both texts, outermost first.
    pub(super) fn of(codes: &[Code], source: &CodedText, target: &CodedText) -> Self {
        let stays = |token: &Token| codes.iter().any(|code| code.number == token.number && !code.protects);
        let of_both = |form: Form, parts: &mut dyn Iterator<Item = (&Part, &Part)>| -> Vec<Token> {
            let same = parts.map_while(|pair| match pair {
                (Part::Token(one), Part::Token(other)) if one == other && one.form == form => Some(*one),
                _ => None,
            });
            same.take(MOST).take_while(stays).collect()
        };
        let (from, to) = (source.parts(), target.parts());
        let mut front = of_both(Form::Open, &mut from.iter().zip(to));
        let mut back = of_both(Form::Close, &mut from.iter().rev().zip(to.iter().rev()));
        // What is kept back on one side only would tear its pair.
        loop {
            let before = (front.len(), back.len());
            for (side, other) in [(0, 1), (1, 0)] {
                let sides = [&front, &back];
                let has = |token: &&Token| sides[other].iter().any(|mate| mate.number == token.number);
                let whole = sides[side].iter().take_while(has).count();
                if side == 0 { front.truncate(whole) } else { back.truncate(whole) }
            }
            if before == (front.len(), back.len()) {
                break;
            }
        }
        back.reverse();
        Self { front, back }
    }

    /// Whether a code is kept back.
    pub(super) fn has(&self, number: u32) -> bool {
        self.front.iter().any(|token| token.number == number)
    }

    /// What is inside the frame; a text that is not in it as it is.
    pub(super) fn inside(&self, text: &CodedText) -> CodedText {
        let parts = text.parts();
        let is = |part: &Part, token: &Token| matches!(part, Part::Token(found) if found == token);
        let all =
            |parts: &[Part], tokens: &[Token]| parts.iter().zip(tokens).all(|(part, token)| is(part, token));
        let last = parts.len().saturating_sub(self.back.len());
        if parts.len() < self.front.len() + self.back.len()
            || !all(parts, &self.front)
            || !all(&parts[last..], &self.back)
        {
            return text.clone();
        }
        let mut inside = CodedText::default();
        parts[self.front.len()..last].iter().cloned().for_each(|part| inside.push(part));
        inside
    }

    /// The whole around what is inside. A text that has a code of the frame is left alone: its
    /// author has put a frame of his own around it, right or wrong.
    pub(super) fn around(&self, inside: CodedText) -> CodedText {
        if self.front.is_empty() || inside.tokens().any(|token| self.has(token.number)) {
            return inside;
        }
        let mut whole = CodedText::default();
        self.front.iter().for_each(|token| whole.push_token(*token));
        inside.parts().iter().cloned().for_each(|part| whole.push(part));
        self.back.iter().for_each(|token| whole.push_token(*token));
        whole
    }

    /// The same for what could not be read as a text.
    pub(super) fn shown_around(&self, shown: &str) -> String {
        let ends = |tokens: &[Token]| tokens.iter().map(Token::to_string).collect::<String>();
        let (front, back) = (ends(&self.front), ends(&self.back));
        if front.is_empty() || shown.starts_with(&front) {
            return shown.to_owned();
        }
        format!("{front}{shown}{back}")
    }
}

#[cfg(test)]
mod tests {
    use super::Framing;
    use crate::domain::text::{Code, CodedText};

    fn codes() -> Vec<Code> {
        let code = |number, pair, protects| Code { number, pair, protects, ..Code::default() };
        vec![code(1, true, false), code(2, true, false), code(3, false, false), code(4, true, true)]
    }

    fn text(shown: &str) -> CodedText {
        CodedText::parse(&shown.replace('[', "⟦").replace(']', "⟧"), &codes()).unwrap()
    }

    /// What the model sees of the target.
    fn check(source: &str, target: &str, expected: &str) {
        let (source, target) = (text(source), text(target));
        let framing = Framing::of(&codes(), &source, &target);
        let inside = framing.inside(&target);
        assert_eq!(inside, text(expected), "{source} {target}");
        assert_eq!(framing.around(inside.clone()), target, "and it comes back");
        assert_eq!(framing.shown_around(&inside.to_string()), target.to_string());
    }

    #[test]
    fn pairs_around_both_texts_are_kept_back() {
        check("[1]a[/1]", "[1]A[/1]", "A");
        check("[1][2]a[/2][/1]", "[1][2]A[/2][/1]", "A");
        check("[1][2]a[/2] b[/1]", "[1][2]A[/2] B[/1]", "[2]A[/2] B");
        check("[1]a[3][/1]", "[1]A[3][/1]", "A[3]");
        check("[1]a[/1] b", "[1]A[/1] B", "[1]A[/1] B");
        check("[1][2]a[/1][/2]", "[1][2]A[/1][/2]", "A");
    }

    #[test]
    fn what_the_texts_do_not_share_or_a_word_may_stand_for_is_shown() {
        check("[1]a[/1]", "[1]A[/1] B", "[1]A[/1] B");
        check("[1][2]a[/2][/1]", "[2][1]A[/1][/2]", "[2][1]A[/1][/2]");
        check("[3]a", "[3]A", "[3]A");
        check("[4]a[/4]", "[4]a[/4]", "[4]a[/4]");
        check(" [1]a[/1]", " [1]A[/1]", " [1]A[/1]");
        check("a", "A", "A");
    }

    #[test]
    fn a_frame_that_comes_back_is_not_doubled() {
        let whole = text("[1]A[/1]");
        let framing = Framing::of(&codes(), &text("[1]a[/1]"), &whole);
        assert_eq!(framing.around(whole.clone()), whole);
        assert_eq!(framing.around(text("[1]A[/1]B")), text("[1]A[/1]B"), "left for the gates to refuse");
    }
}
