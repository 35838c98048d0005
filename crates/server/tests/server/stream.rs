//! The event stream: first at once, then after commits, then every five seconds, until the end.

use crate::support::{Bench, MORNING_MS, request};
use axum::body::Body;
use axum::http::Request;
use futures_util::StreamExt;
use serde_json::Value;
use server::config::Config;
use server::http::app;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tower::ServiceExt;

struct Events(axum::body::BodyDataStream);

impl Events {
    async fn open(bench: &Bench) -> Self {
        let request = Request::get("/api/v1/stream").body(Body::empty()).unwrap();
        let response = app(bench.state.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"));
        Self(response.into_body().into_data_stream())
    }

    /// The next event; none when the stream has ended.
    async fn next(&mut self) -> Option<Value> {
        let chunk = timeout(Duration::from_secs(8), self.0.next()).await.expect("nothing came")?.unwrap();
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        assert!(text.starts_with("event: data\n"), "{text}");
        let data = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
        Some(serde_json::from_str(data).unwrap())
    }
}

#[tokio::test]
async fn a_commit_is_told_soon_and_silence_every_five_seconds() {
    let bench = Bench::new();
    let mut events = Events::open(&bench).await;
    let first = events.next().await.unwrap();
    assert_eq!((first["event"].as_str(), first["sources"].as_array().unwrap().len()), (Some("data"), 0));
    assert_eq!(first["generated_at_ms"], MORNING_MS);

    bench.post(&[request(MORNING_MS, "/x", 200, 5.0)]).await;
    let told = Instant::now();
    let second = events.next().await.unwrap();
    // Sooner than silence would have brought it.
    assert!(told.elapsed() < Duration::from_secs(4), "{:?}", told.elapsed());
    assert!(second["revision"].as_u64() > first["revision"].as_u64());
    assert_eq!(second["sources"][0]["service"], "backend");
    assert_eq!(second["build"], first["build"]);

    let silence = Instant::now();
    let third = events.next().await.unwrap();
    assert!(silence.elapsed() > Duration::from_secs(3), "{:?}", silence.elapsed());
    assert_eq!(third["revision"], second["revision"]);
}

#[tokio::test]
async fn many_commits_are_told_at_most_twice_a_second() {
    let bench = Bench::new();
    let mut events = Events::open(&bench).await;
    events.next().await.unwrap();
    let until = Instant::now() + Duration::from_millis(1_400);
    let mut number = 0;
    let posting = async {
        while Instant::now() < until {
            bench.post(&[request(MORNING_MS + number, "/x", 200, 5.0)]).await;
            number += 1;
        }
    };
    let counting = async {
        let mut count = 0;
        while Instant::now() < until {
            if timeout(Duration::from_millis(200), events.next()).await.is_ok() {
                count += 1;
            }
        }
        count
    };
    let ((), count) = tokio::join!(posting, counting);
    assert!((1..=3).contains(&count), "{count} events for {number} commits");
}

#[tokio::test]
async fn streams_end_with_the_server() {
    let bench = Bench::new();
    let mut events = Events::open(&bench).await;
    events.next().await.unwrap();
    bench.state.end_streams();
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn there_are_only_so_many_streams() {
    let mut config = Config::default();
    config.http.concurrent_streams = 1;
    let bench = Bench::with(config, None);
    let open = Events::open(&bench).await;
    let refused = bench.get("/api/v1/stream").await;
    assert_eq!(refused.status.as_u16(), 429);
    assert_eq!(refused.header("retry-after"), "1");
    drop(open);
    Events::open(&bench).await;
}
