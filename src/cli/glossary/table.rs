//! CSV and TSV: a first line that names the columns, then an entry a line.
//!
//! `source` and `target` stand for the two languages, whichever they are; a language tag for that
//! language. Beside them `forbidden` (of the target), `do_not_translate` and `case_sensitive`. Several
//! names in one cell are joined by `|`.

use super::{Entry, Language, Name, Standing, Wrong};
use crate::domain::locale::Locale;
use csv::{ReaderBuilder, Trim};

/// What a column holds.
#[derive(Debug)]
enum Column {
    Names(Language, Standing),
    DoNotTranslate,
    CaseSensitive,
}

/// Reads a table; without a delimiter it is a comma, or a semicolon if the first line has no comma.
pub(super) fn read(text: &str, delimiter: Option<u8>) -> Result<Vec<Entry>, Wrong> {
    let first = text.lines().next().unwrap_or_default();
    let by_itself = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(by_itself))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Column>> = None;
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Wrong::at(line, format!("no table: {error}"))
        })?;
        let line = record.position().map_or(1, csv::Position::line);
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
    for (cell, column) in record.iter().zip(columns) {
        match column {
            Column::Names(language, standing) => {
                let texts = cell.split('|').map(str::trim).filter(|text| !text.is_empty());
                entry.names.extend(texts.map(|text| Name {
                    language: language.clone(),
                    text: text.to_owned(),
                    standing: *standing,
                }));
            }
            Column::DoNotTranslate => entry.do_not_translate = truth(cell, line)?,
            Column::CaseSensitive => entry.case_sensitive = truth(cell, line)?,
        }
    }
    Ok(entry)
}

fn truth(cell: &str, line: u64) -> Result<bool, Wrong> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "false" | "no" | "0" => Ok(false),
        "true" | "yes" | "1" | "x" => Ok(true),
        _ => Err(Wrong::at(line, format!("{cell:?} is neither true nor false"))),
    }
}
