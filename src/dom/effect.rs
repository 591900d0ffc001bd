//! What follows a change, after the page shows it.

use leptos::prelude::Effect;

/// Runs `run` once the page is drawn, and again whenever a signal that it read has changed.
///
/// Boxed, so that the loop of an effect is in the bundle once and not for each closure.
pub fn effect(run: impl FnMut() + 'static) {
    Effect::new(Box::new(run) as Box<dyn FnMut()>);
}
