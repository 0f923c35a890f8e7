//! The segments of a unit, made from it alone: what the file counts and remembers comes later.

use super::Limits;
use super::document::{Context, Found, LONGEST_NAME, Version};
use super::fault::Fault;
use super::pool::{Fill, Pool};
use super::tree::Tree;
use super::{claims, unit, v1, v2};

/// Makes segments in rooms that are used again.
#[derive(Debug)]
pub(crate) struct Maker {
    most: usize,
    pool: Pool,
    /// Lists of units that are done; what is in them is used again.
    lists: Vec<Vec<Found>>,
}

/// So many lists are kept, and so much of each.
const LISTS: usize = 256;
const LONGEST_LIST: usize = 8;

impl Maker {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { most: limits.unit_bytes, pool: Pool::default(), lists: Vec::new() }
    }

    /// The segments of a unit, not yet numbered.
    ///
    /// # Errors
    /// Names that would be repeated too often.
    pub(crate) fn segments(&mut self, context: &Context, tree: &Tree<'_>) -> Result<Vec<Found>, Fault> {
        self.names_fit(context, tree)?;
        let mut found = self.lists.pop().unwrap_or_default();
        let mut fill = Fill::new(&mut found);
        match context.version {
            Version::One { .. } => v1::segments(context, tree, &mut self.pool, &mut fill),
            Version::Two { .. } => v2::segments(context, tree, &mut self.pool, &mut fill),
        }
        fill.end(&mut self.pool);
        unit::relate(context, tree, &mut found);
        claims::tell(context, tree, &mut found);
        Ok(found)
    }

    /// Takes back what the segments of a unit held.
    pub(crate) fn done(&mut self, mut found: Vec<Found>) {
        found.iter_mut().for_each(|found| self.pool.give_found(found));
        if self.lists.len() < LISTS {
            if found.len() > LONGEST_LIST {
                found.truncate(LONGEST_LIST);
                found.shrink_to(LONGEST_LIST);
            }
            self.lists.push(found);
        }
    }

    /// Each segment repeats the names of what it is in: those of all segments of a unit are bounded.
    fn names_fit(&self, context: &Context, tree: &Tree<'_>) -> Result<(), Fault> {
        // Nearly always.
        let longest = context.file_element.len() + tree.whole(0).len() + 2 * LONGEST_NAME;
        if tree.len().saturating_mul(longest) <= self.most {
            return Ok(());
        }
        let length = |node: usize| tree.attributes(node).map(|attribute| attribute.raw.len()).sum::<usize>();
        let sides = tree.children(0).filter(|child| tree.is(*child, "source") || tree.is(*child, "target"));
        let languages = context.languages.source.len() + context.languages.target.len();
        let each = context.file_element.len() + languages + length(0) + sides.map(length).sum::<usize>();
        let most = self.most;
        if tree.len().saturating_mul(each) <= most {
            return Ok(());
        }
        let is_segment = |node: &usize| tree.is(*node, "mrk") || tree.is(*node, "segment");
        let count = (0..tree.len()).filter(is_segment).count();
        if count.saturating_mul(each) <= most {
            return Ok(());
        }
        let at = tree.node(0).bytes.start;
        Err(Fault::limit(at, "bytes of the names of segments", "limits.unit_bytes", most))
    }
}
