//! Reads the seed files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed, SeedError, SeedFile};
use serde_json::Value;

use crate::args::Args;
use crate::failure::Failure;

/// The environment variable with the Deploy CLI's keyword values, a JSON object.
const KEYWORDS: &str = "AUTH0_KEYWORD_REPLACE_MAPPINGS";

/// Reads the files of the command line, or those of the demo tenant.
///
/// # Errors
///
/// [`Failure::Unreadable`] or [`Failure::Seed`].
pub(crate) fn seed(args: &Args) -> Result<Seed, Failure> {
    let tenant = text(args.tenant.as_deref(), DEMO_TENANT)?;
    // The people of the demo tenant do not fit another tenant.
    let nobody = if args.tenant.is_some() { "{}" } else { DEMO_USERS };
    let users = text(args.users.as_deref(), nobody)?;
    let keywords: BTreeMap<String, Value> = match std::env::var(KEYWORDS) {
        Ok(text) => {
            serde_json::from_str(&text).map_err(|source| Failure::Keywords { variable: KEYWORDS, source })?
        }
        Err(_) => BTreeMap::new(),
    };
    let seed = Seed::parse_with_keywords(&tenant, &users, &keywords)
        .map_err(|source| Failure::Seed { path: file_of(&source, args), source })?;
    let seed = args.app_origin.iter().fold(seed, |seed, origin| seed.allow_origin(origin));
    let seed = match args.consent {
        Some(consent) => seed.with_consent(consent.into()),
        None => seed,
    };
    Ok(match args.unsupported {
        Some(mode) => seed.with_settings(|settings| settings.unsupported = mode.into()),
        None => seed,
    })
}

fn text(path: Option<&Path>, built_in: &str) -> Result<String, Failure> {
    let Some(path) = path else { return Ok(built_in.to_owned()) };
    std::fs::read_to_string(path).map_err(|source| Failure::Unreadable { path: path.to_owned(), source })
}

fn file_of(error: &SeedError, args: &Args) -> Option<PathBuf> {
    match error.file() {
        SeedFile::Tenant => args.tenant.clone(),
        SeedFile::Users => args.users.clone(),
    }
}
