//! SARIF 2.1.0 (OASIS): what code scanning reads.

use super::{Form, List, Out};
use crate::check;
use crate::cli::check::level;
use crate::cli::check::line::{Kind, Line, REFUSALS};
use crate::domain::segment::Severity;
use crate::xliff::Rule;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::{Component, Path};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) struct Sarif {
    out: Out,
    /// The places of the rules in the list of the driver.
    rules: HashMap<String, usize>,
    results: List,
    uri: String,
    /// The segment that was told last, and how often each check was told of it.
    last: (u64, HashMap<String, u32>),
}

impl Sarif {
    pub(super) fn new(out: Out) -> Self {
        Self {
            out,
            rules: HashMap::new(),
            results: List::default(),
            uri: String::new(),
            last: <_>::default(),
        }
    }
}

impl Sarif {
    /// How often the check was told of the segment before: the findings of one come in the order of its text.
    fn again(&mut self, line: &Line<'_>) -> u32 {
        let number = line.segment.map_or(0, |segment| segment.id.number);
        if self.last.0 != number {
            self.last = (number, HashMap::new());
        }
        let times = self.last.1.entry(line.check.to_owned()).or_default();
        *times += 1;
        *times - 1
    }
}

impl Form for Sarif {
    fn begin(&mut self) -> io::Result<()> {
        let rules = rules();
        let name = |rule: &Value| rule["id"].as_str().unwrap_or_default().to_owned();
        self.rules = rules.iter().enumerate().map(|(at, rule)| (name(rule), at)).collect();
        let driver = json!({ "name": "refineloop", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
        write!(
            self.out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn begin_file(&mut self, path: &Path) -> io::Result<()> {
        self.uri = uri(path)?;
        self.last = <_>::default();
        Ok(())
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let within = line.within();
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": { "uri": self.uri },
                "region": { "startLine": line.place.0, "startColumn": line.place.1 },
            },
        });
        if !within.is_empty() {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": within, "kind": "element" }]);
        }
        let mut properties = json!({ "kind": line.kind.as_str(), "severity": line.severity.as_str() });
        if let Some(segment) = line.segment {
            properties["number"] = json!(segment.id.number);
        }
        if let Some((start, end)) = line.span {
            properties["start"] = json!(start);
            properties["end"] = json!(end);
        }
        let mut result = json!({
            "ruleId": line.check,
            "level": weight(line.severity),
            "message": { "text": line.message },
            "locations": [location],
            "properties": properties,
        });
        if let Some(at) = self.rules.get(line.check) {
            result["ruleIndex"] = json!(at);
        }
        if let Some(hash) = line.hash() {
            // The same finding in the same texts, wherever they have moved to.
            let again = match self.again(line) {
                0 => String::new(),
                times => format!(":{}", times + 1),
            };
            result["partialFingerprints"] =
                json!({ "segmentHash/v1": format!("{}:{hash}{again}", line.check) });
        }
        self.results.add(&mut self.out, &result)
    }

    fn end(&mut self, refused: bool) -> io::Result<()> {
        writeln!(self.out, "\n],\"invocations\":[{{\"executionSuccessful\":{}}}]}}]}}", !refused)?;
        self.out.flush()
    }
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "note",
        Severity::Major => "warning",
        Severity::Critical => "error",
    }
}

fn rules() -> Vec<Value> {
    let rule = |id: &str, about: &str, severity: Severity, kind: Kind, on: bool| {
        json!({
            "id": id,
            "shortDescription": { "text": about },
            "defaultConfiguration": { "level": weight(severity), "enabled": on },
            "properties": { "kind": kind.as_str() },
        })
    };
    let refusals =
        REFUSALS.iter().map(|(id, about)| rule(id, about, Severity::Critical, Kind::Refusal, true));
    let structure = Rule::ALL.iter().map(|one| {
        let mut structure = rule(one.id(), one.about(), one.severity(), Kind::Structure, true);
        structure["help"] = json!({ "text": one.hint() });
        structure
    });
    let texts = check::catalog().iter().map(|id| {
        let on = level(id.level()) == "on";
        let mut text = rule(id.as_str(), id.about(), id.severities().1, Kind::Text, on);
        text["properties"]["category"] = json!(id.category());
        text
    });
    refusals.chain(structure).chain(texts).collect()
}

/// A path as a URI reference: relative ones stay relative, to the root of what was checked out.
fn uri(path: &Path) -> io::Result<String> {
    if path == Path::new("-") {
        return Ok("stdin".to_owned());
    }
    if path.is_absolute() {
        let no_uri = || io::Error::new(io::ErrorKind::InvalidInput, "the path makes no file: URI");
        return Ok(url::Url::from_file_path(path).map_err(|()| no_uri())?.into());
    }
    let mut uri = String::new();
    for part in path.components().filter(|part| *part != Component::CurDir) {
        if !uri.is_empty() {
            uri.push('/');
        }
        for byte in part.as_os_str().as_encoded_bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    uri.push(char::from(*byte));
                }
                other => uri.push_str(&format!("%{other:02X}")),
            }
        }
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::uri;
    use std::path::Path;

    #[test]
    fn paths_are_references_to_the_same_files() {
        for (path, expected) in [
            ("a.xlf", "a.xlf"),
            ("./b c/ä.xlf", "b%20c/%C3%A4.xlf"),
            ("../up.xlf", "../up.xlf"),
            ("a:b.xlf", "a%3Ab.xlf"),
            ("/tmp/x y.xlf", "file:///tmp/x%20y.xlf"),
        ] {
            assert_eq!(uri(Path::new(path)).unwrap(), expected);
        }
    }
}
