//! Opening a connection early.

/// Opens a connection to `origin` (`https://host[:port]`), which is about to be needed: a hint that browsers may ignore.
pub fn preconnect(origin: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let (Ok(link), Some(head)) = (document.create_element("link"), document.head()) else { return };
    // Without the hint the first request opens the connection.
    let _hinted = link
        .set_attribute("rel", "preconnect")
        .and_then(|()| link.set_attribute("href", origin))
        .and_then(|()| head.append_child(&link));
}
