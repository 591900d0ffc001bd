//! How long a browser may cache each file.

/// The folder of files whose names contain a hash of their content. All other names stay the same.
pub const ASSETS: &str = "/assets/";

/// The value of `Cache-Control` (RFC 9111, section 5.2; `immutable`: RFC 8246).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// The name changes with the content: cached for a year, not revalidated even on a reload.
    Immutable,
    /// Cached, but revalidated each time: the page names the assets, the configuration names the tenant.
    Revalidated,
}

impl Caching {
    /// The rule for the file or page at this path.
    pub fn of(path: &str) -> Self {
        if path.starts_with(ASSETS) { Self::Immutable } else { Self::Revalidated }
    }

    /// The header's value.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Revalidated => "no-cache",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_a_hash_in_their_name_are_cached_without_revalidation() {
        assert_eq!(Caching::of("/assets/app-1f.css"), Caching::Immutable);
        for path in ["/", "/index.html", "/auth_config.json", "/settings", "/assets"] {
            assert_eq!(Caching::of(path), Caching::Revalidated, "{path}");
        }
    }
}
