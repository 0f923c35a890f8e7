//! The forms for machines: SARIF by the rules of its schema, JUnit as well-formed XML that adds up.

use super::{GOOD, NUMBER, check, write};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde_json::Value;
use std::collections::BTreeMap;

/// A member of an object: its name, whether it is required, its type.
type Member = (&'static str, bool, &'static str);

/// The members of the objects of SARIF 2.1.0 that we write, by its schema. The objects may have no
/// others.
const SARIF: &[(&str, &[Member])] = &[
    ("sarifLog", &[("$schema", false, "uri"), ("version", true, "2.1.0"), ("runs", true, "[run]")]),
    (
        "run",
        &[
            ("tool", true, "tool"),
            ("columnKind", false, "utf16CodeUnits|unicodeCodePoints"),
            ("results", false, "[result]"),
            ("invocations", false, "[invocation]"),
        ],
    ),
    ("tool", &[("driver", true, "toolComponent")]),
    (
        "toolComponent",
        &[("name", true, "string"), ("version", false, "string"), ("rules", false, "[reportingDescriptor]")],
    ),
    (
        "reportingDescriptor",
        &[
            ("id", true, "string"),
            ("shortDescription", false, "message"),
            ("help", false, "message"),
            ("defaultConfiguration", false, "reportingConfiguration"),
            ("properties", false, "bag"),
        ],
    ),
    ("reportingConfiguration", &[("enabled", false, "boolean"), ("level", false, "none|note|warning|error")]),
    ("message", &[("text", true, "string")]),
    ("invocation", &[("executionSuccessful", true, "boolean")]),
    (
        "result",
        &[
            ("ruleId", false, "string"),
            ("ruleIndex", false, "index"),
            ("level", false, "none|note|warning|error"),
            ("message", true, "message"),
            ("locations", false, "[location]"),
            ("partialFingerprints", false, "strings"),
            ("properties", false, "bag"),
        ],
    ),
    (
        "location",
        &[("physicalLocation", false, "physicalLocation"), ("logicalLocations", false, "[logicalLocation]")],
    ),
    ("physicalLocation", &[("artifactLocation", true, "artifactLocation"), ("region", false, "region")]),
    ("artifactLocation", &[("uri", false, "uri-reference")]),
    ("region", &[("startLine", false, "place"), ("startColumn", false, "place")]),
    ("logicalLocation", &[("fullyQualifiedName", false, "string"), ("kind", false, "string")]),
];

fn conforms(value: &Value, kind: &str, path: &str) {
    if let Some(items) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        let all = value.as_array().unwrap_or_else(|| panic!("{path}: a list of {items}"));
        return all.iter().enumerate().for_each(|(at, one)| conforms(one, items, &format!("{path}[{at}]")));
    }
    if let Some((_, members)) = SARIF.iter().find(|(name, _)| *name == kind) {
        let object = value.as_object().unwrap_or_else(|| panic!("{path}: a {kind}"));
        for (name, required, _) in *members {
            assert!(!required || object.contains_key(*name), "{path}: a {kind} has {name}");
        }
        for (name, one) in object {
            let member = members.iter().find(|(known, ..)| known == name);
            let (.., kind) = member.unwrap_or_else(|| panic!("{path}: a {kind} has no {name}"));
            conforms(one, kind, &format!("{path}.{name}"));
        }
        return;
    }
    let text = value.as_str();
    let holds = match kind {
        "string" => text.is_some(),
        "boolean" => value.is_boolean(),
        "index" => value.as_u64().is_some(),
        "place" => value.as_u64().is_some_and(|number| number >= 1),
        "bag" => value.is_object(),
        "strings" => value.as_object().is_some_and(|object| object.values().all(Value::is_string)),
        "uri" => text.is_some_and(|text| url::Url::parse(text).is_ok()),
        "uri-reference" => {
            let base = url::Url::parse("https://example.com/").unwrap();
            text.is_some_and(|text| !text.contains([' ', '\\', '"', '<']) && base.join(text).is_ok())
        }
        words => text.is_some_and(|text| words.split('|').any(|word| word == text)),
    };
    assert!(holds, "{path}: {value} is no {kind}");
}

