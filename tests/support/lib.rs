//! What the end-to-end tests stand on: a server of their own, a browser of their own, and page
//! objects that look things up by role and accessible name, as a person with a screen reader does.
//!
//! Every test starts its own server on a free port with an empty data folder, so that the numbers
//! on screen are those of the lines that the test sent and of nothing else.

mod browser;
mod found;
mod page;
mod server;
mod shippers;

pub use browser::{Browser, Look};
pub use found::Found;
pub use page::{Page, Panel};
pub use server::Server;
pub use shippers::{axe_source, ship_with_node, ship_with_python};

use std::future::Future;
use std::time::{Duration, Instant};

/// Asks again until `probe` gives something, and fails with `what` after a generous while. The
/// while is no measure of speed: it only keeps a broken test from hanging.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut probe: impl FnMut() -> F) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(Instant::now() < end, "never came true: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
