//! What a screen shows, worked out without a browser: no clock is read, nothing is fetched and
//! nothing of the browser is imported, so all of it is tested natively.

pub mod format;
pub mod freshness;
pub mod keys;
pub mod palette;
pub mod range;
pub mod url;
pub mod zone;
pub mod contact;
pub mod refresh;
pub mod chart;
pub mod reduce;
pub mod heatmap;
