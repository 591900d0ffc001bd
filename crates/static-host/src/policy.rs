//! The Content-Security-Policy (W3C, Content Security Policy Level 3): what the page may load, request and run.

use std::fmt;

use crate::tenant::TenantOrigin;

/// The directives with their sources, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentSecurityPolicy(Vec<(&'static str, String)>);

impl ContentSecurityPolicy {
    /// The policy of the app. Without a tenant (no valid `domain`) only its own server can be requested.
    pub fn new(tenant: Option<&TenantOrigin>) -> Self {
        let connect = tenant.map_or_else(|| "'self'".to_owned(), |tenant| format!("'self' {tenant}"));
        Self(vec![
            ("default-src", "'none'".to_owned()),
            // 'wasm-unsafe-eval' allows compiling wasm; `eval` and inline script stay forbidden.
            ("script-src", "'self' 'wasm-unsafe-eval'".to_owned()),
            ("style-src", "'self'".to_owned()),
            // Profile pictures are on the providers' servers; `data:` is for the empty icon and pictures in profiles.
            ("img-src", "'self' https: data:".to_owned()),
            ("connect-src", connect),
            ("form-action", "'none'".to_owned()),
            ("base-uri", "'none'".to_owned()),
            ("object-src", "'none'".to_owned()),
            ("frame-ancestors", "'none'".to_owned()),
            // No text becomes markup or script; the build uses no such sink, so no policy is needed.
            ("require-trusted-types-for", "'script'".to_owned()),
            ("trusted-types", "'none'".to_owned()),
        ])
    }

    /// The same policy without a directive, to test hosts that do not send all of it.
    #[must_use]
    pub fn without(mut self, directive: &str) -> Self {
        self.0.retain(|(name, _)| *name != directive);
        self
    }
}

impl fmt::Display for ContentSecurityPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (directive, sources)) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(formatter, "{separator}{directive} {sources}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_has_exactly_these_directives() {
        let tenant = TenantOrigin::from_domain("acme.eu.auth0.com").unwrap();
        assert_eq!(
            ContentSecurityPolicy::new(Some(&tenant)).to_string(),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' https: data:; connect-src 'self' https://acme.eu.auth0.com; form-action 'none'; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
             trusted-types 'none'"
        );
    }

    #[test]
    fn without_a_tenant_only_requests_to_self_are_allowed() {
        assert!(ContentSecurityPolicy::new(None).to_string().contains("; connect-src 'self'; "));
    }

    #[test]
    fn a_directive_can_be_left_out() {
        let policy = ContentSecurityPolicy::new(None).without("frame-ancestors").to_string();
        assert!(
            !policy.contains("frame-ancestors") && policy.contains("object-src 'none'; require-"),
            "{policy}"
        );
    }
}
