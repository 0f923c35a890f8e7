//! Conversions of printf: how they are written, which argument they take, and those that touch a word.

use super::super::line::Line;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Flags, width, precision, length and conversion from `at` on: the length of the whole. The
/// space flag is left out: `50 % de` is language.
pub(super) fn conversion(rest: &[u8], at: usize) -> Option<usize> {
    let end = glued(rest, at)?;
    (!rest.get(end).is_some_and(u8::is_ascii_alphanumeric)).then_some(end)
}

/// The same where a letter may follow at once: `%sB`.
pub(super) fn glued(rest: &[u8], at: usize) -> Option<usize> {
    let run = |from: usize, set: &[u8]| rest[from..].iter().take_while(|b| set.contains(b)).count();
    let mut end = at + run(at, b"+-#'");
    end = size(rest, end);
    if rest.get(end) == Some(&b'.') {
        end = size(rest, end + 1);
    }
    end += run(end, b"hlqLzjt");
    let known = b"diouxXeEfFgGaAcCmsSp@".contains(rest.get(end)?);
    (known && end < super::MAX_LENGTH).then_some(end + 1)
}

/// Behind a width or a precision: `12`, `*`, `*2$`.
fn size(rest: &[u8], from: usize) -> usize {
    let digits = |from: usize| rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    if rest.get(from) != Some(&b'*') {
        return from + digits(from);
    }
    let end = from + 1 + digits(from + 1);
    if rest.get(end) == Some(&b'$') { end + 1 } else { from + 1 }
}

/// What a conversion takes: arguments by number, if it has numbers, and of which kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spec<'a> {
    number: Option<usize>,
    /// Widths and precisions that are arguments, with their numbers.
    stars: Vec<Option<usize>>,
    flags: &'a str,
    width: &'a str,
    precision: Option<&'a str>,
    /// The length and the conversion: `lu`, `s`.
    kind: &'a str,
}

/// Reads a placeholder as a conversion.
pub(super) fn spec(name: &str) -> Option<Spec<'_>> {
    let rest = name.strip_prefix('%')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = match rest[digits..].strip_prefix('$') {
        Some(tail) => (Some(rest[..digits].parse().ok()?), tail),
        None => (None, rest),
    };
    let bytes = rest.as_bytes();
    let flags = bytes.iter().take_while(|b| b"+-#'".contains(b)).count();
    let width = size(bytes, flags);
    let dot = bytes.get(width) == Some(&b'.');
    let precision = if dot { size(bytes, width + 1) } else { width };
    let star = |text: &str| {
        let number = text.strip_prefix('*')?.trim_end_matches('$').parse().ok();
        Some(number)
    };
    let precision_text = dot.then(|| &rest[width + 1..precision]);
    let kind = &rest[precision..];
    let is_kind =
        !kind.is_empty() && kind.len() <= 4 && kind.bytes().all(|b| b.is_ascii_alphabetic() || b == b'@');
    is_kind.then(|| Spec {
        number,
        stars: [Some(&rest[flags..width]), precision_text].into_iter().flatten().filter_map(star).collect(),
        flags: &rest[..flags],
        width: &rest[flags..width],
        precision: precision_text,
        kind,
    })
}

/// Whether a conversion takes the argument that is next.
pub(super) fn takes_next(name: &str) -> bool {
    name.starts_with('%') && !name.contains(['$', '(', '{']) && conversion(name.as_bytes(), 1).is_some()
}

/// A conversion without what says how its argument is laid out, if it says that: the width and the precision of a
/// text, the width of a number and that its digits stand in groups. How much room something takes differs by language.
pub(super) fn without_size(name: &str) -> Option<String> {
    let spec = spec(name).filter(|spec| spec.stars.is_empty())?;
    let number = spec.number.map(|number| format!("{number}$")).unwrap_or_default();
    if spec.kind == "s" {
        return Some(format!("%{number}s")).filter(|plain| plain != name);
    }
    let flags = spec.flags.replace('\'', "");
    let is_layout = matches!(flags.as_str(), "" | "-") && !spec.width.starts_with('0');
    let (flags, width) = if is_layout { ("", "") } else { (flags.as_str(), spec.width) };
    let precision = spec.precision.map(|digits| format!(".{digits}")).unwrap_or_default();
    let plain = format!("%{number}{flags}{width}{precision}{}", spec.kind);
    let has_size = !spec.width.is_empty() || spec.flags.contains('\'');
    (has_size && plain != name).then_some(plain)
}

