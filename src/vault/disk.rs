//! The only place that reads and writes files.
#![expect(clippy::disallowed_methods, reason = "this is the seam that the lint protects")]

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::Path;

/// Files over this many bytes are not read.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// The bytes of a file, if it is a file and not too large.
pub(super) fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path).map_err(plain)?;
    let size = file.metadata().map_err(plain)?.len();
    if size > MAX_FILE_BYTES {
        return Err(io::Error::other(format!("too large: {size} bytes; at most {MAX_FILE_BYTES} are read")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes).map_err(plain)?;
    Ok(bytes)
}

/// The text of a file that is ours: a config or a rule.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_bounded(path)?).map_err(|_| io::Error::other("not UTF-8"))
}

/// Writes a file whole, beside it first and then in its place, with the old one's mode.
/// Nobody ever sees half of it.
///
/// # Errors
/// If the folder cannot be written to.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut fresh = tempfile::Builder::new().prefix(".wherefrom-").tempfile_in(folder)?;
    fresh.write_all(text.as_bytes())?;
    fresh.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    fresh.as_file().sync_all()?;
    fresh.persist(path).map_err(|error| error.error)?;
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
