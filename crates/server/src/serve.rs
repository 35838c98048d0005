//! Start and end of a running server.
//!
//! The end loses nothing: no new connections, event streams end, requests finish, ingest writes
//! what it has taken, the store closes. Those who do not finish in time are cut off.

use crate::config::Config;
use crate::http::{self, AppFiles, AppState};
use crate::ingest::{Ingest, IngestOptions, IngestState, Tokens};
use crate::store::embedded::{EmbeddedOptions, EmbeddedStore};
use crate::store::{Store, StoreError};
use contract::vocabulary::Vocabulary;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinError;

/// How long requests may take to finish after the server was told to end.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often retention looks.
const RETENTION_EVERY: Duration = Duration::from_mins(1);

/// Why a server does not run. Each is a whole sentence.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Something else listens there.
    #[error(
        "Something else listens on {0} already: stop it, or choose another port with `listen` in the config or MONITOR_LISTEN."
    )]
    AddressInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("It is not possible to listen on {address}: {source}.")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// Another server uses the data folder.
    #[error("The data folder {folder} cannot be used: {reason}")]
    FolderInUse {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The store cannot be opened.
    #[error("The store in {folder} cannot be opened: {source}.")]
    Store {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The built app is there and cannot be read.
    #[error("The app in {folder} cannot be read: {source}.")]
    App {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Signals cannot be waited for, or connections not be taken.
    #[error("The server cannot go on: {0}.")]
    Io(#[from] io::Error),
    /// A thread of ours failed.
    #[error("A worker thread failed: {0}.")]
    Thread(#[from] JoinError),
}

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// When the address, the data folder or the app cannot be used.
pub async fn serve(config: Config) -> Result<(), ServeError> {
    // The address first: a store that is opened for nothing would keep another server from it.
    let listener = listen(config.listen).await?;
    let address = listener.local_addr()?;
    let store = open(&config).await?;
    let files = app_files(&config)?;
    let state = state(config, Arc::clone(&store), files);
    let (end, ending) = watch::channel(false);
    let retention = tokio::spawn(keep_retention(Arc::clone(&store), state.clone(), ending.clone()));
    tracing::info!(%address, "listening on http://{address}");

    let signal = ended_by_signal()?;
    let streams = state.clone();
    let told = async move {
        signal.await;
        tracing::info!("shutting down: requests finish, nothing new is taken");
        streams.end_streams();
        end.send_replace(true);
    };
    let service = http::app(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(told);
    tokio::select! {
        result = served.into_future() => result?,
        () = overdue(ending) => tracing::warn!("some requests did not finish in time and are cut off"),
    }

    let ingest = state.ingest().clone();
    tokio::task::spawn_blocking(move || ingest.close()).await?;
    retention.await?;
    tracing::info!("everything taken is written; good bye");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServeError::AddressInUse(address),
        _ => ServeError::Address { address, source },
    })
}

async fn open(config: &Config) -> Result<Arc<dyn Store>, ServeError> {
    let folder = config.data_dir.clone();
    let options = EmbeddedOptions {
        data_dir: folder.clone(),
        keep_days: Some(config.retention.days),
        keep_bytes: Some(config.retention.size.bytes()),
    };
    let opened = tokio::task::spawn_blocking(move || EmbeddedStore::open(options)).await?;
    match opened {
        Ok(store) => Ok(Arc::new(store)),
        Err(StoreError::InUse(reason)) => Err(ServeError::FolderInUse { folder, reason }),
        Err(source) => Err(ServeError::Store { folder, source }),
    }
}

fn app_files(config: &Config) -> Result<AppFiles, ServeError> {
    let folder = config.app_dir.clone();
    let files = AppFiles::read(&folder, &config.http.connect_origins)
        .map_err(|source| ServeError::App { folder: folder.clone(), source })?;
    if !files.is_built() {
        tracing::warn!(folder = %folder.display(), "there is no built app; logs are taken and the API answers");
        return Ok(files);
    }
    let compressed = files.clone();
    std::thread::Builder::new().name("compress".to_owned()).spawn(move || compressed.compress())?;
    Ok(files)
}

/// Brings the parts of a server together around an open store.
fn state(config: Config, store: Arc<dyn Store>, files: AppFiles) -> AppState {
    let tokens: Tokens =
        config.sources.iter().filter_map(|source| Some(source.token.as_ref()?.reveal().to_owned())).collect();
    if config.sources.is_empty() {
        tracing::warn!("no source token is configured: whoever reaches this server may send logs");
    }
    let options =
        IngestOptions { queue_bytes: config.ingest.queue_size.as_usize(), ..IngestOptions::default() };
    let ingest = Ingest::start(Arc::clone(&store), options);
    let vocabulary = Vocabulary::with_aliases(&config.aliases).unwrap_or_else(|error| {
        // A config that was read from a file or the environment was checked for this.
        tracing::error!(%error, "the aliases are left out");
        Vocabulary::default()
    });
    let mut ingest = IngestState::new(ingest, tokens, Arc::new(vocabulary));
    ingest.body_bytes = config.ingest.body_size.as_usize();
    ingest.decoded_bytes = ingest.decoded_bytes.max(ingest.body_bytes);
    AppState::new(store, ingest, config, files, http::system_clock())
}

/// Looks for days to remove, at once and then every minute, until the server ends.
async fn keep_retention(store: Arc<dyn Store>, state: AppState, mut ending: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(RETENTION_EVERY);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = ending.wait_for(|is_ending| *is_ending) => return,
        }
        let (store, now_ms) = (Arc::clone(&store), state.now_ms());
        match tokio::task::spawn_blocking(move || store.enforce_retention(now_ms)).await {
            Ok(Ok(days)) => {
                for day in days {
                    tracing::info!(day = day.day, bytes = day.bytes, reason = ?day.reason, "a day was removed");
                }
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "retention could not remove what is too old or too much");
            }
            Err(error) => tracing::error!(%error, "retention failed"),
        }
    }
}

/// Resolves so long after the server was told to end that waiting for requests is over.
async fn overdue(mut ending: watch::Receiver<bool>) {
    if ending.wait_for(|is_ending| *is_ending).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(FAREWELL).await;
}

/// Resolves on SIGTERM or SIGINT.
#[cfg(unix)]
pub(crate) fn ended_by_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves on Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn ended_by_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
