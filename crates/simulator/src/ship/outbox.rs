//! What waits to be sent, bounded: while the server is away, the oldest goes first.

use std::collections::VecDeque;

/// A queue of at most `capacity` items.
#[derive(Debug)]
pub(super) struct Outbox<T> {
    items: VecDeque<T>,
    capacity: usize,
    overflowed: u64,
}

impl<T> Outbox<T> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { items: VecDeque::new(), capacity, overflowed: 0 }
    }

    /// Adds items at the end; drops from the front what no longer fits.
    pub(super) fn extend(&mut self, items: Vec<T>) {
        self.items.extend(items);
        let excess = self.items.len().saturating_sub(self.capacity);
        self.items.drain(..excess);
        self.overflowed = self.overflowed.saturating_add(excess as u64);
    }

    /// The oldest items, at most `most`. They stay until [`Self::remove`].
    pub(super) fn front(&self, most: usize) -> impl ExactSizeIterator<Item = &T> {
        self.items.iter().take(most)
    }

    /// Forgets the oldest items.
    pub(super) fn remove(&mut self, count: usize) {
        self.items.drain(..count.min(self.items.len()));
    }

    /// How many items were dropped since this was last asked.
    pub(super) fn take_overflowed(&mut self) -> u64 {
        std::mem::take(&mut self.overflowed)
    }

    /// How many items wait.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_items_make_room_and_are_counted() {
        let mut outbox = Outbox::new(5);
        outbox.extend(vec![1, 2, 3, 4]);
        outbox.extend(vec![5, 6, 7]);
        assert_eq!(outbox.front(10).copied().collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert_eq!((outbox.take_overflowed(), outbox.take_overflowed()), (2, 0));
    }

    #[test]
    fn a_batch_stays_until_it_is_removed() {
        let mut outbox = Outbox::new(10);
        outbox.extend(vec![1, 2, 3]);
        assert_eq!(outbox.front(2).len(), 2);
        assert_eq!(outbox.len(), 3);
        outbox.remove(2);
        assert_eq!(outbox.front(2).copied().collect::<Vec<_>>(), [3]);
        outbox.remove(9);
        assert_eq!(outbox.len(), 0);
    }
}
