//! Where the API is: read from `config.json` beside the app, once, at start.

use super::{ApiError, client::decode};
use contract::dashboard::AppConfig;
use gloo_net::http::Request;

/// Where the file is. The app is served from the root of its host.
pub(crate) const CONFIG_URL: &str = "/config.json";

/// Reads `config.json`.
pub(crate) async fn fetch_config() -> Result<AppConfig, ApiError> {
    let response = Request::get(CONFIG_URL).send().await.map_err(|_no_answer| ApiError::Network)?;
    if !response.ok() {
        return Err(ApiError::Status { status: response.status(), body: None });
    }
    let body = response.binary().await.map_err(|_broke_off| ApiError::Network)?;
    decode(&body)
}
