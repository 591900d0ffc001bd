//! The tenant's pages, and bad input to every endpoint.

use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Emulator, Seed};
use axum::body::Body;
use axum::http::Request;

use crate::client::{Answer, answer, authorize_url, client_id, send, tenant, tenant_of};

/// Opens `/authorize` and the page that it redirects to, with the device cookie.
async fn login_page(tenant: &Emulator, extra: &[(&str, &str)]) -> Answer {
    login_page_at(tenant, extra, "").await
}

/// The same with more parameters at the end of the page's address.
async fn login_page_at(tenant: &Emulator, extra: &[(&str, &str)], more: &str) -> Answer {
    let first = send(tenant, "GET", &authorize_url(tenant, extra), None, None).await;
    assert_eq!(first.status, 302, "{}", first.text);
    let cookie = first.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let path = first.header("location").unwrap().replace("http://localhost:4400", "");
    let request = Request::builder().uri(path + more).header("cookie", cookie).body(Body::empty()).unwrap();
    answer(tenant, request).await
}

#[tokio::test]
async fn the_login_page_has_the_expected_fields_and_buttons() {
    let page = login_page(&tenant(), &[("login_hint", "someone@example.com")]).await;
    for part in [
        "<h1>Log in to Account Linking</h1>",
        "<label for=\"username\">Email address</label>",
        "value=\"someone@example.com\"",
        "<label for=\"password\">Password</label>",
        ">Continue</button>",
        ">Continue with Google</button>",
        ">Continue with Facebook</button>",
        ">Continue with GitHub</button>",
        ">Forgot password?</button>",
        ">Demo accounts</h2>",
        ">Log in as alice@example.com</button>",
        ">Cancel</button>",
    ] {
        assert!(page.text.contains(part), "{part} is missing");
    }
    let database = login_page(&tenant(), &[("connection", "Username-Password-Authentication")]).await;
    assert!(!database.text.contains("Continue with"), "other connections are offered");
}

#[tokio::test]
async fn accounts_of_another_users_file_are_not_called_demo_accounts() {
    let users = "users: [{provider: auth0, id: a, email: ann@example.com, password: p}]";
    let page = login_page(&tenant_of(Seed::parse(DEMO_TENANT, users).unwrap()), &[]).await;
    assert!(page.text.contains(">Log in as ann@example.com</button>"), "{}", page.text);
    assert!(!page.text.to_lowercase().contains("demo") && !page.text.contains("type=\"search\""));
}

#[tokio::test]
async fn many_accounts_are_searched_on_the_login_page_and_at_a_provider() {
    let entry = |number: u32| {
        format!(
            "  - {{provider: auth0, id: a{number}, email: user{number}@example.com, password: p}}\n  - {{provider: \
                 github, id: {number}, name: Coder {number}}}\n"
        )
    };
    let users = format!("users:\n{}", (100..140).map(entry).collect::<String>());
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, &users).unwrap());
    for (extra, button, found) in [
        (vec![], "Log in as ", "Log in as user139@example.com"),
        (vec![("connection", "github")], "Continue as ", "Continue as Coder 139"),
    ] {
        let first = login_page(&tenant, &extra).await;
        assert!(first.text.contains("Search 40 accounts") && first.text.contains("24 of 40 are shown."));
        assert_eq!(first.text.matches(button).count(), 24);
        assert!(!first.text.contains(found));
        let searched = login_page_at(&tenant, &extra, "&q=39").await;
        assert!(
            searched.text.contains(found) && searched.text.contains("1 of 1 are shown."),
            "{}",
            searched.text
        );
        assert_eq!(searched.text.matches(button).count(), 1);
    }
}

#[tokio::test]
async fn accounts_with_an_address_are_found_by_name_too() {
    let entry = |number: u32| {
        format!(
            "  - {{provider: auth0, id: a{number}, email: u{number}@example.com, name: Person {number}, password: p}}\n"
        )
    };
    let users = format!("users:\n{}", (100..140).map(entry).collect::<String>());
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, &users).unwrap());
    let searched = login_page_at(&tenant, &[], "&q=person+139").await;
    assert!(searched.text.contains(">Log in as u139@example.com</button>"), "{}", searched.text);
    assert!(searched.text.contains("1 of 1 are shown."));
}

