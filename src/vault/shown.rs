//! Paths of a vault as people see them: relative to the current folder.

use std::path::{Component, Path};

/// How the paths of a vault are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// What stands before every path: empty, `notes/` or `../vault/`.
    prefix: String,
    /// The folders from the root down to the current one, where that lies inside.
    inside: Vec<String>,
}

impl Shown {
    /// With `prefix` before every path.
    #[must_use]
    pub fn behind(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), inside: Vec::new() }
    }

    /// For the vault at `root`, seen from the folder `from`. Where neither lies inside the other,
    /// paths are absolute if `absolute`.
    #[must_use]
    pub fn new(root: &Path, from: &Path, absolute: bool) -> Self {
        let (root, from) = (parts(root), parts(from));
        let common = root.iter().zip(&from).take_while(|(a, b)| a == b).count();
        if common == root.len() {
            return Self { inside: from[common..].to_vec(), ..Self::default() };
        }
        let (up, down) = match common == from.len() || !absolute {
            true => (from.len() - common, &root[common..]),
            false => (0, &root[..]),
        };
        let down: String = down.iter().map(|part| format!("{}/", part.trim_end_matches('/'))).collect();
        Self::behind("../".repeat(up) + &down)
    }

    /// The path below the root, as it is shown; nothing for what is about no path.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        if path.is_empty() || Path::new(path).is_absolute() {
            return path.to_owned();
        }
        if self.inside.is_empty() {
            return [&self.prefix, path].concat();
        }
        let mut rest = path;
        let mut common = 0;
        for folder in &self.inside {
            match rest.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/')) {
                Some(below) => rest = below,
                None => break,
            }
            common += 1;
        }
        format!("{}{}{rest}", self.prefix, "../".repeat(self.inside.len() - common))
    }
}

fn parts(path: &Path) -> Vec<String> {
    let named = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    path.components().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(root: &str, from: &str, absolute: bool, path: &str) -> String {
        Shown::new(Path::new(root), Path::new(from), absolute).path(path)
    }

    #[test]
    fn paths_lead_from_the_current_folder() {
        assert_eq!(shown("/v", "/v", true, "a/b.md"), "a/b.md");
        assert_eq!(shown("/w/v", "/w", true, "a.md"), "v/a.md");
        assert_eq!(shown("/v", "/v/a", true, "a/b.md"), "b.md");
        assert_eq!(shown("/v", "/v/a/c", false, "a/b.md"), "../b.md");
        assert_eq!(shown("/v", "/v/a", false, "ab/b.md"), "../ab/b.md");
        assert_eq!(shown("/w/v", "/w/x", false, "a.md"), "../v/a.md");
        assert_eq!(shown("/w/v", "/x", true, "a.md"), "/w/v/a.md");
    }
}
