//! Keeps rows in place: a keyed row is built once, and a refresh only changes what differs in it.

use crate::signal::{Memo, Signal};
use std::sync::Arc;

/// The newest form of one row of `source`. It keeps its last form while the row is missing, which
/// lasts only until the list that owns it takes it away.
pub(crate) fn kept<T, R>(
    source: Signal<Arc<T>>,
    first: R,
    find: impl Fn(&T) -> Option<R> + Send + Sync + 'static,
) -> Memo<R>
where
    T: Send + Sync + 'static,
    R: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |last: Option<&R>| {
        source.with(|all| find(all)).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    })
}
