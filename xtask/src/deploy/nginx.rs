//! nginx: a file for `conf.d/` or `sites-enabled/`, which are read inside of `http`.

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
        let _ = writeln!(lines, "    add_header {name} \"{value}\" always;");
    }
    format!(
        r#"# {ORIGIN}

map $uri $app_caching {{
    default "{revalidated}";
    ~^{ASSETS} "{immutable}";
}}

server {{
    listen 443 ssl;
    server_name link.example.com;
    ssl_certificate /etc/ssl/link.example.com.pem;
    ssl_certificate_key /etc/ssl/link.example.com.key;
    root /var/www/account-linking;

    # A location with an add_header of its own would lose all of these: keep them here.
{lines}    # Not "always": an error is not to be kept.
    add_header Cache-Control $app_caching;

    # The copies that `cargo xtask build` leaves beside the files.
    gzip_static on;
    # brotli_static on;  # with the module ngx_brotli (Debian: libnginx-mod-http-brotli-static)

    location {ASSETS} {{
        try_files $uri =404;
    }}
    location = /auth_config.json {{
        try_files $uri =404;
    }}
    location / {{
        try_files $uri /index.html;
    }}
}}
"#
    )
}
