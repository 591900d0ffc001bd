//! Effects: what runs after the page has changed.

use leptos::prelude::Effect;

/// Runs `run` once the page is drawn, and again whenever a signal that it read has changed.
///
/// Boxed, so that the bundle holds the loop of an effect once and not for each closure.
pub fn effect(run: impl FnMut() + 'static) {
    Effect::new(Box::new(run) as Box<dyn FnMut()>);
}
