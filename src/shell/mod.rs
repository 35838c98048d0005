//! What stands around every page: header, range bar, notices, keys.
