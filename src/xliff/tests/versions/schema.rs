//! What schemas and standard say of the things we write, asked of a file as plain elements: a second
//! reader that shares nothing with the engine.

use quick_xml::events::Event;
use std::collections::HashSet;

/// An element as a schema sees it.
#[derive(Debug, Default)]
pub(super) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
}

impl Element {
    pub(super) fn read(text: &str) -> Self {
        let mut open = vec![Self::default()];
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            let event = reader.read_event().unwrap();
            let (tag, empty) = match &event {
                Event::Start(tag) => (tag, false),
                Event::Empty(tag) => (tag, true),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                    continue;
                }
                Event::Eof => return open.pop().unwrap(),
                Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::Decl(_) => continue,
                Event::PI(_) | Event::DocType(_) | Event::GeneralRef(_) => continue,
            };
            let text = |text: &str| text.to_owned();
            let attributes = tag.attributes().map(Result::unwrap);
            let element = Self {
                name: text(tag.name().as_ref()),
                attributes: attributes.map(|a| (text(a.key.as_ref()), text(&a.value))).collect(),
                children: Vec::new(),
            };
            if empty {
                open.last_mut().unwrap().children.push(element);
            } else {
                open.push(element);
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn named(&self, name: &str) -> Vec<&Self> {
        let mut all = vec![self];
        let mut at = 0;
        while at < all.len() {
            let element = all[at];
            all.extend(&element.children);
            at += 1;
        }
        all.retain(|element| element.name == name);
        all
    }

    fn place(&self, child: &str) -> Option<usize> {
        self.children.iter().position(|element| element.name == child)
    }
}

/// How many elements have this name.
pub(super) fn count(root: &Element, name: &str) -> usize {
    root.named(name).len()
}

/// What the schema of 1.2 and the sheet of rules say of what we write.
fn holds_for_one(root: &Element) {
    for file in root.named("file") {
        let ids = |element: &str, id: &str| -> Vec<String> {
            file.named(element).iter().filter_map(|e| e.get(id)).map(str::to_owned).collect()
        };
        let (tools, phases) = (ids("tool", "tool-id"), ids("phase", "phase-name"));
        assert_eq!(phases.len(), phases.iter().collect::<HashSet<_>>().len(), "phases once each");
        assert!(count(file, "phase-group") <= 1 && count(file, "header") <= 1);
        assert!(tools.iter().filter(|tool| *tool == "refineloop").count() <= 1);
        for user in ids("alt-trans", "tool-id").iter().chain(&ids("phase", "tool-id")) {
            assert!(tools.contains(user), "{user} is a key that is declared");
        }
        for phase in ids("target", "phase-name").iter().chain(&ids("alt-trans", "phase-name")) {
            assert!(phases.contains(phase), "{phase} is a key that is declared");
        }
    }
    for unit in root.named("trans-unit") {
        let foreign = unit.children.iter().position(|child| child.name.contains(':'));
        let core = unit.children.iter().rposition(|child| !child.name.contains(':'));
        assert!(foreign.is_none() || core < foreign, "nothing of XLIFF after foreign elements");
        assert!(unit.place("alt-trans").is_none_or(|at| Some(at) > unit.place("target")));
        let mids: Vec<_> = unit.children.iter().filter(|child| child.name == "seg-source").collect();
        let mids: Vec<_> = mids.iter().flat_map(|s| &s.children).filter_map(|mark| mark.get("mid")).collect();
        let versions = unit.named("alt-trans").into_iter().filter(|version| ours(version));
        for version in versions {
            assert_eq!(version.children.iter().filter(|child| child.name == "target").count(), 1);
            assert!(version.get("mid").is_none_or(|mid| mids.contains(&mid)), "a key of seg-source");
            assert!(
                version.named("mrk").iter().all(|mark| mark.get("mid").is_none()),
                "no marks of segments"
            );
            assert_eq!(count(version, "alt-trans"), 1, "versions do not nest");
            assert_eq!(version.get("match-quality"), None);
            assert_eq!(
                version.get("alttranstype"),
                Some("previous-version"),
                "never the default, a proposal"
            );
            let rids: Vec<_> = version.named("bpt").iter().filter_map(|code| code.get("rid")).collect();
            let ends = version.named("ept").into_iter().filter_map(|code| code.get("rid"));
            assert!(ends.into_iter().all(|rid| rids.contains(&rid)), "an end names a beginning in it");
            for element in version.named("mrk").into_iter().chain(version.named("note")) {
                assert!(
                    element.attributes.iter().all(|(name, _)| !name.starts_with("its:")),
                    "no ITS in 1.2"
                );
            }
        }
    }
}

/// What the schemas of 2.x, the standard and the sheet of rules say of what we write.
fn holds_for_two(root: &Element, note_ref: bool) {
    for unit in root.named("unit") {
        let order = ["mtc:matches", "notes", "originalData", "segment"].map(|name| unit.place(name));
        let places: Vec<usize> = order.into_iter().flatten().collect();
        assert!(places.is_sorted(), "matches, notes, originalData, segments");
        assert!(unit.children.iter().filter(|child| child.name == "notes").count() <= 1);
        let mut ids = HashSet::new();
        for segment in unit.children.iter().filter(|child| child.name == "segment") {
            assert!(segment.get("id").is_none_or(|id| ids.insert(id)), "ids of segments are their own");
            assert!(segment.get("subState").is_none() || segment.get("state").is_some());
            for element in [segment].into_iter().chain(segment.named("target")).chain(segment.named("source"))
            {
                assert!(element.attributes.iter().all(|(name, _)| !name.starts_with("its:")), "never there");
            }
            assert!(segment.named("mrk").iter().all(|mark| mark.get("type") != Some("its:generic")));
        }
        let mut names = HashSet::new();
        for version in unit.named("mtc:match").into_iter().filter(|version| ours(version)) {
            let names_segment = version.get("ref").unwrap().strip_prefix('#').unwrap();
            assert!(ids.contains(names_segment), "{names_segment} is a segment");
            assert!(names.insert(version.get("id").unwrap()), "ids of candidates are their own");
            assert_eq!(
                (version.get("type"), version.get("subType")),
                (Some("other"), Some("refineloop:previous"))
            );
            for score in ["similarity", "matchQuality", "matchSuitability"] {
                assert_eq!(version.get(score), None);
            }
            let inner: Vec<_> = version.children.iter().map(|child| child.name.as_str()).collect();
            let order = ["mda:metadata", "originalData", "source", "target"];
            let places: Vec<_> =
                inner.iter().map(|name| order.iter().position(|o| o == name).unwrap()).collect();
            assert!(places.is_sorted() && inner.ends_with(&["source", "target"]), "{inner:?}");
            let data: Vec<_> = version.named("data").iter().filter_map(|data| data.get("id")).collect();
            for side in version.named("source").into_iter().chain(version.named("target")) {
                halves(side, &data);
            }
        }
        for note in unit.named("note") {
            assert!(note_ref || note.get("ref").is_none(), "a note refers to a segment from 2.2 on");
        }
    }
}

fn halves(side: &Element, data: &[&str]) {
    let (starts, ends) = (side.named("sc"), side.named("ec"));
    for start in &starts {
        let ended = ends.iter().any(|end| end.get("startRef") == start.get("id"));
        assert_eq!(ended, start.get("isolated") != Some("yes"), "{start:?}");
    }
    for end in &ends {
        let started = starts.iter().any(|start| end.get("startRef") == start.get("id"));
        assert_eq!(started, end.get("isolated") != Some("yes"), "{end:?}");
        assert!(started || (end.get("id").is_some() && end.get("startRef").is_none()), "{end:?}");
    }
    let mut ids = HashSet::new();
    for code in ["sc", "ec", "ph", "pc", "mrk"].into_iter().flat_map(|name| side.named(name)) {
        assert!(code.get("id").is_none_or(|id| ids.insert(id)), "ids of codes are their own: {side:?}");
        for reference in ["dataRef", "dataRefStart", "dataRefEnd"] {
            assert!(code.get(reference).is_none_or(|id| data.contains(&id)), "the data is in the candidate");
        }
    }
}

fn ours(version: &Element) -> bool {
    version.get("origin").is_some_and(|origin| origin.starts_with("refineloop:r"))
}

/// Whether a file is what the schemas allow, as far as we write it.
pub(super) fn holds(out: &str) {
    let root = Element::read(out);
    if out.contains("srcLang") {
        holds_for_two(&root, out.contains("version=\"2.2\""))
    } else {
        holds_for_one(&root)
    }
}
