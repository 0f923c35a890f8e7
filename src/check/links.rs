//! Addresses and paths in plain text: URLs, e-mail and IP addresses, file paths, options, names of functions.
//!
//! They are found by hand-written scanning of candidates between blanks: most texts have none.

use super::Id;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::locale::Locale;
use crate::domain::segment::Severity;
use std::cell::LazyCell;
use std::ops::Range;

/// The addresses and paths of a text, as byte ranges in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // An address is ASCII without blanks; what else stands around it ends it.
        let length = bytes[at..].iter().take_while(|b| is_part(**b)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let run = &text[at..at + length];
        if let Some(found) = may_be_link(run).then(|| link(run)).flatten() {
            spans.push(at + found.start..at + found.end);
        }
        at += length;
    }
    spans
}

/// Whether a run has a character that every address has: most are words.
fn may_be_link(run: &str) -> bool {
    let sign = |b: &u8| matches!(b, b'/' | b'@' | b'\\');
    run.len() > 3
        && (run.contains("()")
            || run.bytes().any(|b| sign(&b))
            || run.contains("--")
            || run.bytes().filter(|b| *b == b'.').count() > 1)
}

fn is_part(b: u8) -> bool {
    b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^')
}

/// The one address in a run of characters, if it holds one.
fn link(run: &str) -> Option<Range<usize>> {
    let from = |start: usize| start..start + trimmed(&run[start..]);
    if let Some(scheme) = run.find("://") {
        let name = run[..scheme].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let range = from(scheme - name);
        return (name >= 2 && range.end > scheme + 4).then_some(range);
    }
    let start = run.bytes().take_while(|b| matches!(b, b'(' | b'[' | b'\'' | b',' | b';')).count();
    let range = from(start);
    let word = &run[range.clone()];
    let known = word.len() > 6 && word.is_char_boundary(4) && word[..4].eq_ignore_ascii_case("www.")
        || is_mail(word)
        || is_ip(word)
        || is_path(word)
        || is_call(word);
    known.then_some(range)
}

/// The length without punctuation that ends the sentence, and without a bracket opened before.
fn trimmed(word: &str) -> usize {
    let mut end = word.len();
    while let Some(last) = word[..end].chars().next_back() {
        let unopened = |open: char| !word[..end].contains(open);
        let drop = match last {
            // A bracket that opens behind the address belongs to what follows it: `a@b.example(으)로`.
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '(' | '[' => true,
            ')' => unopened('('),
            ']' => unopened('['),
            _ => false,
        };
        if !drop {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

fn is_mail(word: &str) -> bool {
    let Some((user, host)) = word.split_once('@') else { return false };
    let user = user.strip_prefix("mailto:").unwrap_or(user);
    let fits = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
    };
    let top = host.rsplit_once('.').map_or("", |(_, top)| top);
    fits(user) && fits(host) && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// An address of four numbers. With leading zeros they are groups of digits: 1.000.000.000.
fn is_ip(word: &str) -> bool {
    let host = word.split(['/', ':']).next().unwrap_or_default();
    let part = |part: &str| {
        let zeros = part.len() > 1 && part.starts_with('0');
        part.len() <= 3 && !zeros && part.parse::<u8>().is_ok()
    };
    host.split('.').count() == 4 && host.split('.').all(part)
}

/// `C:\…`, `/usr/lib/…`, `--option`: forms that are never words.
fn is_path(word: &str) -> bool {
    let bytes = word.as_bytes();
    let drive = bytes.len() > 3 && bytes[0].is_ascii_alphabetic() && bytes[1..].starts_with(b":\\");
    let absolute = word.strip_prefix('/').is_some_and(|rest| {
        let named = |part: &str| part.bytes().any(|b| b.is_ascii_alphabetic());
        rest.contains('/')
            && rest.split('/').take(2).all(named)
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-'))
    });
    let option = word.strip_prefix("--").is_some_and(|rest| {
        rest.len() >= 2
            && rest.as_bytes()[0].is_ascii_lowercase()
            && rest
                .bytes()
                .take_while(|b| *b != b'=')
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    drive || absolute || option
}

/// `open()`, `Path.join()`: a function by its name.
fn is_call(word: &str) -> bool {
    word.strip_suffix("()").is_some_and(|name| {
        name.len() > 1
            && name.as_bytes()[0].is_ascii_alphabetic()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':'))
    })
}

/// Addresses and paths of source and target are the same, but for the language they name.
pub(super) fn links(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if source.links.is_empty() && target.links.is_empty() {
        return;
    }
    let neutral = |text: &str| neutral(text, [view.pair.source_locale, view.pair.target_locale]);
    let mut wanted: Vec<String> =
        source.links.iter().take(MAX_LINKS).map(|cells| neutral(&source.text(cells))).collect();
    let mut extra = Vec::new();
    for cells in target.links.iter().take(MAX_LINKS) {
        match wanted.iter().position(|link| *link == neutral(&target.text(cells))) {
            Some(at) => {
                wanted.remove(at);
            }
            None => extra.push(cells),
        }
    }
    let small = |line: &Line| line.text(&(0..line.len())).to_lowercase();
    // “Trivial Only” is `--trivial-only`.
    let of_source = LazyCell::new(|| small(source).replace(' ', "-"));
    extra.retain(|cells| !is_named_in(&target.text(cells), &of_source));
    let of_target = LazyCell::new(|| small(target));
    wanted.retain(|link| !is_called_in(link, &of_target));
    join_options(&mut wanted, &mut extra, target);
    exchange_paths(&mut wanted, &mut extra, target);
    exchange_samples(&mut wanted, &mut extra, target);
    let missing = wanted.len();
    for at in 0..missing.max(extra.len()) {
        let span = extra.get(at).map(|cells| target.span(cells));
        let message = match (at < missing, span) {
            (true, Some(_)) => "an address or path differs from the source",
            (true, None) => "an address or path of the source is missing",
            (false, _) => "an address or path is not in the source",
        };
        report.add(Id::UrlEmailIpPath, Severity::Major, message, span);
    }
}

/// Whether a text in small letters, with hyphens for blanks, names an option or a function by its word: “the silent
/// option” is `--silent`.
fn is_named_in(link: &str, text: &str) -> bool {
    let small = |rest: &&str| rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let name = link.strip_prefix("--").filter(small).or_else(|| link.strip_suffix("()"));
    name.is_some_and(|name| {
        let name = name.to_lowercase();
        text.match_indices(&name).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next())
        })
    })
}

