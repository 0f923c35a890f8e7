//! All SQL of the service. Speaks domain types outward; knows no file format and no transport.
//!
//! SQLite: one writing connection, every writing transaction Immediate and through
//! `Store::write`; a few reading connections. WAL with `synchronous=FULL`: what was acknowledged
//! is on disk. A lock file beside the database keeps a second process out.

use crate::domain::clock::Clock;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait as _;
use secrecy::SecretString;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::future::Future;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

mod agreement;
pub mod calls;
pub mod checkpoint;
mod claim;
pub mod dismissals;
mod entity;
pub mod erase;
pub mod files;
pub mod jobs;
pub mod keys;
pub mod ledger;
mod life;
mod migration;
pub mod requests;
mod seal;
pub mod segments;
pub mod signal;
pub mod spending;
pub mod stats;
pub mod sweep;
pub mod take_over;
pub mod tasks;
mod turns;
mod usage;
pub mod webhooks;

/// How long to wait for a turn of a connection. There is one that writes: a turn takes milliseconds,
/// but a slow disk and many who write at once may make a long row of them.
const TURN: Duration = Duration::from_secs(60);

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DbErr),
    /// There is no room left for the database.
    #[error("no space is left for the database")]
    Full,
    /// The database refused.
    #[error("the database failed")]
    Database(#[source] DbErr),
    /// A stored value cannot be read: written by another version, or damaged.
    #[error("a stored {0} cannot be read")]
    Corrupt(&'static str),
    /// Another process holds the data folder.
    #[error("the data folder {0} is in use by another refineloop process")]
    Locked(String),
    /// The key that seals secrets is none.
    #[error("the sealing key in {0} is not 32 bytes in base64; secrets sealed with another are lost")]
    SealingKey(String),
    /// A secret could not be sealed.
    #[error("a secret could not be sealed")]
    Seal,
    /// The data folder cannot be used.
    #[error("the data folder {path} cannot be used")]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The task that was writing was cut off before it answered.
    #[error("a write was cut off")]
    CutOff,
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
            Self::Unavailable(error)
        } else if error.to_string().contains("database is locked") {
            // SQLITE_BUSY: somebody else holds the database, a backup perhaps.
            Self::Unavailable(error)
        } else if error.to_string().contains("database or disk is full") {
            // SQLITE_FULL; its code does not come through, its text is part of its interface.
            Self::Full
        } else {
            Self::Database(error)
        }
    }
}

/// Shorthand of this module.
pub type Result<T> = std::result::Result<T, Error>;

/// The state of the service. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    clock: Clock,
    signal: signal::Signal,
    seal: seal::Seal,
    lock: Arc<File>,
    /// Tasks of jobs claimed so far.
    claims: Arc<AtomicU64>,
    /// Whose turns the last claims were.
    turns: Arc<turns::Turns>,
}

/// Work inside one writing transaction.
type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'c>>;

impl Store {
    /// Opens the database in `folder`, creating both, and brings the schema up to date. Leases that
    /// an earlier process left behind are taken back: the lock proves that it is gone. Secrets are
    /// sealed with `sealing_key`, else with a key that is kept in `folder`.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it open, [`Error::Folder`] if it cannot be written,
    /// [`Error::SealingKey`] if secrets could not be sealed.
    pub async fn open(folder: &Path, clock: Clock, sealing_key: Option<&SecretString>) -> Result<Self> {
        let lock = lock(folder)?;
        let seal = seal::Seal::open(folder, sealing_key)?;
        let path = folder.join("refineloop.db");
        // SQLite's other files take the mode of this one; a folder that was there may be open to all.
        let made = OpenOptions::new().create(true).append(true).mode(0o600).open(&path);
        made.map_err(|source| Error::Folder { path: folder.display().to_string(), source })?;
        let url = format!("sqlite://{}?mode=rwc", path.display());
        let writer = Database::connect(options(&url, 1)).await?;
        migration::Migrator::up(&writer, None).await?;
        let reader = Database::connect(options(&url, 4)).await?;
        let signal = signal::Signal::default();
        let (lock, claims, turns) = (Arc::new(lock), Arc::default(), Arc::default());
        let store = Self { writer, reader, clock, signal, seal, lock, claims, turns };
        store.reclaim_all().await?;
        Ok(store)
    }

    /// Wakes those who wait for news of a job or for work.
    #[must_use]
    pub fn signal(&self) -> &signal::Signal {
        &self.signal
    }

    /// Ends all use of the database, by every clone, and lets go of the folder. A connection that a
    /// client still holds may keep a clone alive for a moment; it cannot write any more.
    pub async fn close(&self) {
        for pool in [&self.reader, &self.writer] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "the database was not closed in order");
            }
        }
        if let Err(error) = self.lock.unlock() {
            tracing::warn!(%error, "the lock of the data folder was not released");
        }
    }

    /// Asks the database for a sign of life: whether it reads, and whether it could write.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn ping(&self) -> Result<()> {
        self.reader.ping().await?;
        self.write(|_| Box::pin(async { Ok(()) })).await
    }

    /// Runs `work` in one Immediate transaction.
    ///
    /// It runs in a task of its own: a caller that goes away (a client that hangs up) can then not
    /// leave a transaction half open on the one writing connection.
    async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c DatabaseTransaction) -> Work<'c, T> + Send + 'static,
    {
        let writer = self.writer.clone();
        let task = tokio::spawn(async move {
            let options = TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            };
            let transaction = writer.begin_with_options(options).await?;
            match work(&transaction).await {
                Ok(value) => {
                    transaction.commit().await?;
                    Ok(value)
                }
                Err(error) => {
                    // The first error is the one to tell; see `options` for a rollback that fails.
                    let _ = transaction.rollback().await;
                    Err(error)
                }
            }
        });
        task.await.map_err(|_| Error::CutOff)?
    }
}

fn lock(folder: &Path) -> Result<File> {
    let failed = |source| Error::Folder { path: folder.display().to_string(), source };
    // Texts of others lie in it; one that is there keeps the rights its owner gave it.
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    let file = File::create(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked(folder.display().to_string())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(TURN).sqlx_logging(false);
    // Per-connection settings go here: `after_connect` would run once per pool.
    // A COMMIT or ROLLBACK that fails (a full disk) leaves the connection inside its transaction: all
    // that came after would be written into it and lost. Such a connection is not used again.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                use sea_orm::sqlx::Connection as _;
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    });
    options.map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("journal_size_limit", "67108864")
    });
    options
}

/// JSON of a value of ours. Cannot fail for the types it is used with, yet a failure is told.
fn json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt(what))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Corrupt(what))
}

#[cfg(test)]
pub(crate) mod tests;
