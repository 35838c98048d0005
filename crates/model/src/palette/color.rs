//! Colours as three bytes: reading CSS forms and mixing.

/// Red, green and blue, 0 to 255 each, as sRGB has them.
pub type Rgb = (u8, u8, u8);

/// Reads `#rgb`, `#rrggbb`, `rgb(1, 2, 3)` and `rgb(1 2 3 / 50%)`; an opacity is left out.
pub(super) fn parse(text: &str) -> Option<Rgb> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix('#') {
        let digit =
            |index: usize| hex.get(index..=index).and_then(|digit| u8::from_str_radix(digit, 16).ok());
        return match hex.len() {
            3 => Some((digit(0)? * 17, digit(1)? * 17, digit(2)? * 17)),
            6 => Some((digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?)),
            _ => None,
        };
    }
    let inside = text.strip_prefix("rgb(").or_else(|| text.strip_prefix("rgba("))?.strip_suffix(')')?;
    let mut parts = inside.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let mut channel = || parts.next().and_then(|part| part.parse::<u8>().ok());
    Some((channel()?, channel()?, channel()?))
}

/// `share` of `over` and the rest of `under`, channel by channel.
pub(super) fn mix(under: Rgb, over: Rgb, share: f64) -> Rgb {
    let share = share.clamp(0.0, 1.0);
    let channel = |a: u8, b: u8| {
        let mixed = f64::from(a) + (f64::from(b) - f64::from(a)) * share;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = mixed.round() as u8;
        byte
    };
    (channel(under.0, over.0), channel(under.1, over.1), channel(under.2, over.2))
}

/// The colour at `level` (0 to 1) of a ramp whose stops stand at equal distances.
pub(super) fn ramp(stops: &[Rgb], level: f64) -> Rgb {
    let last = stops.len().saturating_sub(1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of stops")]
    let position = if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) } * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the number of stops")]
    let below = (position.floor() as usize).min(last.saturating_sub(1));
    #[expect(clippy::cast_precision_loss, reason = "a handful of stops")]
    let share = position - below as f64;
    match (stops.get(below), stops.get(below + 1)) {
        (Some(&from), Some(&to)) => mix(from, to, share),
        (Some(&only), None) => only,
        _ => (0, 0, 0),
    }
}