/// Whether a text in small letters has the name of a function, with what its language ties to it.
fn is_called_in(link: &str, text: &str) -> bool {
    let Some(name) = link.strip_suffix("()").map(str::to_lowercase) else { return false };
    // Endings may follow; what stands before is another name (`Widget` for `get()`).
    text.match_indices(&name)
        .any(|(at, _)| !text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()))
}

/// Takes away options that a word of the language is tied to: `--silent-läge`.
fn join_options(wanted: &mut Vec<String>, extra: &mut Vec<&Range<usize>>, target: &Line) {
    wanted.retain(|link| {
        let tied = |cells: &&Range<usize>| {
            link.starts_with("--")
                && target.text(cells).strip_prefix(link.as_str()).is_some_and(|rest| rest.starts_with('-'))
        };
        let Some(at) = extra.iter().position(tied) else { return true };
        extra.remove(at);
        false
    });
}

/// Takes away paths that are samples in the source and have other names in the target: `/path/to/file` is
/// `/ścieżka/do/pliku`.
fn exchange_paths(wanted: &mut Vec<String>, extra: &mut Vec<&Range<usize>>, target: &Line) {
    let is_sample = |link: &String| link.starts_with("path/to");
    if !wanted.iter().any(is_sample) {
        return;
    }
    // Letters beyond ASCII end an address, so a path that has some is not among those that were found.
    let opens =
        |at: usize| target.char_before(at).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '.'));
    let is_named = |at: &usize| {
        let ends = |c: &char| c.is_whitespace();
        let path = (at + 1..).map_while(|at| target.char(at).filter(|c| !ends(c))).take(LONGEST_PATH);
        let (mut is_foreign, mut has_name, mut has_folder) = (false, false, false);
        for c in path {
            is_foreign |= !c.is_ascii() && c.is_alphabetic();
            has_folder |= c == '/' && has_name;
            has_name |= c.is_alphabetic();
        }
        is_foreign && has_folder
    };
    let mut named =
        (0..target.len()).filter(|at| target.plain(*at) == Some('/') && opens(*at)).filter(is_named).count();
    wanted.retain(|link| {
        if !is_sample(link) {
            return true;
        }
        if let Some(other) = extra.iter().position(|cells| target.char(cells.start) == Some('/')) {
            extra.remove(other);
            return false;
        }
        let is_lost = named == 0;
        named = named.saturating_sub(1);
        is_lost
    });
}

/// Takes away addresses that are samples in the source (at `example.com`, by RFC 2606 nobody's) and other ones in
/// the target: `user@example.com` is `bruker@eksempel.no`.
fn exchange_samples(wanted: &mut Vec<String>, extra: &mut Vec<&Range<usize>>, target: &Line) {
    let is_mail = |link: &str| link.contains('@');
    // The one of `https://host.example/page.html` is not the page.
    let host = |link: &str| {
        let link = link.split_once('@').map_or(link, |(_, host)| host);
        link.split('/').find(|part| part.contains('.')).map(str::to_owned)
    };
    let sample = |link: &str| host(link).is_some_and(|host| SAMPLES.iter().any(|name| host.ends_with(name)));
    for at in (0..wanted.len()).rev() {
        let own = host(&wanted[at]);
        let other = extra.iter().position(|cells| {
            let link = target.text(cells);
            is_mail(&link) == is_mail(&wanted[at]) && (host(&link) != own || sample(&link) && is_mail(&link))
        });
        if let Some(other) = other.filter(|_| sample(&wanted[at])) {
            wanted.remove(at);
            extra.remove(other);
        }
    }
}

const SAMPLES: &[&str] = &["example.com", "example.net", "example.org"];

/// The letters of a path that are looked at: of a text of strokes each may begin one.
const LONGEST_PATH: usize = 200;
/// A list of more links than this is data: the first ones tell as much.
const MAX_LINKS: usize = 500;

/// The address with the parts that name a language left out: a link may lead to the page in the
/// language of the reader.
fn neutral(link: &str, locales: [&Locale; 2]) -> String {
    let names_language = |part: &str| {
        let locale = Locale::parse(part);
        part.len() <= 10
            && !locale.language.is_empty()
            && locales.iter().any(|known| known.language == locale.language)
    };
    // What an option is set to is a word of the help: `--sort=WORD`.
    let link = if link.starts_with("--") { link.split('=').next().unwrap_or_default() } else { link };
    let lower = link.trim_end_matches('/').to_ascii_lowercase();
    let mut parts = Vec::new();
    for part in lower.split(['/', '?', '&', '=']) {
        let labels: Vec<&str> = part.split('.').filter(|label| !names_language(label)).collect();
        parts.push(labels.join("."));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
