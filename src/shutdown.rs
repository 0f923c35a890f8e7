//! When to stop, and how long stopping may take.

use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;

/// Cancels `token` on Ctrl-C or SIGTERM. A second one ends the process at once.
///
/// # Errors
/// When the signals cannot be listened for.
pub fn on_signal(token: CancellationToken) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if token.is_cancelled() {
                std::process::exit(130);
            }
            token.cancel();
        }
    });
    Ok(())
}

/// Waits for `task`; once `shutdown` has begun, for at most `grace`. `None`: it was cut off.
pub(crate) async fn bounded<T>(
    mut task: JoinHandle<T>,
    shutdown: &CancellationToken,
    grace: Duration,
) -> Option<Result<T, JoinError>> {
    let hard_stop = async {
        shutdown.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        done = &mut task => Some(done),
        () = hard_stop => {
            tracing::warn!("open calls did not end in time and are cut off");
            task.abort();
            None
        }
    }
}
