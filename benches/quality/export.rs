//! The cases as lines of JSON, for judges that are not ours (`pofilter.py`).

use crate::cases::{self, Half};
use crate::data::Set;
use crate::inject;
use crate::language::LANGUAGES;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Writes every faulty case with its right twin, and what is right and unusual.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, wanted: usize) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for set in LANGUAGES.iter().map(Set::of) {
        let tag = set.language.tag;
        for half in Half::BOTH {
            for operator in inject::all() {
                for case in cases::faulty(&set, operator, half, wanted) {
                    let line = json!({
                        "language": tag, "half": half.as_str(), "operator": operator.name,
                        "visible": operator.is_visible(set.language.latin),
                        "source": case.pair.source, "right": case.pair.target, "target": case.faulty,
                    });
                    writeln!(file, "{line}")?;
                }
            }
            for pair in cases::right(&set, half, true, wanted) {
                let line = json!({
                    "language": tag, "half": half.as_str(), "operator": "variation", "visible": false,
                    "source": pair.source, "right": pair.target, "target": pair.target,
                });
                writeln!(file, "{line}")?;
            }
        }
    }
    file.flush()
}