/// Whether the target names by their numbers the arguments that the source takes one by one, each of its kind
/// and each once.
pub(super) fn is_numbered(source: &str, wanted: &[String], given: &[String]) -> bool {
    // These take no argument.
    let is_sign = |name: &&String| *name == "%%" || spec(name).is_some_and(|spec| spec.kind == "m");
    if wanted.iter().filter(is_sign).count() != given.iter().filter(is_sign).count()
        || !wanted.iter().all(|name| is_sign(&name) || takes_next(name))
    {
        return false;
    }
    let arguments = arguments(source);
    let mut seen = vec![false; arguments.len()];
    let mut take = |number: usize, kind: &str| {
        let at =
            number.checked_sub(1).filter(|at| arguments.get(*at).is_some_and(|known| known.kind == kind));
        at.is_some_and(|at| !std::mem::replace(&mut seen[at], true))
    };
    let all = given.iter().filter(|name| !is_sign(name)).all(|name| {
        let Some(spec) = spec(name) else { return false };
        let stars = spec.stars.iter().all(|star| star.is_some_and(|number| take(number, "*")));
        stars && spec.number.is_some_and(|number| take(number, spec.kind))
    });
    all && seen.iter().zip(&arguments).all(|(seen, argument)| *seen || !argument.is_known)
}

/// An argument of the source: a conversion, or the star of one.
struct Argument {
    kind: String,
    /// Whether it is a conversion of printf for sure: a letter that follows may make it another (`%pB`).
    is_known: bool,
}

fn arguments(text: &str) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('%').map(|at| from + at) {
        let rest = &text.as_bytes()[at..];
        let (whole, touching) = (conversion(rest, 1), glued(rest, 1));
        if let Some(spec) = whole.or(touching).and_then(|length| spec(&text[at..at + length])) {
            let is_known = whole.is_some();
            if spec.kind == "m" {
                from = at + 1;
                continue;
            }
            found.extend(spec.stars.iter().map(|_| Argument { kind: "*".to_owned(), is_known }));
            found.push(Argument { kind: spec.kind.to_owned(), is_known });
        } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            found.push(Argument { kind: String::new(), is_known: false });
        }
        from = at + if rest.get(1) == Some(&b'%') { 2 } else { 1 };
    }
    found
}

/// Takes conversions that touch a word (`%sB`, `%ldK`) for what they are where the other text has the same
/// one apart from that word. `%count` in both is a name.
pub(in crate::check) fn find_glued(source: &mut Line, target: &mut Line) {
    let (mut in_source, mut in_target) = (candidates(source), candidates(target));
    if in_source.is_empty() && in_target.is_empty() {
        return;
    }
    let (of_source, of_target) = (counts(source), counts(target));
    let (glued_source, glued_target) = (by_spec(&in_source), by_spec(&in_target));
    let is_apart = |one: &Candidate, others: &Specs, own: &Counts, theirs: &Counts| {
        let count = |of: &Counts| of.get(&one.spec).copied().unwrap_or_default();
        // One more word than this one, and there is another.
        let has_other_word = || {
            others.get(&one.spec).is_some_and(|words| words.len() > usize::from(words.contains(&one.word)))
        };
        count(theirs) > count(own) || has_other_word()
    };
    in_source.retain(|one| is_apart(one, &glued_target, &of_source, &of_target));
    in_target.retain(|one| is_apart(one, &glued_source, &of_target, &of_source));
    source.add_placeholders(in_source.into_iter().map(|one| one.cells));
    target.add_placeholders(in_target.into_iter().map(|one| one.cells));
}

