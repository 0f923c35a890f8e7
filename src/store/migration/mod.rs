//! The changes of the schema, oldest first. A landed migration is never edited.

use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait, async_trait};

mod m20261123_first;
mod m20261124_doors;
mod m20261125_erased;
mod m20261126_queues;
mod m20261130_cost;
mod m20261130_dismissals;
mod m20261130_erasing;
mod m20261130_limits;
mod m20261130_reserved;
mod m20261130_sums;
mod m20261130_taken;
mod m20261201_record;
mod m20261201_turns;

/// Brings a database to the schema of this version.
#[derive(Debug)]
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_first::Migration),
            Box::new(m20261124_doors::Migration),
            Box::new(m20261125_erased::Migration),
            Box::new(m20261126_queues::Migration),
            Box::new(m20261130_cost::Migration),
            Box::new(m20261130_dismissals::Migration),
            Box::new(m20261130_limits::Migration),
            Box::new(m20261130_taken::Migration),
            Box::new(m20261130_reserved::Migration),
            Box::new(m20261130_sums::Migration),
            Box::new(m20261130_erasing::Migration),
            Box::new(m20261201_record::Migration),
            Box::new(m20261201_turns::Migration),
        ]
    }
}

#[cfg(test)]
mod tests;
