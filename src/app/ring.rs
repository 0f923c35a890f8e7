//! Who shows a key: looks it up, compares it, and remembers it for a moment.

use super::{App, Caller, Error, Quota};
use crate::domain::clock::Time;
use crate::domain::digest;
use crate::domain::key::text::{self, Shown};
use crate::domain::key::{Key, KeyId};
use crate::store::keys::Stored;
use chrono::TimeDelta;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use subtle::ConstantTimeEq as _;
use tokio::time::Instant;

/// How long what was looked up is taken as true.
const FRESH: Duration = Duration::from_secs(5);
/// The most keys remembered.
const MOST: usize = 4096;

/// Keys that were looked up a moment ago. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Ring(Arc<Mutex<Keys>>);

#[derive(Debug, Default)]
struct Keys {
    by_id: HashMap<KeyId, (Stored, Instant)>,
    /// Counts what was changed: a look-up that began before a change is not remembered.
    changes: u64,
}

impl Ring {
    /// Forgets everything, as something has changed.
    pub(super) fn forget(&self) {
        let mut keys = self.keys();
        keys.changes += 1;
        keys.by_id.clear();
    }

    fn find(&self, id: &KeyId) -> Result<Stored, u64> {
        let keys = self.keys();
        match keys.by_id.get(id) {
            Some((stored, since)) if since.elapsed() < FRESH => Ok(stored.clone()),
            Some(_) | None => Err(keys.changes),
        }
    }

    fn remember(&self, stored: &Stored, changes: u64) {
        let mut keys = self.keys();
        if keys.changes != changes {
            return;
        }
        if keys.by_id.len() >= MOST {
            keys.by_id.clear();
        }
        keys.by_id.insert(stored.key.id.clone(), (stored.clone(), Instant::now()));
    }

    /// Notes a use, and says whether it is worth a row.
    fn used(&self, id: &KeyId, now: Time) -> bool {
        let mut keys = self.keys();
        let Some((stored, _)) = keys.by_id.get_mut(id) else { return false };
        let news = is_news(stored.key.last_used_at, now);
        if news {
            stored.key.last_used_at = Some(now);
        }
        news
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Who shows this text as their key, from this address.
    ///
    /// Only wrong keys are throttled, and only after they were looked up: whoever has a good key is
    /// served even if somebody behind the same address is guessing.
    ///
    /// # Errors
    /// `API_KEY_INVALID`, `API_KEY_EXPIRED`, `RATE_LIMITED`.
    pub async fn authenticate(&self, shown: &str, peer: IpAddr) -> Result<Caller, Error> {
        let Some(Shown { id, hash }) = text::parse(shown) else { return Err(self.counts.bad_key(peer)) };
        let stored = self.stored_key(&id).await?;
        // One that is not there is compared as well, with a hash that no text has.
        let nothing = digest::sha256(id.as_str());
        let expected = stored.as_ref().map_or(&nothing, |stored| &stored.hash);
        let same = bool::from(expected.as_bytes().ct_eq(hash.as_bytes()));
        let Some(Stored { key, .. }) = stored.filter(|_| same) else {
            return Err(self.counts.bad_key(peer));
        };
        let now = self.clock.now();
        if !key.is_good(now) {
            return Err(Error::ApiKeyExpired);
        }
        if self.ring.used(&key.id, now)
            && let Err(error) = self.store.note_key_use(&key.id, now).await
        {
            tracing::warn!(%error, key.id = %key.id, "the use of a key was not noted");
        }
        let Key { id, tenant, scopes, .. } = key;
        Ok(Caller { tenant, key: Some(id), scopes })
    }

    /// Whether a caller's key is still good.
    ///
    /// # Errors
    /// `API_KEY_EXPIRED`.
    pub(super) async fn recheck(&self, caller: &Caller) -> Result<(), Error> {
        let Some(id) = &caller.key else { return Ok(()) };
        let now = self.clock.now();
        let good = self.stored_key(id).await?.is_some_and(|stored| stored.key.is_good(now));
        if good { Ok(()) } else { Err(Error::ApiKeyExpired) }
    }

    /// Counts a call of a key or, without one, of an address. `None`: calls are not bounded.
    #[must_use]
    pub fn count_request(&self, caller: Option<&Caller>, peer: IpAddr) -> Option<Quota> {
        self.counts.request(caller, peer)
    }

    async fn stored_key(&self, id: &KeyId) -> Result<Option<Stored>, Error> {
        let changes = match self.ring.find(id) {
            Ok(stored) => return Ok(Some(stored)),
            Err(changes) => changes,
        };
        let stored = self.store.key(id).await?;
        if let Some(stored) = &stored {
            self.ring.remember(stored, changes);
        }
        Ok(stored)
    }
}

/// Whether a use of a key is to be noted: once a minute is enough.
fn is_news(last_used_at: Option<Time>, now: Time) -> bool {
    last_used_at.is_none_or(|last| now - last >= TimeDelta::minutes(1))
}
