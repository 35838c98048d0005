//! Takes a request's body in: bounded on the wire and after decompression, with its room reserved
//! in the queue as it grows.

use super::queue::{Ingest, IngestError, Room};
use axum::body::Body;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt as _;
use std::io::Read;

/// How much is decompressed at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// A sender may use a window of 8 MiB at the most (RFC 9659), so that decompressing needs no more.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Why a body was not taken.
#[derive(Debug)]
pub(super) enum BodyError {
    /// It is larger than allowed, on the wire or after decompression.
    TooLarge,
    /// There is no room for it now.
    Busy(IngestError),
    /// It is not compressed in a way that is known here.
    UnknownEncoding,
    /// It broke off, or it is not what its encoding says.
    Broken,
}

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Gzip,
    Zstd,
}

/// The most that a body may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) wire_bytes: usize,
    pub(super) decoded_bytes: usize,
}

/// A body as it came.
#[derive(Debug)]
pub(super) struct Received {
    bytes: Vec<u8>,
    encoding: Encoding,
    room: Room,
    bounds: Bounds,
}

/// Reads a body off the wire.
pub(super) async fn receive(
    ingest: &Ingest,
    headers: &HeaderMap,
    body: Body,
    bounds: Bounds,
) -> Result<Received, BodyError> {
    let encoding = encoding_of(headers)?;
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > bounds.wire_bytes) {
        return Err(BodyError::TooLarge);
    }
    let mut room = ingest.reserve(length.unwrap_or(0)).map_err(BodyError::Busy)?;
    let mut bytes = Vec::with_capacity(length.unwrap_or(0));
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_error| BodyError::Broken)?;
        if bytes.len() + chunk.len() > bounds.wire_bytes {
            return Err(BodyError::TooLarge);
        }
        ingest.grow(&mut room, bytes.len() + chunk.len()).map_err(BodyError::Busy)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(Received { bytes, encoding, room, bounds })
}

impl Received {
    /// How large it was on the wire, in bytes.
    pub(super) fn wire_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The body itself and its room in the queue. Works the processor; does not wait.
    pub(super) fn decode(self, ingest: &Ingest) -> Result<(Vec<u8>, Room), BodyError> {
        let Self { bytes, encoding, room, bounds } = self;
        match encoding {
            Encoding::Identity => Ok((bytes, room)),
            Encoding::Gzip => {
                decompress(ingest, flate2::read::MultiGzDecoder::new(bytes.as_slice()), room, bounds)
            }
            Encoding::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes.as_slice())
                    .map_err(|_error| BodyError::Broken)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(|_error| BodyError::Broken)?;
                decompress(ingest, decoder, room, bounds)
            }
        }
    }
}

/// Stops as soon as the bound is passed, so a small body that would become a huge one costs no more
/// than the bound.
fn decompress(
    ingest: &Ingest,
    mut from: impl Read,
    mut room: Room,
    bounds: Bounds,
) -> Result<(Vec<u8>, Room), BodyError> {
    let mut decoded = Vec::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = from.read(&mut chunk).map_err(|_error| BodyError::Broken)?;
        if length == 0 {
            return Ok((decoded, room));
        }
        if decoded.len() + length > bounds.decoded_bytes {
            return Err(BodyError::TooLarge);
        }
        ingest.grow(&mut room, decoded.len() + length).map_err(BodyError::Busy)?;
        decoded.extend_from_slice(chunk.get(..length).unwrap_or_default());
    }
}

fn encoding_of(headers: &HeaderMap) -> Result<Encoding, BodyError> {
    let Some(encoding) = headers.get(header::CONTENT_ENCODING) else { return Ok(Encoding::Identity) };
    match encoding.as_bytes().trim_ascii().to_ascii_lowercase().as_slice() {
        b"" | b"identity" => Ok(Encoding::Identity),
        b"gzip" | b"x-gzip" => Ok(Encoding::Gzip),
        b"zstd" => Ok(Encoding::Zstd),
        _ => Err(BodyError::UnknownEncoding),
    }
}
