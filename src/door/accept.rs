//! Takes connections in, no more at a time than allowed. Knows nothing of what is spoken on them.

use super::http::Door;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

/// The pause after the system refused a connection, as when no file handle is left.
const REFUSED: Duration = Duration::from_millis(100);

/// Accepts until the shutdown, each connection into a task of its own. Beyond `most` open ones,
/// further ones wait in the backlog of the system.
pub(super) async fn accept(listener: TcpListener, most: usize, connections: &TaskTracker, door: Door) {
    let door = Arc::new(door);
    let places = Arc::new(Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS)));
    let taking_in = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let door = Arc::clone(&door);
                    connections.spawn(async move {
                        door.serve(stream, peer.ip()).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(REFUSED).await;
                }
            }
        }
    };
    tokio::select! {
        () = taking_in => {}
        () = door.shutdown.cancelled() => {}
    }
}
