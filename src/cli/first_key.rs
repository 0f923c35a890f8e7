//! The key a service makes at its first start, so that its operator gets in.

use super::exit::{Exit, Failed};
use super::output;
use crate::app::App;
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// The name of its file in the data folder.
pub(super) const FILE: &str = "initial-key";

/// Makes the first key if there is none, writes it to the data folder for this user alone and says
/// so. The key itself is printed only where nobody else is served.
pub(super) async fn announce(app: &App, listen: SocketAddr, data_dir: &Path) -> Result<(), Failed> {
    let path = data_dir.join(FILE);
    let hand_over = |key: &SecretString| {
        write(data_dir, key)
            .map_err(|error| Exit::Usage.because(format!("{} cannot be written: {error}", path.display())))
    };
    let Some(key) = app.first_key(hand_over).await? else { return Ok(()) };
    if listen.ip().is_loopback() {
        output::note(&format!(
            "first start: this key may do everything; it is shown only now:\n{}",
            key.expose_secret()
        ));
    }
    output::note(&format!("the key is in {}", path.display()));
    Ok(())
}

/// Puts the key in place whole or not at all. A file that is there belongs to no key: the store
/// holds none.
fn write(folder: &Path, key: &SecretString) -> io::Result<()> {
    let unfinished = folder.join(".initial-key.new");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    writeln!(file, "{}", key.expose_secret())?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(FILE))?;
    File::open(folder)?.sync_all()
}
