//! Whether a dictionary has a word that is one letter away: one too many, one missing, another one, or two that
//! have changed places.

use super::lookups::Lookups;

/// Shorter words have neighbours whatever they are.
const LEAST: usize = 6;
/// Longer ones have too many to look at.
const MOST: usize = 24;

/// Whether the dictionary has a word that is one letter away, as far as steps are left to look for it.
pub(super) fn is_near(lookups: &Lookups<'_>, word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    if !(LEAST..=MOST).contains(&letters.len()) {
        return false;
    }
    let alphabet = alphabet(&letters);
    let knows = |letters: &[char]| lookups.has(&letters.iter().collect::<String>()) == Some(true);
    // The first letter says whether it is a name, and is seldom the wrong one.
    (1..letters.len()).take_while(|_| !lookups.is_spent()).any(|at| {
        let mut other = letters.clone();
        let gone = other.remove(at);
        if knows(&other) {
            return true;
        }
        if at + 1 < letters.len() {
            other.insert(at + 1, gone);
            if knows(&other) {
                return true;
            }
        }
        alphabet.iter().any(|letter| {
            let mut other = letters.clone();
            other[at] = *letter;
            if *letter != gone && knows(&other) {
                return true;
            }
            other[at] = gone;
            other.insert(at, *letter);
            knows(&other)
        })
    })
}

/// The letters that may be missing: those around the letters of the word, in the order of its script.
fn alphabet(letters: &[char]) -> Vec<char> {
    let small: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    let within =
        |first: char, last: char| small.iter().any(|c| (first..=last).contains(c)).then_some(first..=last);
    let mut alphabet: Vec<char> =
        [within('a', 'z'), within('α', 'ω'), within('а', 'я')].into_iter().flatten().flatten().collect();
    alphabet.extend(small.iter().filter(|c| c.is_alphabetic()));
    alphabet.sort_unstable();
    alphabet.dedup();
    alphabet
}
