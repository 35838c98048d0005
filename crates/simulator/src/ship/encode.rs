//! Bodies of the two ingest endpoints, gzipped: log lines as NDJSON, gauge readings as a list.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use crate::SimulateError;
use crate::traffic::{Gauge, Line};

/// Something that one of the ingest endpoints takes.
pub(super) trait Parcel: Serialize {
    /// What it is called in messages to people, in the plural.
    const NAME: &'static str;
    /// The endpoint, relative to the server's address.
    const PATH: &'static str;
    /// The content type of a batch.
    const CONTENT_TYPE: &'static str;
    /// What stands before, between and after the items of a batch.
    const FRAME: (&'static [u8], &'static [u8], &'static [u8]);
}

impl Parcel for Line {
    const NAME: &'static str = "log lines";
    const PATH: &'static str = "/";
    const CONTENT_TYPE: &'static str = "application/x-ndjson";
    const FRAME: (&'static [u8], &'static [u8], &'static [u8]) = (b"", b"\n", b"\n");
}

impl Parcel for Gauge {
    const NAME: &'static str = "gauge readings";
    const PATH: &'static str = "/metrics";
    const CONTENT_TYPE: &'static str = "application/json";
    const FRAME: (&'static [u8], &'static [u8], &'static [u8]) = (b"[", b",", b"]");
}

/// A gzipped body with these items.
pub(super) fn encode<'a, P: Parcel + 'a>(
    items: impl IntoIterator<Item = &'a P>,
) -> Result<Vec<u8>, SimulateError> {
    let body = write(items).map_err(|error| SimulateError::Encode(error.into()))?;
    // Speed over size: a demo is mostly sent over loopback, and hours of it at once.
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&body).and_then(|()| packed.finish()).map_err(SimulateError::Encode)
}

/// The body as text. It is packed as a whole afterwards: JSON is written in crumbs of a few bytes,
/// and a compressor that is handed crumbs takes ten times as long.
fn write<'a, P: Parcel + 'a>(items: impl IntoIterator<Item = &'a P>) -> serde_json::Result<Vec<u8>> {
    let (before, between, after) = P::FRAME;
    let mut body = before.to_vec();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            body.extend_from_slice(between);
        }
        serde_json::to_writer(&mut body, item)?;
    }
    body.extend_from_slice(after);
    Ok(body)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::traffic::{Scenario, Traffic};

    fn unpacked(body: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(body).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn lines_are_ndjson_and_gauges_a_list() {
        let happenings = Traffic::new(Scenario::healthy(1), 0).advance(10_000);
        let lines = unpacked(&encode(&happenings.lines).unwrap());
        assert!(lines.ends_with('\n'));
        assert_eq!(lines.lines().count(), happenings.lines.len());
        for line in lines.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(line[crate::DEMO_LABEL], true);
        }
        let gauges = unpacked(&encode(&happenings.gauges).unwrap());
        let gauges: Vec<serde_json::Value> = serde_json::from_str(&gauges).unwrap();
        assert_eq!(gauges.len(), happenings.gauges.len());
        assert!(gauges.iter().all(|gauge| gauge[crate::DEMO_LABEL] == true));
    }
}
