//! The `fields` and `include_fields` parameters of reads.

use serde_json::{Map, Value};

use crate::error::management::ManagementError;
use crate::params::Params;

/// The fields to return.
#[derive(Debug)]
pub(super) struct Fields {
    names: Vec<String>,
    include: bool,
}

impl Fields {
    /// Reads both parameters of an endpoint that has these `others` too.
    ///
    /// # Errors
    ///
    /// [`ManagementError::InvalidQuery`] for a parameter that the endpoint does not have, a repeated one, or an
    /// `include_fields` that is not a boolean.
    pub(super) fn parse(params: &Params, others: &[&str]) -> Result<Self, ManagementError> {
        let is_known = |name: &str| ["fields", "include_fields"].contains(&name) || others.contains(&name);
        if let Some((unknown, _)) = params.iter().find(|(name, _)| !is_known(name)) {
            let message = format!("'Additional properties not allowed: {unknown}'.");
            return Err(ManagementError::InvalidQuery(message));
        }
        let include = boolean(params, "include_fields")?.unwrap_or(true);
        let list = one(params, "fields")?.unwrap_or_default();
        let names =
            list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Ok(Self { names, include })
    }

    /// The object with only these fields, or without them.
    pub(super) fn select(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        if !self.names.is_empty() {
            object.retain(|name, _| self.names.contains(name) == self.include);
        }
        object
    }
}

/// A query parameter that must not be repeated.
pub(super) fn one<'a>(params: &'a Params, name: &str) -> Result<Option<&'a str>, ManagementError> {
    params.one(name).map_err(|repeated| ManagementError::InvalidQuery(format!("'{repeated}'.")))
}

/// A query parameter that is `true` or `false`.
pub(super) fn boolean(params: &Params, name: &str) -> Result<Option<bool>, ManagementError> {
    match one(params, name)? {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(ManagementError::InvalidQuery(format!(
            "'Expected type boolean but found type string' on property {name}."
        ))),
    }
}

/// A query parameter that is an integer in a range.
pub(super) fn number(
    params: &Params,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<Option<usize>, ManagementError> {
    let Some(text) = one(params, name)? else { return Ok(None) };
    let found = text.parse().ok().filter(|number| range.contains(number));
    found.map(Some).ok_or_else(|| {
        let (low, high) = range.into_inner();
        ManagementError::InvalidQuery(format!(
            "'Value {text} is not a number from {low} to {high}' on property {name}."
        ))
    })
}
