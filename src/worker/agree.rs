//! What the checks over the whole file find in the refined file, told in its rows before the job ends.

use super::stop::{Stop, Why};
use super::{Error, Result, Worker};
use crate::domain::segment::Finding;
use crate::refine::{Agreeing, Agreement, is_of_file, over_the_file};
use crate::store::tasks::Task;
use std::collections::BTreeMap;

/// Rows changed in one transaction, at most: nobody else writes in that time.
const ROWS: usize = 100;

/// How often a check is told, and of which segment first.
#[derive(Default)]
struct Told(BTreeMap<String, (u64, u64)>);

impl Worker {
    /// Stores what is found in the refined file in place of what was found in the file as it came in; gives
    /// a sentence for each check that finds something.
    pub(super) async fn agree(&self, task: &Task, agreement: &Agreement, stop: &Stop) -> Result<Vec<String>> {
        let mut told = Told::default();
        let mut rows = Vec::new();
        for Agreeing { number, findings, is_known } in agreement.segments() {
            if is_known {
                told.count(number, findings);
                continue;
            }
            rows.push((number, findings.to_vec()));
            if rows.len() == ROWS {
                self.put_rows(task, std::mem::take(&mut rows), &mut told, stop).await?;
            }
        }
        if !rows.is_empty() {
            self.put_rows(task, rows, &mut told, stop).await?;
        }
        Ok(over_the_file(told.0))
    }

    async fn put_rows(
        &self,
        task: &Task,
        rows: Vec<(u64, Vec<Finding>)>,
        told: &mut Told,
        stop: &Stop,
    ) -> Result<()> {
        let Some(stored) = self.store.agree(task, rows, is_of_file, self.config.engine.lease).await? else {
            stop.set(Why::Lost);
            return Err(Error::Stopped);
        };
        stored.iter().for_each(|(number, findings)| told.count(*number, findings));
        Ok(())
    }
}

impl Told {
    fn count(&mut self, number: u64, findings: &[Finding]) {
        for finding in findings {
            let (count, first) = self.0.entry(finding.check.to_string()).or_insert((0, number));
            *count += 1;
            *first = number.min(*first);
        }
    }
}
