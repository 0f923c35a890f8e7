//! The key of a provider. One that lies in a file may be replaced while the service runs.

use crate::config;
use secrecy::{ExposeSecret as _, SecretString};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How soon a new key is seen, at the latest.
const FRESH: Duration = Duration::from_secs(5);

/// A key, or none. Printing it shows nothing.
#[derive(Debug)]
pub(super) struct Key {
    file: Option<PathBuf>,
    /// For how long the file is not read again.
    fresh: Duration,
    last: Mutex<(Option<SecretString>, Instant)>,
}

impl Key {
    /// The key of the settings, which is also the first content of its file.
    pub(super) fn new(provider: &config::Provider) -> Self {
        let last = Mutex::new((provider.key.clone(), Instant::now()));
        Self { file: provider.key_file.clone(), fresh: FRESH, last }
    }

    /// The key as it is now. A file that cannot be read leaves the last one in force.
    pub(super) async fn current(&self) -> Option<SecretString> {
        let (key, read) = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.file.is_none() || read.elapsed() < self.fresh {
            return key;
        }
        self.read().await.or(key)
    }

    /// Whether the file holds another key than the one that was refused.
    pub(super) async fn was_replaced(&self, refused: &SecretString) -> bool {
        self.read().await.is_some_and(|key| key.expose_secret() != refused.expose_secret())
    }

    async fn read(&self) -> Option<SecretString> {
        let text = match tokio::fs::read_to_string(self.file.as_ref()?).await {
            Ok(text) => text,
            Err(error) => {
                tracing::warn!(error = %error.kind(), "the file of a provider's key cannot be read");
                String::new()
            }
        };
        let key = (!text.trim().is_empty()).then(|| SecretString::from(text.trim().to_owned()));
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (key.clone().or_else(|| last.0.clone()), Instant::now());
        key
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::config::Provider;
    use secrecy::ExposeSecret as _;
    use std::time::Duration;

    #[tokio::test]
    async fn a_file_that_changes_brings_a_new_key_and_one_that_is_gone_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let provider =
            Provider { key: Some("one".into()), key_file: Some(path.clone()), ..Provider::default() };
        let key = Key::new(&provider);
        let shown = async || key.current().await.map(|key| key.expose_secret().to_owned());
        std::fs::write(&path, "two\n").unwrap();
        assert_eq!(shown().await.as_deref(), Some("one"), "it was read a moment ago");
        let key = Key { fresh: Duration::ZERO, ..key };
        let shown = async || key.current().await.map(|key| key.expose_secret().to_owned());
        assert_eq!(shown().await.as_deref(), Some("two"));
        std::fs::write(&path, "three").unwrap();
        assert!(key.was_replaced(&"two".into()).await);
        assert!(!key.was_replaced(&"three".into()).await);
        assert_eq!(shown().await.as_deref(), Some("three"));
        for gone in [Some(""), None] {
            gone.map_or_else(|| std::fs::remove_file(&path), |text| std::fs::write(&path, text)).unwrap();
            assert_eq!(shown().await.as_deref(), Some("three"));
        }
        assert!(!format!("{key:?}").contains("three"));
    }

    #[tokio::test]
    async fn a_key_of_the_settings_stays() {
        let key = Key::new(&Provider { key: Some("one".into()), ..Provider::default() });
        assert_eq!(key.current().await.map(|key| key.expose_secret().to_owned()).as_deref(), Some("one"));
        assert!(!key.was_replaced(&"other".into()).await);
    }
}
