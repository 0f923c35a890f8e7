//! The tables of detection and repair: every operator in every language, each half of the pairs apart.

use crate::cases::Half;
use crate::data::Set;
use crate::detect::{self, Cell, Right};
use crate::doc::{path, table};
use crate::inject::{self, Operator};
use crate::language::{LANGUAGES, Language};
use crate::score::Share;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::thread;

/// The goals of issue 5.
const RECALL: f64 = 0.98;
const PRECISION: f64 = 0.97;

/// All figures of a run.
#[derive(Debug, Default)]
pub struct Report {
    sets: Vec<Set>,
    cells: BTreeMap<(&'static str, &'static str, &'static str), Cell>,
    right: BTreeMap<(&'static str, &'static str, bool), Right>,
}

/// Measures the operators whose names begin with `only`, with up to `wanted` cases a cell, and the right texts;
/// the languages side by side.
///
/// # Panics
/// As the measurement of a language does.
pub fn run(wanted: usize, only: &str) -> Report {
    let parts: Vec<Report> = thread::scope(|scope| {
        let started: Vec<_> =
            LANGUAGES.iter().map(|language| scope.spawn(move || of(language, wanted, only))).collect();
        started.into_iter().map(|thread| thread.join().expect("a language is measured")).collect()
    });
    let mut report = Report::default();
    for part in parts {
        report.sets.extend(part.sets);
        report.cells.extend(part.cells);
        report.right.extend(part.right);
    }
    report
}

fn of(language: &'static Language, wanted: usize, only: &str) -> Report {
    let set = Set::of(language);
    let mut report = Report::default();
    for half in Half::BOTH {
        for operator in inject::all().into_iter().filter(|operator| operator.name.starts_with(only)) {
            let cell = detect::cell(&set, operator, half, wanted);
            report.cells.insert((operator.name, language.tag, half.as_str()), cell);
        }
        for variation in [false, true] {
            let right = detect::right(&set, half, variation, wanted * 4);
            report.right.insert((language.tag, half.as_str(), variation), right);
        }
    }
    report.sets.push(set);
    report
}

impl Report {
    fn cell(&self, operator: &Operator, tag: &str, half: Half) -> Cell {
        let key = |(name, language, of): &&(&str, &str, &str)| {
            *name == operator.name && *language == tag && *of == half.as_str()
        };
        self.cells.keys().find(key).and_then(|key| self.cells.get(key)).copied().unwrap_or_default()
    }

    /// The languages that have faulty cases.
    fn languages(&self) -> impl Iterator<Item = &Set> {
        self.sets.iter().filter(|set| set.templates.iter().any(|template| !template.variation))
    }

    /// Each half of a figure of every cell.
    fn grid(&self, operators: &[&Operator], figure: impl Fn(&Cell) -> Share) -> String {
        let head: Vec<String> = ["Operator".to_owned(), "Half".to_owned()]
            .into_iter()
            .chain(self.languages().map(|set| set.language.tag.to_owned()))
            .collect();
        let mut rows = Vec::new();
        for operator in operators {
            for half in Half::BOTH {
                let cells =
                    self.languages().map(|set| figure(&self.cell(operator, set.language.tag, half)).cell());
                let cells: Vec<String> = cells.collect();
                if cells.iter().any(|cell| cell != "–") {
                    let name =
                        if half == Half::Open { format!("`{}`", operator.name) } else { String::new() };
                    rows.push([name, half.as_str().to_owned()].into_iter().chain(cells).collect());
                }
            }
        }
        table(&head, &rows)
    }

    /// The share of all cells a rule can see in a language.
    fn pooled(&self, set: &Set, half: Half) -> (Share, Share, usize, usize) {
        let (mut recall, mut precision) = (Share::default(), Share::default());
        let (mut met, mut cells) = (0, 0);
        for operator in inject::all().into_iter().filter(|operator| operator.is_visible(set.language.latin)) {
            let cell = self.cell(operator, set.language.tag, half);
            if cell.named.of == 0 {
                continue;
            }
            recall.join(cell.named);
            precision.join(cell.precision());
            cells += 1;
            met += usize::from(cell.named.value() >= RECALL && cell.precision().value() >= PRECISION);
        }
        (recall, precision, met, cells)
    }

    /// By language: all faults a rule can see.
    pub fn languages_table(&self) -> String {
        let head =
            ["Language", "Half", "Recall", "Precision", "Cells that meet both goals"].map(str::to_owned);
        let mut rows = Vec::new();
        for set in self.languages() {
            for half in Half::BOTH {
                let (recall, precision, met, cells) = self.pooled(set, half);
                let share = |share: Share| {
                    let (low, high) = share.interval();
                    format!("{:.4} ({low:.4}–{high:.4})", share.value())
                };
                let language = if half == Half::Open { set.language.tag } else { "" };
                rows.push(vec![
                    language.to_owned(),
                    half.as_str().to_owned(),
                    share(recall),
                    share(precision),
                    format!("{met} of {cells}"),
                ]);
            }
        }
        table(&head, &rows)
    }