/// How often a text has each placeholder.
type Counts = HashMap<String, usize>;

fn counts(line: &Line) -> Counts {
    let mut counts = Counts::new();
    for cells in &line.placeholders {
        *counts.entry(line.text(cells)).or_default() += 1;
    }
    counts
}

/// The words that each conversion touches.
type Specs = HashMap<String, HashSet<String>>;

fn by_spec(candidates: &[Candidate]) -> Specs {
    let mut specs = Specs::new();
    for one in candidates {
        specs.entry(one.spec.clone()).or_default().insert(one.word.clone());
    }
    specs
}

/// A conversion that touches a word.
struct Candidate {
    cells: Range<usize>,
    spec: String,
    word: String,
}

fn candidates(line: &Line) -> Vec<Candidate> {
    let mut found = Vec::new();
    let sign = |at: usize| line.plain(at) == Some('%');
    for at in (0..line.len()).filter(|at| sign(*at)) {
        let ascii = |at: &usize| line.plain(*at).is_some_and(|c| c.is_ascii_graphic());
        let end = (at + 1..line.len()).take_while(ascii).take(super::MAX_LENGTH).count() + at + 1;
        let text = line.text(&(at..end));
        let after_digit = line.char_before(at).is_some_and(|c| c.is_ascii_digit() || c == '%');
        let Some(length) = glued(text.as_bytes(), 1).filter(|_| !after_digit) else { continue };
        let word = text[length..].chars().take_while(char::is_ascii_alphanumeric).collect();
        found.push(Candidate { cells: at..at + length, spec: text[..length].to_owned(), word });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{is_numbered, without_size};

    #[test]
    fn arguments_are_told_by_their_numbers() {
        let check = |source: &str, wanted: &[&str], given: &[&str], expected: bool| {
            let owned =
                |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
            assert_eq!(is_numbered(source, &owned(wanted), &owned(given)), expected, "{source:?} {given:?}");
        };
        check("%s of %d", &["%s", "%d"], &["%2$d", "%1$s"], true);
        check("%s of %d", &["%s", "%d"], &["%2$s", "%1$d"], false);
        check("%s of %d", &["%s", "%d"], &["%1$s"], false);
        check("%s of %s", &["%s", "%s"], &["%1$s", "%1$s"], false);
        check("%.*s in %s", &["%.*s", "%s"], &["%3$s", "%2$.*1$s"], true);
        check("%sNo rule for %s", &["%s"], &["%1$s", "%2$s"], true);
        check("%s file %pB with %s", &["%s", "%s"], &["%3$s", "%1$s"], true);
        check("%.255s", &["%.255s"], &["%1$s"], true);
        check("%s of %d: %m", &["%s", "%d", "%m"], &["%2$d", "%1$s", "%3$m"], true);
        check("%s of %d: %m", &["%s", "%d", "%m"], &["%2$d", "%1$s", "%m"], true);
        check("%s of %d: %m", &["%s", "%d", "%m"], &["%2$d", "%1$s"], false);
    }

    #[test]
    fn sizes_are_layout() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(without_size(name).as_deref(), expected, "{name}")
        };
        check("%.250s", Some("%s"));
        check("%-12s", Some("%s"));
        check("%5d", Some("%d"));
        check("%02d", None);
        check("%.2f", None);
        check("%8.2f", Some("%.2f"));
        check("%*s", None);
        check("%1$s", None);
        check("%s", None);
        check("%1$12s", Some("%1$s"));
        check("%2$5d", Some("%2$d"));
        check("%'d", Some("%d"));
        check("%'10d", Some("%d"));
        check("%-'10d", Some("%d"));
        check("%1$'10d", Some("%1$d"));
        check("%'.2f", Some("%.2f"));
        check("%'+d", Some("%+d"));
        check("%'05d", Some("%05d"));
        check("%-d", None);
    }
}
