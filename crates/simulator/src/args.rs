//! The command line of `monitor simulate`.
//!
//! Durations are written the way people say them (`90s`, `6h`, `1h30m`); a moment of an incident
//! may lie before the first live moment (`-2h`), so that a backfilled history holds one too.

use std::time::Duration;

use crate::traffic::{Incident, IncidentKind, Scenario};

/// Command line of `monitor simulate`.
#[derive(Debug, Clone, clap::Args)]
pub struct SimulateArgs {
    /// Address of the server to send to; its ingest paths are `/` and `/metrics`.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,

    /// Source token; none is sent when absent.
    #[arg(long, env = "MONITOR_SOURCE_TOKEN", hide_env_values = true)]
    pub token: Option<String>,

    /// The same seed gives the same traffic at the same time.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// Multiplies the volume; 1 is about 12 requests and 1.2 generations a second at midday.
    #[arg(long, default_value_t = 1.0, value_parser = parse_rate)]
    pub rate: f64,

    /// How much history to send first, for example `6h`.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub backfill: Option<Duration>,

    /// Something that goes wrong; may be given more than once.
    #[arg(long, value_name = "KIND", value_enum)]
    pub incident: Vec<IncidentKind>,

    /// When the incidents begin, counted from the first live moment (with `--no-live`, from the
    /// start of the backfill). A negative one, such as `-2h`, lies in the backfilled history.
    #[arg(long, value_name = "DURATION", default_value = "0s", allow_hyphen_values = true, value_parser = parse_offset_ms)]
    pub incident_after: i64,

    /// How long the incidents last; without it they never end.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub incident_for: Option<Duration>,

    /// How long to stay live; without it, until stopped.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub duration: Option<Duration>,

    /// Send the backfill only, then stop.
    #[arg(long)]
    pub no_live: bool,
}

impl SimulateArgs {
    /// The world these arguments describe, when its first live moment is `live_from_ms` (Unix ms).
    pub fn scenario(&self, live_from_ms: i64) -> Scenario {
        let origin_ms = if self.no_live { self.backfill_from_ms(live_from_ms) } else { live_from_ms };
        let from_ms = origin_ms.saturating_add(self.incident_after);
        let until_ms = self.incident_for.map(|length| from_ms.saturating_add(whole_ms(length)));
        Scenario {
            seed: self.seed,
            rate: self.rate,
            incidents: self.incident.iter().map(|&kind| Incident { kind, from_ms, until_ms }).collect(),
        }
    }

    /// Where the history begins (Unix ms); the live moment itself without a backfill.
    pub fn backfill_from_ms(&self, live_from_ms: i64) -> i64 {
        live_from_ms.saturating_sub(self.backfill.map_or(0, whole_ms))
    }
}

/// A duration in whole milliseconds; anything beyond what fits is cut off there.
fn whole_ms(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

/// Longer is surely a slip of the keyboard, and would take a night to send.
const LONGEST: Duration = Duration::from_hours(400 * 24);

/// Parses `500ms`, `90s`, `15m`, `6h`, `2d` and sums of them such as `1h30m`.
fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("'{text}' is not a duration; write it like 90s, 15m, 6h or 1h30m");
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let number_end = rest.find(|character: char| !character.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, after) = rest.split_at(number_end);
        let unit_end = after.find(|character: char| character.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(unit_end);
        let unit_ms: u64 = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(wrong()),
        };
        let count: u64 = number.parse().map_err(|_overflow| wrong())?;
        let part_ms = count.checked_mul(unit_ms).ok_or_else(wrong)?;
        total = total.checked_add(Duration::from_millis(part_ms)).ok_or_else(wrong)?;
        rest = next;
    }
    if total > LONGEST {
        return Err(format!("'{text}' is longer than 400 days"));
    }
    Ok(total)
}

/// Parses a duration that may have a sign in front of it, into milliseconds.
fn parse_offset_ms(text: &str) -> Result<i64, String> {
    let trimmed = text.trim();
    match trimmed.strip_prefix('-') {
        Some(length) => parse_duration(length).map(|length| -whole_ms(length)),
        None => parse_duration(trimmed).map(whole_ms),
    }
}

/// Parses the volume; zero or less would be an empty world that looks like a broken one.
fn parse_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate <= 1_000.0 => Ok(rate),
        Ok(_) | Err(_) => Err(format!("'{text}' is not a rate; write a number above 0 and up to 1000")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, expected_ms) in [
            ("500ms", 500),
            ("90s", 90_000),
            ("15m", 900_000),
            ("15min", 900_000),
            ("6h", 21_600_000),
            ("1h30m", 5_400_000),
            ("2d", 172_800_000),
            ("0s", 0),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(expected_ms)), "{text}");
        }
        for text in ["", "6", "h", "6 parsecs", "-5s", "1.5h", "99999999999999999999s", "999999d"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_incident_may_lie_in_the_past() {
        assert_eq!(parse_offset_ms("-2h"), Ok(-7_200_000));
        assert_eq!(parse_offset_ms("20s"), Ok(20_000));
        assert!(parse_offset_ms("--2h").is_err());
    }

    #[test]
    fn rates_are_positive_numbers() {
        assert_eq!(parse_rate("0.5"), Ok(0.5));
        for text in ["0", "-1", "NaN", "inf", "many"] {
            assert!(parse_rate(text).is_err(), "{text}");
        }
    }

    #[derive(Debug, clap::Parser)]
    struct Command {
        #[command(flatten)]
        args: SimulateArgs,
    }

    fn args(line: &[&str]) -> SimulateArgs {
        let words = std::iter::once("monitor").chain(line.iter().copied());
        <Command as clap::Parser>::try_parse_from(words).unwrap().args
    }

    #[test]
    fn defaults_are_the_documented_ones() {
        let args = args(&[]);
        assert_eq!(args.url, "http://127.0.0.1:8080");
        assert_eq!((args.seed, args.rate), (1, 1.0));
        assert!(args.incident.is_empty() && args.backfill.is_none() && !args.no_live);
    }

    #[test]
    fn incidents_are_placed_from_the_first_live_moment() {
        let line = [
            "--incident",
            "slow-api",
            "--incident",
            "queue-backlog",
            "--incident-after",
            "-2h",
            "--incident-for",
            "20m",
            "--backfill",
            "6h",
        ];
        let scenario = args(&line).scenario(100_000_000);
        assert_eq!(scenario.incidents.len(), 2);
        for incident in &scenario.incidents {
            assert_eq!(incident.from_ms, 100_000_000 - 7_200_000);
            assert_eq!(incident.until_ms, Some(100_000_000 - 6_000_000));
        }
    }

    #[test]
    fn without_live_traffic_incidents_are_placed_from_the_start_of_the_history() {
        let line = ["--incident", "slow-api", "--incident-after", "1h", "--backfill", "6h", "--no-live"];
        let scenario = args(&line).scenario(100_000_000);
        let starts: Vec<i64> = scenario.incidents.iter().map(|incident| incident.from_ms).collect();
        assert_eq!(starts, [100_000_000 - 5 * 3_600_000]);
    }
}
