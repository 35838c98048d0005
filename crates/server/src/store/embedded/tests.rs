//! Tests of what is particular to the embedded store.
