//! The reviews of a round, where there are two of each segment.

use super::super::reply::Item;
use super::super::track::Track;
use super::super::track::reviews::Said;
use super::super::work::{Kind, Late, Work};
use super::{Machine, NOTHING, Settings, Told};
use crate::domain::failure::FailureReason;

impl Machine {
    /// Queues each review of a round once more, behind all of them. It is the same question; its place in
    /// the round tells the two apart.
    pub(super) fn queue_second_reviews(&mut self) {
        if self.settings.reviews_of_a_round() > 1 {
            let firsts = self.queue.iter().filter(|work| work.kind == Kind::Review);
            let seconds: Vec<_> = firsts.map(|work| Work { is_second: true, ..work.clone() }).collect();
            self.queue.extend(seconds);
        }
    }

    /// What of a question still matters: one review of a segment is of no use where the other brought
    /// nothing.
    pub(super) fn wanted(&self, mut work: Work) -> Option<Work> {
        if work.kind == Kind::Review && work.late != Late::Proof {
            work.places.retain(|&at| self.tracks[at].is_active());
        }
        (!work.places.is_empty()).then_some(work)
    }
}

/// Hands a segment what a review said of it. A review without a usable answer is none, whichever of the two
/// it is: nobody can say what both report.
pub(super) fn take(track: &mut Track, round: u32, is_second: bool, told: Told<Item>, settings: &Settings) {
    let said = match told {
        Told::Item(item) => Said::Item(item),
        Told::OfAnother(item) => Said::OfAnother(item.revised),
        Told::Nothing => return track.fail(FailureReason::ReplyUnusable, NOTHING),
    };
    track.reviewed(round, is_second, said, settings);
}
