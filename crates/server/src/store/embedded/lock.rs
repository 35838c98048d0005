//! One server a data folder.

use crate::store::StoreError;
use fs4::{FileExt, TryLockError};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// Holds a data folder until dropped. The operating system lets go of it whatever way the process
/// ends, so a crash leaves nothing to clean up.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(super) fn take(data_dir: &Path) -> Result<Self, StoreError> {
        let path = data_dir.join("lock");
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(in_use(&mut file, data_dir))),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // The number is for the sentence that a second server says; it is no part of the lock.
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

fn in_use(file: &mut File, data_dir: &Path) -> String {
    let mut pid = String::new();
    let is_read = file.read_to_string(&mut pid).is_ok();
    let process = match pid.trim() {
        pid if is_read && !pid.is_empty() => format!(" (process {pid})"),
        _ => String::new(),
    };
    format!(
        "Another server{process} uses the data folder {}. Stop it, or give this one another data folder.",
        data_dir.display()
    )
}