#[tokio::test]
async fn an_account_without_a_name_is_offered() {
    let users = format!("{DEMO_USERS}\n  - {{provider: github, id: '7'}}\n");
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, &users).unwrap());
    let page = login_page(&tenant, &[("connection", "github")]).await;
    assert!(page.text.contains(">Continue as account without a name</button>"), "{}", page.text);
}

#[tokio::test]
async fn the_provider_page_offers_its_accounts_by_email_or_name() {
    let page = login_page(&tenant(), &[("connection", "github")]).await;
    for part in [
        "<h1>Sign in with GitHub (simulated)</h1>",
        ">Continue as octo-alice@github.example</button>",
        ">Continue as Dave No-Mail</button>",
        ">Cancel</button>",
    ] {
        assert!(page.text.contains(part), "{part} is missing");
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere_and_cannot_be_framed() {
    let page = login_page(&tenant(), &[]).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.text.contains("<script"), "the page works without scripts");
    assert!(
        !page.text.contains("http://") && !page.text.contains("https://"),
        "nothing is loaded from elsewhere"
    );
}

#[tokio::test]
async fn hostile_names_are_shown_as_text() {
    let users = "users:\n  - {provider: github, id: 1, name: \"<script>alert(1)</script>\"}\n";
    let tenant = tenant_of(Seed::parse(auth0_emulator::DEMO_TENANT, users).unwrap());
    for extra in [[("connection", "github")], [("login_hint", "\"><script>alert(1)</script>")]] {
        let page = login_page(&tenant, &extra).await;
        assert!(
            !page.text.contains("<script>alert") && page.text.contains("&lt;script&gt;"),
            "{}",
            page.text
        );
    }
    let inspector = send(&tenant, "GET", "/_emulator", None, None).await;
    assert!(!inspector.text.contains("<script>alert"));
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_and_not_kept() {
    let tenant = tenant();
    let big = "x".repeat(10 * 1024 * 1024);
    for (path, kind) in [
        ("/oauth/token", "application/x-www-form-urlencoded"),
        ("/oauth/token", "application/json"),
        ("/oauth/revoke", "application/json"),
        ("/u/login?state=x", "application/x-www-form-urlencoded"),
        ("/authorize", "application/x-www-form-urlencoded"),
    ] {
        let request = Request::builder().method("POST").uri(path).header("content-type", kind);
        let answer = answer(&tenant, request.body(Body::from(big.clone())).unwrap()).await;
        assert_eq!(answer.status, 413, "{path} {kind}");
    }
}

#[tokio::test]
async fn invalid_bodies_are_refused_with_the_reason() {
    let tenant = tenant();
    for (kind, body) in [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "{\"grant_type\":7}"),
        ("application/json", ""),
        ("text/plain", "hello"),
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded", "%%%=%ff"),
    ] {
        let request = Request::builder().method("POST").uri("/oauth/token").header("content-type", kind);
        let answer = answer(&tenant, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(
            (answer.status, answer.json()["error"].as_str()),
            (400, Some("invalid_request")),
            "{kind} {body}"
        );
    }
}

#[tokio::test]
async fn very_long_and_broken_parameters_end_in_an_error_of_auth0s_shape() {
    let tenant = tenant();
    let long = "x".repeat(60_000);
    let client_id = client_id(&tenant);
    for query in [
        format!("client_id={long}"),
        format!("client_id={client_id}&redirect_uri={long}"),
        "client_id=%ff%fe".to_owned(),
        "%00=%00&client_id=%00".to_owned(),
        String::new(),
    ] {
        let answer = send(&tenant, "GET", &format!("/authorize?{query}"), None, None).await;
        assert!(matches!(answer.status, 400 | 403), "{}", answer.status);
        assert!(answer.text.contains("<h1>"), "{}", answer.text);
    }
}