#[test]
fn sarif_keeps_to_its_schema_and_names_its_rules() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("a b")).unwrap();
    write(folder.path(), "a b/ä.xlf", &format!("{GOOD}{GOOD}{NUMBER}"));
    std::fs::write(folder.path().join("broken.xlf"), "<xliff").unwrap();
    let (code, out, _) = check(folder.path(), &["a b/ä.xlf", "broken.xlf", "--format", "sarif"]);
    assert_eq!(code, 3);
    let log: Value = serde_json::from_str(&out).unwrap();
    conforms(&log, "sarifLog", "log");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let mut levels = BTreeMap::new();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        levels.insert(result["ruleId"].as_str().unwrap(), result["level"].as_str().unwrap());
    }
    let expected =
        [("duplicate-id", "error"), ("not-well-formed", "error"), ("number-value", "warning")].into();
    assert_eq!(levels, expected);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%A4.xlf");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    write(folder.path(), "good.xlf", GOOD);
    let (code, out, _) = check(folder.path(), &["good.xlf", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).unwrap();
    conforms(&log, "sarifLog", "log");
    assert_eq!((code, log["runs"][0]["results"].as_array().unwrap().len()), (0, 0));
}

/// A suite: what it says of itself, and what is in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Suite {
    name: String,
    said: [u64; 3],
    counted: [u64; 3],
}

fn suites(xml: &str) -> Vec<Suite> {
    let mut reader = Reader::from_str(xml);
    let mut suites: Vec<Suite> = Vec::new();
    loop {
        let (element, empty) = match reader.read_event().unwrap() {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::Eof => return suites,
            _ => continue,
        };
        let attribute = |name: &str| {
            let found = element
                .try_get_attribute(name)
                .unwrap()
                .map(|found| found.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned());
            found.unwrap_or_default()
        };
        let name = element.name().as_ref().to_owned();
        if name == "testsuite" {
            suites.push(Suite {
                name: attribute("name"),
                said: ["tests", "failures", "errors"].map(|name| attribute(name).parse().unwrap()),
                counted: [0; 3],
            });
            continue;
        }
        let Some(suite) = suites.last_mut() else {
            assert!(name == "testsuites" && !empty, "{name}");
            continue;
        };
        match name.as_str() {
            "testcase" => {
                assert!(!attribute("name").is_empty() && !attribute("classname").is_empty());
                suite.counted[0] += 1;
            }
            "failure" => suite.counted[1] += 1,
            "error" => suite.counted[2] += 1,
            "system-out" => {}
            other => panic!("{other}"),
        }
    }
}

#[test]
fn junit_has_a_suite_for_each_file_and_its_counts_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let spaces =
        "<trans-unit id=\"&lt;s&gt;\"><source>Save it.</source><target>Sichere  es.</target></trans-unit>";
    write(folder.path(), "a&b.xlf", &format!("{NUMBER}{spaces}"));
    write(folder.path(), "good.xlf", GOOD);
    std::fs::write(folder.path().join("broken.xlf"), "<xliff").unwrap();
    let files = ["a&b.xlf", "good.xlf", "broken.xlf", "--format", "junit"];
    let (code, out, _) = check(folder.path(), &files);
    assert_eq!(code, 3, "{out}");
    let all = suites(&out);
    assert!(all.iter().all(|suite| suite.said == suite.counted), "{out}");
    let told: Vec<_> = all.iter().map(|suite| (suite.name.as_str(), suite.said)).collect();
    assert_eq!(told, [("a&b.xlf", [2, 1, 0]), ("good.xlf", [1, 0, 0]), ("broken.xlf", [1, 0, 1])], "{out}");
    let (_, out, _) = check(folder.path(), &["a&b.xlf", "--format", "junit", "--fail-on", "minor"]);
    assert_eq!(suites(&out)[0].said, [2, 2, 0], "{out}");
}
