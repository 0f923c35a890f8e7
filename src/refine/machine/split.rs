//! What is asked for in smaller parts, once more, or not at all any more.

use super::super::work::{Kind, Tried, Work};
use super::{Machine, NOTHING};
use crate::domain::failure::FailureReason;

impl Machine {
    /// What was too much is asked for in halves; one that is left alone is given up.
    pub(super) fn halve(&mut self, work: Work, reason: FailureReason, message: &str) {
        let Work { mut places, .. } = work;
        if let [alone] = places[..] {
            return self.give_up(alone, work.kind, reason, message);
        }
        let second = places.split_off(places.len() / 2);
        for places in [second, places] {
            self.queue.push_front(Work { places, whole: false, raised: false, ..work });
        }
    }

    /// Nothing in an answer could be used. The same is asked once more, for another sample; then less
    /// of it, down to the one text that is the cause.
    pub(super) fn not_understood(&mut self, work: Work) {
        match work.tried {
            Tried::Never => self.queue.push_front(Work { tried: Tried::Once, ..work }),
            Tried::Once => self.halve_not_understood(work),
            // A model that does not know how to answer is not asked about every text by itself. Whether
            // it is one shows when the other half was asked, and then one text alone.
            Tried::InHalves | Tried::Waits | Tried::Rest => {
                self.queue.push_back(Work { tried: Tried::Waits, ..work });
            }
        }
    }

    /// What is to be asked now of what is next, if anything is.
    pub(super) fn due(&mut self, mut work: Work) -> Option<Work> {
        let understood = self.understood.contains(&work.kind);
        match work.tried {
            Tried::Never | Tried::Once | Tried::InHalves => return Some(work),
            Tried::Rest if understood => return Some(Work { tried: Tried::InHalves, ..work }),
            Tried::Waits if understood => self.halve_not_understood(work),
            Tried::Waits if work.places.len() > 1 && self.probed.insert(work.kind) => {
                let rest = work.places.split_off(1);
                self.queue.push_front(Work { places: rest, tried: Tried::Rest, ..work });
                return Some(Work { tried: Tried::InHalves, ..work });
            }
            Tried::Waits | Tried::Rest => {
                for at in work.places {
                    self.give_up(at, work.kind, FailureReason::ReplyUnusable, NOTHING);
                }
            }
        }
        None
    }

    fn halve_not_understood(&mut self, work: Work) {
        let work = Work { tried: Tried::InHalves, ..work };
        self.halve(work, FailureReason::ReplyUnusable, NOTHING);
    }

    /// No answer for a segment; a candidate that nobody compares does not win.
    pub(super) fn give_up(&mut self, at: usize, kind: Kind, reason: FailureReason, message: &str) {
        match kind {
            Kind::Review | Kind::Edit => self.tracks[at].fail(reason, message),
            Kind::Verify => self.tracks[at].compared(self.round, None, &self.settings),
        }
    }
}
