//! What pages are made of. A component knows `model` and `contract`; it neither fetches nor holds
//! anything that is shared.

pub(crate) mod ambient;
pub(crate) mod bars;
pub(crate) mod chart;
pub(crate) mod copy_button;
pub(crate) mod data_table;
pub(crate) mod empty_dashboard;
pub(crate) mod fault;
pub(crate) mod funnel;
mod kept;
pub(crate) mod keyed;
pub(crate) mod panel_frame;
pub(crate) mod sentences;
pub(crate) mod state_word;
pub(crate) mod strips;
pub(crate) mod tiles;
