//! Keys: making, listing, replacing and ending them.

use super::page::Page;
use super::{App, Caller, Error, Rule, Violation};
use crate::domain::ids::TenantId;
use crate::domain::key::text::{self, Made};
use crate::domain::key::{Key, KeyId, Scope};
use crate::store::keys::Successor;
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::SecretString;
use std::time::Duration;

/// The longest name of a key, in characters.
const NAME: usize = 100;
/// The longest name of a tenant, in characters.
const TENANT: usize = 63;
/// The longest life that can be asked for; longer is for ever.
const LIFETIME: Duration = Duration::from_secs(100 * 366 * 86_400);
/// How long a key that is replaced stays good, unless something else is asked for.
const OVERLAP: Duration = Duration::from_secs(24 * 3600);
/// How long at most.
const MOST_OVERLAP: Duration = Duration::from_secs(30 * 24 * 3600);

/// What is asked of a key that is to be made.
#[derive(Debug, Clone, Default)]
pub struct NewKey {
    /// What people will call it.
    pub name: String,
    /// Its tenant; empty for the default one.
    pub tenant: String,
    /// What it may do; read and write if empty.
    pub scopes: Vec<Scope>,
    /// How long it is good; for ever if absent.
    pub lifetime: Option<Duration>,
}

impl App {
    /// Makes a key. The text is nowhere else.
    ///
    /// # Errors
    /// `REQUEST_INVALID`.
    pub async fn create_key(&self, caller: &Caller, new: NewKey) -> Result<(Key, SecretString), Error> {
        let wrong = violations(&new);
        if !wrong.is_empty() {
            return Err(Error::RequestInvalid(wrong));
        }
        let now = self.clock.now();
        let made = self.random_key()?;
        let tenant =
            if new.tenant.is_empty() { TenantId::default_tenant() } else { TenantId::from(new.tenant) };
        let key = Key {
            id: made.id,
            tenant,
            name: new.name,
            scopes: scopes(&new.scopes),
            created_by: caller.key.clone(),
            created_at: now,
            expires_at: new.lifetime.map(|life| now + life),
            revoked_at: None,
            last_used_at: None,
        };
        self.store.insert_key(&key, made.hash).await?;
        tracing::info!(key.id = %key.id, key.tenant = key.tenant.as_str(), "key made");
        Ok((key, made.text))
    }

    /// Makes the operator's key if there is no key at all. It is handed over before it is stored:
    /// a key that nobody was told of would lock everybody out.
    ///
    /// # Errors
    /// What `hand_over` says, or the store.
    pub async fn first_key<E: From<Error>>(
        &self,
        hand_over: impl FnOnce(&SecretString) -> Result<(), E>,
    ) -> Result<Option<SecretString>, E> {
        if self.store.has_keys().await.map_err(Error::from)? {
            return Ok(None);
        }
        let made = self.random_key()?;
        let key = Key {
            id: made.id,
            tenant: TenantId::default_tenant(),
            name: "initial".to_owned(),
            scopes: Scope::ALL.to_vec(),
            created_by: None,
            created_at: self.clock.now(),
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        };
        hand_over(&made.text)?;
        let stored = self.store.insert_first_key(&key, made.hash).await.map_err(Error::from)?;
        Ok(stored.then_some(made.text))
    }

    /// A page of keys, newest first, and the token of the next page. An empty `tenant` means all.
    ///
    /// # Errors
    /// A bad page.
    pub async fn list_keys(&self, tenant: &str, page: &Page) -> Result<(Vec<Key>, String), Error> {
        let cursor = page.open(50, &format!("keys {tenant}"))?;
        let before = cursor.after::<KeyId>()?;
        let tenant = Some(tenant.to_owned()).filter(|tenant| !tenant.is_empty()).map(TenantId::from);
        let mut keys = self.store.keys(tenant.as_ref(), before.as_ref(), cursor.size + 1).await?;
        let more = keys.len() as u64 > cursor.size;
        keys.truncate(usize::try_from(cursor.size).unwrap_or(usize::MAX));
        let last = keys.last().filter(|_| more);
        let token = last.map_or_else(String::new, |last| cursor.token(last.id.as_str()));
        Ok((keys, token))
    }

    /// Makes a key in the place of another, which stays good for the overlap.
    ///
    /// # Errors
    /// `REQUEST_INVALID`, `KEY_NOT_FOUND`.
    pub async fn rotate_key(
        &self,
        caller: &Caller,
        id: &KeyId,
        overlap: Option<Duration>,
    ) -> Result<(Key, SecretString), Error> {
        let overlap = overlap.unwrap_or(OVERLAP);
        if overlap > MOST_OVERLAP {
            return Err(Error::invalid("overlap", Rule::OutOfRange, "at most 30 days"));
        }
        let now = self.clock.now();
        let made = self.random_key()?;
        let next = Successor {
            id: made.id,
            hash: made.hash,
            created_by: caller.key.clone(),
            created_at: now,
            old_until: now + overlap,
        };
        let key = self.store.rotate_key(id, next).await?;
        self.ring.forget();
        let key = key.ok_or_else(|| Error::KeyNotFound(id.to_string()))?;
        tracing::info!(key.id = %key.id, key.old = %id, "key rotated");
        Ok((key, made.text))
    }

    /// Ends a key at once.
    ///
    /// # Errors
    /// `KEY_NOT_FOUND`.
    pub async fn revoke_key(&self, id: &KeyId) -> Result<Key, Error> {
        let key = self.store.revoke_key(id).await?;
        self.ring.forget();
        let key = key.ok_or_else(|| Error::KeyNotFound(id.to_string()))?;
        tracing::info!(key.id = %key.id, "key revoked");
        Ok(key)
    }

    fn random_key(&self) -> Result<Made, Error> {
        let mut random = [0; text::RANDOM];
        let filled = SystemRandom::new().fill(&mut random);
        filled.map_err(|_| Error::Internal("the system gives no random numbers".into()))?;
        Ok(text::make(&random))
    }
}

fn scopes(asked: &[Scope]) -> Vec<Scope> {
    let asked = if asked.is_empty() { &[Scope::Read, Scope::Write] } else { asked };
    Scope::ALL.into_iter().filter(|scope| asked.contains(scope)).collect()
}

fn violations(new: &NewKey) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if new.name.trim().is_empty() {
        wrong.push(Violation::new("name", Rule::Required, "say what people call the key"));
    } else if new.name.chars().count() > NAME {
        wrong.push(Violation::new("name", Rule::TooLong, "at most 100 characters"));
    } else if new.name.contains(char::is_control) {
        wrong.push(Violation::new("name", Rule::BadFormat, "no control characters"));
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    if new.tenant.len() > TENANT || !new.tenant.bytes().all(plain) {
        let form = "1 to 63 lower-case letters, digits, - and _";
        wrong.push(Violation::new("tenant_id", Rule::BadFormat, form));
    }
    if new.lifetime.is_some_and(|life| life.is_zero() || life > LIFETIME) {
        let range = "more than 0 and at most 100 years; absent for ever";
        wrong.push(Violation::new("lifetime", Rule::OutOfRange, range));
    }
    wrong
}
