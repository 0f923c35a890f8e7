//! A round whose reviews are two, and what they come to together.

use super::Track;
use super::record::Record;
use crate::domain::segment::Issue;
use crate::domain::trail::Dropped;
use crate::refine::reply::{Item, Verdict};
use crate::refine::triage::{self, Style};
use crate::refine::{Settings, confirm};

/// What one review said.
#[derive(Debug)]
pub(in crate::refine) enum Said {
    /// This.
    Item(Item),
    /// Asked twice, something that belongs to another segment, with these texts.
    OfAnother(Vec<String>),
}

/// What was said in a round so far, by the first review and by the second.
pub(super) type Reviews = [Option<Said>; 2];

impl Track {
    /// Takes what a review of a round said about it; once all are there, something follows.
    pub(in crate::refine) fn reviewed(
        &mut self,
        round: u32,
        is_second: bool,
        said: Said,
        settings: &Settings,
    ) {
        if !self.is_active() {
            return;
        }
        if settings.reviews_of_a_round() < 2 {
            return match said {
                Said::Item(item) => self.take(round, item, settings),
                Said::OfAnother(revised) => self.misaligned(round, &revised, settings),
            };
        }
        self.reviews[usize::from(is_second)] = Some(said);
        match std::mem::take(&mut self.reviews) {
            [Some(Said::Item(first)), Some(Said::Item(second))] => {
                self.take_both(round, first, second, settings);
            }
            [Some(Said::OfAnother(revised)), Some(_)] | [Some(_), Some(Said::OfAnother(revised))] => {
                self.misaligned(round, &revised, settings);
            }
            open @ ([None, _] | [_, None]) => self.reviews = open,
        }
    }

    /// One who says that nothing is to be changed, or that it cannot tell, is believed.
    fn take_both(&mut self, round: u32, first: Item, second: Item, settings: &Settings) {
        let verdict = match (first.verdict, second.verdict) {
            (Verdict::Unsure, _) | (_, Verdict::Unsure) => Verdict::Unsure,
            (Verdict::Ok, _) | (_, Verdict::Ok) => Verdict::Ok,
            (Verdict::Revise, Verdict::Revise) => Verdict::Revise,
        };
        let says_nothing = first.issues.is_empty();
        let (one, mut dropped) = self.sorted(first.issues, settings);
        let (other, more) = self.sorted(second.issues, settings);
        dropped.extend(more);
        let (both, alone) = confirm::confirmed(one, other, &self.subject, self.best());
        dropped.extend(alone);
        // Narrowed to what both quote, it may be one whose edit was refused before.
        let (issues, again) = self.sorted(both, settings);
        dropped.extend(again);
        let note = match verdict {
            Verdict::Unsure if first.verdict != Verdict::Unsure => second.note,
            Verdict::Unsure => first.note,
            // It is about issues that do not hold.
            Verdict::Ok | Verdict::Revise if issues.is_empty() && !says_nothing => String::new(),
            Verdict::Ok | Verdict::Revise => first.note,
        };
        let record = Record::of(round, settings).with(issues, dropped, note);
        self.judge(record, verdict, &first.revised, settings);
    }

    /// The issues that hold by themselves, and those that do not.
    pub(super) fn sorted(&self, issues: Vec<Issue>, settings: &Settings) -> (Vec<Issue>, Vec<Dropped>) {
        let style = if settings.custom_instructions.is_empty() { Style::Ignored } else { Style::Wanted };
        triage::sorted(issues, &self.subject, self.best(), style, &self.refused)
    }
}
