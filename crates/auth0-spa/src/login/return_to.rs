//! The path to show after a login. Always on this origin.

/// A path with its query and fragment, on our own origin (RFC 9700 section 4.11: no open redirect).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Keeps `path` when it is a path of this origin to every URL parser, otherwise the root.
    pub fn parse(path: &str) -> Self {
        let mut characters = path.chars();
        let rooted = characters.next() == Some('/');
        // A second slash or a backslash would begin a host name; so would `/%2F/` behind a server that decodes.
        let local = !matches!(characters.next(), Some('/' | '\\' | '%'));
        let clean = path.chars().all(|character| !character.is_control() && character != '\\');
        // `/.//host` is a path, but removing its dot segment leaves `//host`, a host name.
        let whole = path.split(['?', '#']).next().is_some_and(|path| !path.contains("//"));
        if rooted && local && clean && whole { Self(path.to_owned()) } else { Self("/".to_owned()) }
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
