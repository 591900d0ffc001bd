//! Caddy 2: a Caddyfile. Caddy gets the certificate by itself.

use std::fmt::Write;

use static_host::Header;
use static_host::caching::{ASSETS, Caching};

use super::ORIGIN;

/// The content of the generated file.
pub(super) fn text(headers: &[Header]) -> String {
    let (immutable, revalidated) = (Caching::Immutable.value(), Caching::Revalidated.value());
    let mut lines = String::new();
    for Header { name, value } in headers {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "\t\t{name} \"{value}\"");
    }
    format!(
        r#"# {ORIGIN}

link.example.com {{
	root * /var/www/account-linking
	header {{
{lines}	}}

	handle {ASSETS}* {{
		@there file
		header @there Cache-Control "{immutable}"
		file_server {{
			precompressed br gzip
		}}
	}}
	handle /auth_config.json {{
		header Cache-Control "{revalidated}"
		file_server
	}}
	handle {{
		header Cache-Control "{revalidated}"
		try_files {{path}} /index.html
		file_server {{
			precompressed br gzip
		}}
	}}
}}
"#
    )
}
