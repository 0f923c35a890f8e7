//! Seals secrets that have to be stored but must not lie about in the clear: in the database, in
//! its write-ahead log, in a backup of either.
//!
//! The key is in the configuration or in a file of the data folder that is made at the first start.
//! A sealed value belongs to one row: moved to another it cannot be opened.

use super::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use uuid::Uuid;

/// The file of the key, in the data folder.
const FILE: &str = "sealing-key";
/// Bytes of the key.
const KEY: usize = 32;

/// Seals and opens. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// With the key that is configured, else with the one in `folder`, made if there is none. Whoever
    /// calls holds the lock of the folder.
    pub(super) fn open(folder: &Path, configured: Option<&SecretString>) -> Result<Self> {
        if let Some(text) = configured {
            return Self::new(text.expose_secret())
                .ok_or(Error::SealingKey("webhooks.sealing_key".to_owned()));
        }
        let path = folder.join(FILE);
        let failed = |source| Error::Folder { path: folder.display().to_string(), source };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => make(folder).map_err(failed)?,
            Err(error) => return Err(failed(error)),
        };
        Self::new(&text).ok_or_else(|| Error::SealingKey(path.display().to_string()))
    }

    fn new(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok().map(|key| Self(LessSafeKey::new(key)))
    }

    /// Seals a secret for the row `of`.
    pub(super) fn seal(&self, of: Uuid, secret: &SecretSlice<u8>) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| Error::Seal)?;
        let mut bytes = secret.expose_secret().to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(of.as_bytes()),
                &mut bytes,
            )
            .map_err(|_| Error::Seal)?;
        Ok([nonce.as_slice(), &bytes].concat())
    }

    /// Opens what was sealed for the row `of`. `None`: it was sealed with another key, or damaged.
    pub(super) fn unseal(&self, of: Uuid, sealed: &[u8]) -> Option<SecretSlice<u8>> {
        let (nonce, bytes) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = bytes.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(of.as_bytes()), &mut bytes).ok()?;
        Some(opened.to_vec().into())
    }
}

/// Makes a key. It is on disk, whole, before it has its name: a key that is lost takes the secrets
/// with it.
fn make(folder: &Path) -> std::io::Result<String> {
    let mut key = [0; KEY];
    SystemRandom::new().fill(&mut key).map_err(|_| std::io::Error::other("no random bytes"))?;
    let text = STANDARD.encode(key);
    let part = folder.join(format!("{FILE}.part"));
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&part, folder.join(FILE))?;
    File::open(folder)?.sync_all()?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Error, FILE, STANDARD, Seal};
    use base64::Engine as _;
    use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
    use std::os::unix::fs::PermissionsExt as _;
    use uuid::Uuid;

    fn secret() -> SecretSlice<u8> {
        b"a secret of more than 24 bytes".to_vec().into()
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_key_for_the_same_row_only() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::open(folder.path(), None).unwrap();
        let row = Uuid::now_v7();
        let sealed = seal.seal(row, &secret()).unwrap();
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_ne!(sealed, seal.seal(row, &secret()).unwrap(), "equal secrets are not seen to be equal");
        let opened = |seal: &Seal, row, sealed: &[u8]| {
            seal.unseal(row, sealed).map(|secret| secret.expose_secret().to_vec())
        };
        let again = Seal::open(folder.path(), None).unwrap();
        assert_eq!(opened(&again, row, &sealed).as_deref(), Some(secret().expose_secret()));
        assert_eq!(opened(&again, Uuid::now_v7(), &sealed), None, "another row");
        assert_eq!(opened(&again, row, &sealed[..sealed.len() - 1]), None, "cut");
        assert_eq!(opened(&again, row, &sealed[..5]), None, "shorter than a nonce");
        let other = SecretString::from(STANDARD.encode([7; 32]));
        let other = Seal::open(folder.path(), Some(&other)).unwrap();
        assert_eq!(opened(&other, row, &sealed), None, "another key");
    }

    #[test]
    fn the_key_file_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        // A process that died while it made the key leaves its beginning behind.
        std::fs::write(folder.path().join("sealing-key.part"), "AAAA").unwrap();
        Seal::open(folder.path(), None).unwrap();
        let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_is_none_is_refused_by_the_place_it_stands_in() {
        let folder = tempfile::tempdir().unwrap();
        let short = SecretString::from(STANDARD.encode([7; 31]));
        let place = |configured| match Seal::open(folder.path(), configured) {
            Err(Error::SealingKey(place)) => place,
            other => panic!("{other:?}"),
        };
        assert_eq!(place(Some(&short)), "webhooks.sealing_key");
        std::fs::write(folder.path().join(FILE), "").unwrap();
        assert!(place(None).ends_with(FILE));
    }
}
