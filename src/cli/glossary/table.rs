//! CSV and TSV: a first line that names the columns, then an entry a line.
//!
//! `source` and `target` stand for the two languages, whichever they are; a language tag for that
//! language. Beside them `forbidden` (names of the target), `do_not_translate` and `case_sensitive` (yes or no).
//! Several names in one cell are joined by `|`.

use super::{Entry, Language, Name, Standing, Wrong};
use crate::domain::locale::Locale;
use csv::{ReaderBuilder, Trim};
use std::io::Read as _;

/// What a column holds.
#[derive(Debug)]
enum Column {
    Names(Language, Standing),
    DoNotTranslate,
    CaseSensitive,
}

/// Stands behind the last line: a quotation mark that is not closed takes it in.
const END: &str = "\u{1}end\u{1}";

/// Reads a table; without a delimiter it is a comma, or a semicolon if the first line has no comma.
pub(super) fn read(text: &str, delimiter: Option<u8>) -> Result<Vec<Entry>, Wrong> {
    let first = text.lines().next().unwrap_or_default();
    let by_itself = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(by_itself))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes().chain("\n".as_bytes()).chain(END.as_bytes()));
    let mut columns: Option<Vec<Column>> = None;
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Wrong::at(line, format!("no table: {error}"))
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        if record.iter().eq([END]) {
            break;
        }
        if let Some(at) = record.iter().position(|cell| cell.contains(['\n', '\r']) || cell.contains(END)) {
            let text = "it goes on over the end of the line; close its quotation mark";
            return Err(in_cell(line, at, columns.as_deref(), text));
        }
        match &columns {
            None => columns = Some(header(&record, line)?),
            Some(columns) if record.iter().any(|cell| !cell.is_empty()) => {
                entries.push(entry(&record, columns, line)?);
            }
            Some(_) => {}
        }
    }
    Ok(entries)
}

fn header(record: &csv::StringRecord, line: u64) -> Result<Vec<Column>, Wrong> {
    let wrong = |name: &str| {
        let text = format!(
            "there is no column {name:?}; the first line names the columns: source, target or language tags; \
             forbidden, do_not_translate, case_sensitive"
        );
        Wrong::at(line, text)
    };
    record
        .iter()
        .map(|name| {
            let names = |language| Column::Names(language, Standing::Admitted);
            Ok(match name.to_ascii_lowercase().as_str() {
                "source" => names(Language::Source),
                "target" => names(Language::Target),
                "forbidden" => Column::Names(Language::Target, Standing::Forbidden),
                "do_not_translate" | "dnt" => Column::DoNotTranslate,
                "case_sensitive" => Column::CaseSensitive,
                tag if (2..=35).contains(&tag.len()) && !Locale::parse(tag).language.is_empty() => {
                    names(Language::Tag(name.to_owned()))
                }
                _ => return Err(wrong(name)),
            })
        })
        .collect()
}

fn entry(record: &csv::StringRecord, columns: &[Column], line: u64) -> Result<Entry, Wrong> {
    if record.len() > columns.len() {
        let text = format!(
            "{} cells, and {} columns; put quotes round a text that holds the delimiter",
            record.len(),
            columns.len()
        );
        return Err(Wrong::at(line, text));
    }
    let mut entry = Entry { line, ..Entry::default() };
    for (at, (cell, column)) in record.iter().zip(columns).enumerate() {
        let wrong = |what: String| in_cell(line, at, Some(columns), &what);
        let unclear = || wrong(format!("{cell:?} is neither true nor false"));
        match column {
            // Whoever says yes or no here means the word beside it, which would be taken for one to use.
            Column::Names(_, Standing::Forbidden) if !cell.is_empty() && truth(cell).is_some() => {
                return Err(wrong(format!("{cell:?} is no name; the cell holds the names to avoid")));
            }
            Column::Names(language, standing) => {
                let texts = cell.split('|').map(str::trim).filter(|text| !text.is_empty());
                entry.names.extend(texts.map(|text| Name {
                    language: language.clone(),
                    text: text.to_owned(),
                    standing: *standing,
                }));
            }
            Column::DoNotTranslate => entry.do_not_translate = truth(cell).ok_or_else(unclear)?,
            Column::CaseSensitive => entry.case_sensitive = truth(cell).ok_or_else(unclear)?,
        }
    }
    Ok(entry)
}

/// What is wrong with a cell, by the name of its column, or its place before there are names.
fn in_cell(line: u64, at: usize, columns: Option<&[Column]>, what: &str) -> Wrong {
    let name = columns.and_then(|columns| columns.get(at)).map(|column| match column {
        Column::Names(_, Standing::Forbidden) => "forbidden",
        Column::Names(Language::Source, _) => "source",
        Column::Names(Language::Target, _) => "target",
        Column::Names(Language::Tag(tag), _) => tag,
        Column::DoNotTranslate => "do_not_translate",
        Column::CaseSensitive => "case_sensitive",
    });
    Wrong::at(
        line,
        match name {
            Some(name) => format!("column {}, {name}: {what}", at + 1),
            None => format!("column {}: {what}", at + 1),
        },
    )
}

/// Yes or no; nothing is no.
fn truth(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "false" | "no" | "0" => Some(false),
        "true" | "yes" | "1" | "x" => Some(true),
        _ => None,
    }
}
