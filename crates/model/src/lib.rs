//! What a screen shows, worked out without a browser: no clock is read, nothing is fetched and
//! nothing of the browser is imported, so all of it is tested natively.

pub mod chart;
pub mod contact;
pub mod format;
pub mod freshness;
pub mod heatmap;
pub mod keys;
pub mod palette;
pub mod range;
pub mod raster;
pub mod reduce;
pub mod refresh;
#[cfg(feature = "samples")]
pub mod samples;
pub mod url;
pub mod zone;
