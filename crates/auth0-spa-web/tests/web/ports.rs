//! Clock, randomness, storage, address and HTTP of a real browser.

use std::pin::pin;
use std::task::{Context, Waker};

use auth0_spa::http::{Body, HttpClient, HttpRequest, MAX_BODY, Method};
use auth0_spa::{Clock, Random, Storage, TransportError};
use auth0_spa_web::{Browser, location, until_visible};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

fn get(url: &str) -> HttpRequest {
    HttpRequest { method: Method::Get, url: url.to_owned(), bearer: None, body: Body::Empty }
}

#[wasm_bindgen_test]
fn the_clock_counts_seconds() {
    // Between the years 2020 and 2100: milliseconds would be far outside.
    assert!((1_577_836_800..4_102_444_800).contains(&Browser.now().0));
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let (mut one, mut other) = ([0; 32], [0; 32]);
    Browser.fill(&mut one).unwrap();
    Browser.fill(&mut other).unwrap();
    assert_ne!(one, other);
}

#[wasm_bindgen_test]
fn storage_writes_reads_lists_and_removes() {
    Browser.set("account-linking.test", "{\"a\": 1}").unwrap();
    assert_eq!(Browser.get("account-linking.test").unwrap().as_deref(), Some("{\"a\": 1}"));
    assert!(Browser.keys().unwrap().iter().any(|key| key == "account-linking.test"));
    Browser.remove("account-linking.test").unwrap();
    assert_eq!(Browser.get("account-linking.test").unwrap(), None);
}

/// Cases: RT-01.
#[wasm_bindgen_test]
fn taking_the_address_removes_the_callback_and_keeps_other_parameters() {
    location::replace("/?utm_source=x&code=a%252Bb&state=S#part");
    let taken = location::take_page_url();
    assert_eq!((taken.search.as_str(), taken.hash.as_str()), ("?utm_source=x&code=a%252Bb&state=S", "#part"));
    let now = location::take_page_url();
    assert_eq!((now.path.as_str(), now.search.as_str(), now.hash.as_str()), ("/", "?utm_source=x", "#part"));
    location::replace("/");
}

/// Cases: RT-19.
#[wasm_bindgen_test]
async fn a_prerendered_page_waits_until_it_is_visible() {
    until_visible().await;

    let document = web_sys::window().unwrap().document().unwrap();
    let name = JsValue::from_str("prerendering");
    // An own property hides the one of the prototype; the test takes it away again.
    let hidden = Object::new();
    Reflect::set(&hidden, &"value".into(), &true.into()).unwrap();
    Reflect::set(&hidden, &"configurable".into(), &true.into()).unwrap();
    Object::define_property(&document, &name, &hidden);
    let mut seen = pin!(until_visible());
    assert!(seen.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());

    Reflect::delete_property(&document, &name).unwrap();
    document.dispatch_event(&Event::new("prerenderingchange").unwrap()).unwrap();
    seen.await;
}

#[wasm_bindgen_test]
async fn a_response_is_read_whatever_its_status() {
    let url = format!("{}/there-is-no-such-file", location::origin());
    assert_eq!(Browser.send(get(&url)).await.unwrap().status, 404);
}

#[wasm_bindgen_test]
async fn an_unreachable_server_is_a_failed_request() {
    // Port 1 is refused by the browser itself.
    assert_eq!(Browser.send(get("http://localhost:1/")).await.unwrap_err(), TransportError::Failed);
}

/// Whatever the page was sent to instead is not what it asked for.
#[wasm_bindgen_test]
async fn a_response_after_a_redirect_is_a_failed_request() {
    let script = "const real = window.fetch;
        window.fetch = async () => {
            window.fetch = real;
            return Object.defineProperty(new Response('{}'), 'redirected', { value: true });
        };";
    Function::new_no_args(script).call0(&JsValue::NULL).unwrap();
    assert_eq!(Browser.send(get("/moved")).await.unwrap_err(), TransportError::Failed);
}

/// The next answer has a body of these pieces; what it returns tells how many were taken and whether the rest was refused.
fn answer_in_pieces(pieces: &str) -> Object {
    let script = format!(
        "const told = {{ taken: 0, cancelled: false }}, pieces = {pieces}, real = window.fetch;
        const pull = (controller) => {{
            const {{ value, done }} = pieces.next();
            if (done) {{ controller.close(); return; }}
            told.taken += 1;
            controller.enqueue(value);
        }};
        const cancel = () => {{ told.cancelled = true; }};
        window.fetch = async () => {{
            window.fetch = real;
            return new Response(new ReadableStream({{ pull, cancel }}, {{ highWaterMark: 0 }}));
        }};
        return told;"
    );
    Function::new_no_args(&script).call0(&JsValue::NULL).unwrap().into()
}

/// Pieces of 64 KiB, this many.
fn large(count: &str) -> String {
    format!("(function* () {{ for (let i = 0; i < {count}; i++) yield new Uint8Array(65536).fill(97); }})()")
}

/// Cases: TE-26.
#[wasm_bindgen_test]
async fn a_response_is_read_up_to_the_limit_and_no_further() {
    let told = answer_in_pieces(&large("Infinity"));
    assert_eq!(Browser.send(get("/endless")).await.unwrap_err(), TransportError::TooLarge);
    let member = |name: &str| Reflect::get(&told, &name.into()).unwrap();
    assert_eq!(member("taken"), JsValue::from_f64(17.0), "the piece that is too much is the last one");
    assert_eq!(member("cancelled"), JsValue::TRUE);

    answer_in_pieces(&large("16"));
    assert_eq!(Browser.send(get("/at-the-limit")).await.unwrap().body.len(), MAX_BODY);
}

#[wasm_bindgen_test]
async fn a_response_in_chunks_is_one_text() {
    for (pieces, expected) in [
        ("[[0xEF, 0xBB], [0xBF, 0x7B], [0x22, 0xC3], [], [0xA9, 0x22, 0x7D]]", "{\"é\"}"),
        ("[[0x61, 0xFF, 0x62]]", "a\u{fffd}b"),
        ("[]", ""),
    ] {
        answer_in_pieces(&format!("{pieces}.map((bytes) => new Uint8Array(bytes)).values()"));
        assert_eq!(Browser.send(get("/pieces")).await.unwrap().body, expected);
    }
}
