//! What is read in one go is what the scanner reads event by event, and where it stops nothing differs.

use crate::xliff::Limits;
use crate::xliff::held::Held;
use crate::xliff::scan::{Next, Parts, Scanner};
use crate::xliff::tree::Tree;
use proptest::prelude::*;
use proptest::sample::select;

const HEAD: &str =
    "<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2' xmlns:x='urn:x' xmlns:y='urn:x'><body>";

/// Pieces of a unit, as usual and not.
const PIECES: [&str; 65] = [
    "<source>",
    "</source>",
    "<source>",
    "</source>",
    "<target state=\"translated\">",
    "</target>",
    "<target state='translated' >",
    "<bpt id=\"1\">&lt;b&gt;</bpt>",
    "<bpt id=\"2\">&lt;b&gt;</bpt>",
    "<ept id=\"1\">&lt;/b&gt;</ept>",
    "<x id=\"1\"/>",
    "<x id=\"12\" ctype=\"image\"/>",
    "<x id=\"12\" ctype=\"image\" equiv-text=\"&lt;img/> and more\"/>",
    "<x a='1' b='2' c='3' d='4' id='5'/>",
    "<x  id = '1'\n/>",
    "<x\tid='a\nb'/>",
    "<x id='1' id='1'/>",
    "<x id='1' x:id='2' y:id='3'/>",
    "<x y:id='2' y:it='3' xml:lang='de' id='1'/>",
    "<x z:a='1' xmlns:z='urn:z'/>",
    "<z:a z:b='1' x:b='2'/>",
    "<q:a>",
    "</q:a>",
    "<x:a:b/>",
    "<x::b/>",
    "<x:1/>",
    "<:a/>",
    "<x id='1' x:id='2'/>",
    "<x id='&bad;'/>",
    "<x id='a<b'/>",
    "<x id='a>b'/>",
    "<x id=1/>",
    "<x id='1'y='2'/>",
    "<x xmlns='urn:y'/>",
    "<x id='&quot;&amp;&#x41;'/>",
    "<g xmlns:z='urn:z' z:a='1'>",
    "<g xmlns='urn:y'>",
    "<g>",
    "</g>",
    "</g >",
    "<g id='1'>",
    "<x:note priority='1'>",
    "</x:note>",
    "<averyveryverylongname-of.an_element1 and-an_attribute.2='its value, which is long as well'>",
    "</averyveryverylongname-of.an_element1>",
    "<_>",
    "</_>",
    "<é>",
    "</é>",
    "<1>",
    "text",
    "Äpfel und Birnen, so lang, dass es mehr als vier Wörter von acht Bytes sind",
    " \n\t ",
    "\r\n",
    "]]>",
    "&lt;",
    "&amp;&gt;",
    "&quot;&apos;",
    "&#65;",
    "&",
    "&nbsp;",
    "<!-- c -->",
    "<?p i?>",
    "<![CDATA[ <a> ]]>",
    "\u{1}",
];

/// The nodes of the first element of the body, what is wrong, and where the scanner stands.
fn nodes(text: &str, limits: &Limits, last: bool, at_once: bool) -> (Vec<String>, String) {
    let bad = text.find('\u{1}');
    let held = Held { last, bad, sections: text.contains("]]>"), ..Held::whole(text) };
    let mut scanner = Scanner::new(limits);
    let mut tree = Tree::new(held.text);
    let mut attributes = Vec::new();
    let body = HEAD.len();
    let end = loop {
        if scanner.at >= body && at_once {
            if tree.len() == 0 {
                match scanner.mark_ahead(&held, "trans-unit") {
                    Some(mark) => {
                        scanner.at = mark.at;
                        tree.begin(mark.at);
                    }
                    None => tree.begin(scanner.at),
                }
            }
            scanner.usual(&held, &mut tree, 40);
        }
        if tree.is_whole() || tree.len() > 40 {
            break String::new();
        }
        attributes.clear();
        let start = scanner.at;
        match scanner.next(&held, &mut attributes, Parts::Whole) {
            Ok(Next::Event(event)) if start >= body => tree.push(&event, &attributes),
            Ok(Next::Event(_)) => {}
            Ok(Next::More) => break "more".to_owned(),
            Ok(Next::End) => break "end".to_owned(),
            Err(fault) => break format!("{fault:?}"),
        }
    };
    let told = (0..tree.len()).map(|index| {
        let attributes = tree.attributes(index).map(|attribute| {
            let value = tree.attribute(index, attribute.name.ns, attribute.name.local);
            format!("{attribute:?} {value:?}")
        });
        format!("{:?} {:?} {}", tree.node(index), attributes.collect::<Vec<_>>(), tree.extended)
    });
    let Scanner { at, scope, names, open, .. } = &scanner;
    (told.collect(), format!("{end} {at} {names} {open:?} {:?} {:?}", scope.declared(), scope.undeclared))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn at_once_and_one_by_one_are_the_same(
        pieces in prop::collection::vec(select(PIECES.as_slice()), 0..24),
        usual in prop::collection::vec(select(&PIECES[..12]), 0..24),
        plain: bool,
        cut in 0..400_usize,
        narrow: bool,
        last: bool,
    ) {
        let pieces = if plain { usual } else { pieces };
        let mut text = format!("{HEAD}<trans-unit id=\"1\">{}</trans-unit></body></xliff>     ", pieces.concat());
        if text.len() > HEAD.len() + cut && cut % 3 == 0 {
            text.truncate(text.floor_char_boundary(HEAD.len() + cut));
        }
        let small = Limits {
            attributes: 2, depth: 4, attribute_bytes: 12, tag_bytes: 70, ..Limits::default()
        };
        let limits = if narrow { small } else { Limits::default() };
        // The head declares more than the small limits allow.
        let limits = Limits { attributes: limits.attributes.max(3), attribute_bytes: limits.attribute_bytes.max(40), tag_bytes: limits.tag_bytes.max(HEAD.len()), ..limits };
        prop_assert_eq!(nodes(&text, &limits, last, true), nodes(&text, &limits, last, false));
    }
}
