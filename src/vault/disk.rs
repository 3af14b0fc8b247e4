//! The only place that reads and writes files.
#![expect(clippy::disallowed_methods, reason = "this is the seam that the lint protects")]

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

/// Files over this many bytes are not read.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// The bytes of a file, if it is a file of at most that many.
pub(super) fn read_bounded(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, size) = open(path)?;
    if size > most {
        return Err(io::Error::other(format!("too large: {size} bytes; at most {most} are read")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(most).read_to_end(&mut bytes).map_err(plain)?;
    Ok(bytes)
}

/// A file and its size. A pipe or a device is never opened: it may keep whoever opens it waiting for ever.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let metadata = fs::metadata(path).map_err(plain)?;
    if metadata.is_dir() {
        return Err(io::Error::other("is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    Ok((File::open(path).map_err(plain)?, metadata.len()))
}

/// The first bytes of a file, `most` of them at most.
pub(super) fn read_head(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.0.take(most).read_to_end(&mut bytes).map_err(plain)?;
    Ok(bytes)
}

/// The path without links and dots in it.
///
/// # Errors
/// If nothing is there.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().map_err(plain)
}

/// The text of a file that is ours: a config or a rule.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_bounded(path, MAX_FILE_BYTES)?).map_err(|_| io::Error::other("not UTF-8"))
}

/// Whether [`replace`] would write to the file `path` below `root`.
///
/// # Errors
/// Why not: it is no plain file inside the root, may not be written to, or is no longer `before`.
pub fn check_replaceable(root: &Path, path: &str, before: &str) -> io::Result<()> {
    let path = root.join(path);
    let metadata = fs::symlink_metadata(&path).map_err(plain)?;
    if !metadata.is_file() || !canonical(&path)?.starts_with(canonical(root)?) {
        return Err(io::Error::other("not a plain file inside the vault"));
    }
    // Asked of the system and not of the mode: it knows who is asking.
    if let Err(error) = File::options().write(true).open(&path) {
        let read_only = error.kind() == io::ErrorKind::PermissionDenied;
        return Err(if read_only { io::Error::other("read-only") } else { plain(error) });
    }
    if read_bounded(&path, MAX_FILE_BYTES)? != before.as_bytes() {
        return Err(io::Error::other("changed since it was read"));
    }
    Ok(())
}

/// Replaces the text of the file `path` below `root`, if it still is `before`: beside it first
/// and then in its place, with the old one's mode. Nobody ever sees half of it.
///
/// # Errors
/// Those of [`check_replaceable`], or if the folder cannot be written to.
pub fn replace(root: &Path, path: &str, before: &str, after: &str) -> io::Result<()> {
    check_replaceable(root, path, before)?;
    let path = root.join(path);
    let folder = path.parent().unwrap_or(root);
    let mut fresh = tempfile::Builder::new().prefix(".wherefrom-").tempfile_in(folder).map_err(plain)?;
    fresh.write_all(after.as_bytes()).map_err(plain)?;
    fresh.as_file().set_permissions(fs::metadata(&path).map_err(plain)?.permissions()).map_err(plain)?;
    fresh.as_file().sync_all().map_err(plain)?;
    fresh.persist(&path).map_err(|error| plain(error.error))?;
    Ok(())
}

/// Writes a file that need not exist.
///
/// # Errors
/// If it cannot be written.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// The system's words without its number, lower case like every message.
fn plain(error: io::Error) -> io::Error {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    };
    io::Error::new(error.kind(), message)
}
