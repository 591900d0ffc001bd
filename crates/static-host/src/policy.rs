//! The Content-Security-Policy (W3C, Content Security Policy Level 3): what the page may load, ask and run.

use std::fmt;

use crate::tenant::TenantOrigin;

/// The directives with their sources, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentSecurityPolicy(Vec<(&'static str, String)>);

impl ContentSecurityPolicy {
    /// The policy of the app. Without a tenant (there is no valid `domain`) it may ask its own server alone.
    pub fn new(tenant: Option<&TenantOrigin>) -> Self {
        let connect = tenant.map_or_else(|| "'self'".to_owned(), |tenant| format!("'self' {tenant}"));
        Self(vec![
            ("default-src", "'none'".to_owned()),
            // To compile wasm is all that 'wasm-unsafe-eval' allows: `eval` stays forbidden, and so does inline script.
            ("script-src", "'self' 'wasm-unsafe-eval'".to_owned()),
            ("style-src", "'self'".to_owned()),
            // People's pictures lie wherever their providers keep them; `data:` is the empty icon.
            ("img-src", "'self' https: data:".to_owned()),
            ("connect-src", connect),
            ("form-action", "'none'".to_owned()),
            ("base-uri", "'none'".to_owned()),
            ("object-src", "'none'".to_owned()),
            ("frame-ancestors", "'none'".to_owned()),
            // No text becomes markup or script, and nothing may say that it is safe to: the build has no such sink.
            ("require-trusted-types-for", "'script'".to_owned()),
            ("trusted-types", "'none'".to_owned()),
        ])
    }

    /// The same without a directive: what a page is worth on a host that does not send all of it.
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
    fn the_policy_in_full() {
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
    fn without_a_tenant_nobody_else_is_asked() {
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