    /// What falls short of the goals.
    pub fn misses_table(&self) -> String {
        let head = ["Operator", "Language", "Half", "Recall", "Precision", "Any finding"].map(str::to_owned);
        let mut rows = Vec::new();
        for operator in inject::all() {
            for set in self.languages().filter(|set| operator.is_visible(set.language.latin)) {
                for half in Half::BOTH {
                    let cell = self.cell(operator, set.language.tag, half);
                    let (recall, precision) = (cell.named.value(), cell.precision().value());
                    if cell.named.of > 0 && !(recall >= RECALL && precision >= PRECISION) {
                        let shares = [cell.named, cell.precision(), cell.any].map(Share::cell);
                        let mut row = vec![
                            format!("`{}`", operator.name),
                            set.language.tag.to_owned(),
                            half.as_str().to_owned(),
                        ];
                        row.extend(shares);
                        rows.push(row);
                    }
                }
            }
        }
        if rows.is_empty() { "None.".to_owned() } else { table(&head, &rows) }
    }

    /// Right texts, usual ones and those written otherwise.
    pub fn right_table(&self) -> String {
        let head = ["Language", "Half", "Texts", "False edits", "With a finding", "Findings, by check"]
            .map(str::to_owned);
        let mut rows = Vec::new();
        for set in &self.sets {
            for (half, variation) in Half::BOTH.into_iter().flat_map(|half| [(half, false), (half, true)]) {
                let right = &self.right[&(set.language.tag, half.as_str(), variation)];
                if right.edited.of == 0 {
                    continue;
                }
                let checks: Vec<String> =
                    right.by_check.iter().map(|(check, (count, _))| format!("{check} {count}")).collect();
                rows.push(vec![
                    set.language.tag.to_owned(),
                    half.as_str().to_owned(),
                    if variation { "legitimate variation" } else { "clean twins" }.to_owned(),
                    right.edited.fault(),
                    right.flagged.fault(),
                    checks.join(", "),
                ]);
            }
        }
        table(&head, &rows)
    }

    /// What is asserted nowhere and should be none everywhere.
    pub fn totals(&self) -> String {
        let mut lines = String::new();
        for half in Half::BOTH {
            let (mut untouched, mut collateral) = (Share::default(), Share::default());
            for ((.., of), cell) in &self.cells {
                if *of == half.as_str() {
                    untouched.join(cell.untouched);
                    collateral.join(cell.collateral);
                }
            }
            for ((_, of, _), right) in &self.right {
                if *of == half.as_str() {
                    untouched.join(right.untouched);
                }
            }
            let _ = writeln!(
                lines,
                "- {}: units that were to stay and changed by a byte: {}; faulty targets changed in another way than the repair: {}.",
                half.as_str(),
                untouched.fault(),
                collateral.fault()
            );
        }
        lines
    }

    /// The tables of recall, precision, repair and place.
    pub fn grids(&self) -> [String; 4] {
        let all = inject::all();
        let placed = |cell: &Cell| Share::of(cell.overlap, cell.injected);
        [
            self.grid(&all, |cell| cell.named),
            self.grid(&all, Cell::precision),
            self.grid(&all, |cell| cell.fixed),
            self.grid(&all, placed),
        ]
    }

    /// Writes the figures of every cell.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_tsv(&self) -> io::Result<()> {
        fs::write(path("quality.tsv"), self.tsv())
    }

    /// Every figure of every cell, for machines.
    pub fn tsv(&self) -> String {
        let mut text = String::from(
            "operator\tcategory\tseverity\tlanguage\thalf\tvisible\tn\trecall\tlow\thigh\tprecision\tlow\thigh\tany\tfixed\tlow\thigh\tcollateral\tspan_recall\tspan_precision\n",
        );
        for operator in inject::all() {
            for (set, half) in self.languages().flat_map(|set| Half::BOTH.map(|half| (set, half))) {
                let cell = self.cell(operator, set.language.tag, half);
                if cell.named.of == 0 {
                    continue;
                }
                let share = |share: Share| {
                    let (low, high) = share.interval();
                    format!("{:.4}\t{low:.4}\t{high:.4}", share.value())
                };
                let _ = writeln!(
                    text,
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.4}\t{}\t{}\t{:.4}\t{:.4}",
                    operator.name,
                    operator.category,
                    operator.severity.as_str(),
                    set.language.tag,
                    half.as_str(),
                    if operator.is_visible(set.language.latin) { "yes" } else { "no" },
                    cell.named.of,
                    share(cell.named),
                    share(cell.precision()),
                    cell.any.value(),
                    share(cell.fixed),
                    cell.collateral.hits,
                    Share::of(cell.overlap, cell.injected).value(),
                    Share::of(cell.overlap, cell.found).value(),
                );
            }
        }
        text
    }

    /// The first right text that each check finds something in, in each language.
    pub fn false_alarms(&self) -> String {
        let mut text = String::new();
        for ((tag, half, variation), right) in &self.right {
            for (check, (count, example)) in &right.by_check {
                let _ = writeln!(
                    text,
                    "{tag} {half} {} {check} {count} {example}",
                    if *variation { "variation" } else { "right" }
                );
            }
        }
        text
    }
}
