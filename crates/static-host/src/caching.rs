//! How long a browser may keep what it got.

/// Where the files lie whose names change with their content. Everything else keeps its name.
pub const ASSETS: &str = "/assets/";

/// What `Cache-Control` says (RFC 9111, section 5.2; `immutable`: RFC 8246).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// The name changes with the content: a year, and no question even on a reload.
    Immutable,
    /// Kept, but asked for anew each time: the page names the assets, the configuration names the tenant.
    Revalidated,
}

impl Caching {
    /// For a file or page at this path.
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
    fn only_what_has_a_hash_in_its_name_is_kept_unasked() {
        assert_eq!(Caching::of("/assets/app-1f.css"), Caching::Immutable);
        for path in ["/", "/index.html", "/auth_config.json", "/settings", "/assets"] {
            assert_eq!(Caching::of(path), Caching::Revalidated, "{path}");
        }
    }
}
