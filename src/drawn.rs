//! Views that are built at once: what a component returns, and what stands inside one.
//!
//! A view of Leptos is a description that is compared with the one before; for that, code is made for each shape of
//! view. Here a view becomes elements the moment it is described, and where a page draws a part again, new elements take
//! the place of the old ones, and the focus goes along. What changes more often is a closure in the view, as small as it
//! can be. That is 12 kB less of the bundle (`docs/size.md`).

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;

use crate::dom::focus;

/// Elements that were built from a view, of whatever type it was.
pub struct Drawn(SendWrapper<Box<dyn Part>>);

/// What [`Mountable`] can do, without listing its elements, which only Leptos' attributes for components would ask for.
trait Part {
    fn mount(&mut self, parent: &Element, marker: Option<&Node>);
    fn unmount(&mut self);
    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool;
}

impl<M: Mountable> Part for M {
    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Mountable::mount(self, parent, marker);
    }

    fn unmount(&mut self) {
        Mountable::unmount(self);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        Mountable::insert_before_this(self, child)
    }
}

/// Views can be drawn.
pub trait Draw {
    /// Builds the elements.
    fn drawn(self) -> Drawn;
}

impl<V> Draw for V
where
    V: Render,
    V::State: 'static,
{
    fn drawn(self) -> Drawn {
        Drawn(SendWrapper::new(Box::new(self.build())))
    }
}

/// What stands inside a component: in place of `Children`, which keeps the description.
pub struct Inner(Box<dyn FnOnce() -> Drawn + Send>);

impl Inner {
    /// Builds the elements.
    pub fn draw(self) -> Drawn {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Inner
where
    F: FnOnce() -> V + Send + 'static,
    V: Render,
    V::State: 'static,
{
    fn to_children(view: F) -> Self {
        Self(Box::new(move || view().drawn()))
    }
}

impl<V> ToChildren<ChildrenOptContainer<V>> for Inner
where
    V: Render + Send + 'static,
    V::State: 'static,
{
    fn to_children(view: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || view.0.drawn()))
    }
}

impl Render for Drawn {
    type State = Mounted;

    fn build(self) -> Mounted {
        Mounted(self.0.take())
    }

    fn rebuild(self, state: &mut Mounted) {
        focus::kept_through(|| {
            let mut new = self.build();
            state.0.insert_before_this(&mut new);
            state.0.unmount();
            *state = new;
        });
    }
}

/// Elements in the page, with everything that keeps them up to date.
pub struct Mounted(Box<dyn Part>);

impl Mountable for Mounted {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

/// The elements are there already: a component of this app takes no attributes but its properties.
impl AddAnyAttr for Drawn {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}

/// Leptos asks this of every view. Nothing is drawn on a server, so there is no HTML to write or to take over.
impl RenderHtml for Drawn {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Mounted {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
