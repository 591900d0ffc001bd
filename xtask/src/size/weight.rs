//! How many bytes a file is, as it stands and as servers send it precompressed.

use std::io;
use std::iter::Sum;
use std::ops::Add;

use crate::compress;

/// Numbers of bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// As it stands.
    pub(super) raw: usize,
    /// gzip.
    pub(super) gzip: usize,
    /// brotli.
    pub(super) brotli: usize,
}

impl Weight {
    /// Compresses `bytes` both ways and counts.
    ///
    /// # Errors
    ///
    /// When an encoder fails.
    pub(super) fn of(bytes: &[u8]) -> io::Result<Self> {
        Ok(Self {
            raw: bytes.len(),
            gzip: compress::gzip(bytes)?.len(),
            brotli: compress::brotli(bytes)?.len(),
        })
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_compresses_and_brotli_does_it_best() {
        let weight = Weight::of("account linking ".repeat(500).as_bytes()).unwrap();
        assert_eq!(weight.raw, 8000);
        assert!(weight.brotli < weight.gzip && weight.gzip < 100, "{weight:?}");
    }

    #[test]
    fn an_empty_file_has_only_the_encoders_frames() {
        let weight = Weight::of(b"").unwrap();
        assert_eq!(weight.raw, 0);
        assert!(weight.gzip <= 20 && weight.brotli <= 2, "{weight:?}");
    }
}
