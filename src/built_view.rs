//! Views that are built at once, in place of `.into_any()`: every component ends in `.into_built()`.
//!
//! A view of Leptos is a description that is compared with the one before, and for each type of view the compiler
//! generates the code that compares. [`BuiltView`] is one type: the elements are created the moment the view is
//! described, and where a page draws a part again, new elements replace the old ones and the focus moves along. That
//! makes the bundle 12 kB smaller (`docs/size.md`).
//!
//! Use it at the end of a component, and for every part of a view that comes from a closure, a branch or a list. What
//! changes more often than its surroundings is a closure inside the view, as small as possible.

use std::marker::{PhantomData, PhantomPinned};

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;

use crate::dom::focus;

/// Elements that were built from a view of any type.
pub struct BuiltView<M = ()>(SendWrapper<Box<dyn Part>>, PhantomData<M>);

/// A view that can be built at once.
///
/// The elements of a component exist when it returns, so Leptos cannot add an attribute or a listener to them: it would
/// be dropped silently. So it does not compile: such a view is not [`Unpin`], and every other view is. (A property of a
/// generic type has to say that it is `Unpin`.)
///
/// ```compile_fail,E0599
/// use account_linking::built_view::IntoBuilt;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Inner() -> impl IntoView {
///     view! { <p>"Inner"</p> }.into_built()
/// }
///
/// #[component]
/// fn Outer() -> impl IntoView {
///     view! { <div><Inner on:click=|_| ()/></div> }.into_built()
/// }
/// ```
///
/// Give the component a property, or put an element around it:
///
/// ```no_run
/// use account_linking::built_view::IntoBuilt;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Inner() -> impl IntoView {
///     view! { <p>"Inner"</p> }.into_built()
/// }
///
/// #[component]
/// fn Outer() -> impl IntoView {
///     view! { <div on:click=|_| ()><Inner/></div> }.into_built()
/// }
/// ```
pub trait IntoBuilt {
    /// Builds the elements.
    fn into_built(self) -> BuiltView;
}

impl<V> IntoBuilt for V
where
    V: IntoView + Unpin,
    V::State: 'static,
{
    fn into_built(self) -> BuiltView {
        BuiltView(SendWrapper::new(Box::new(self.build())), PhantomData)
    }
}

/// The children of a component: in place of `Children`, which keeps the description.
pub struct BuiltChildren(Box<dyn FnOnce() -> BuiltView + Send>);

impl BuiltChildren {
    /// Builds the elements.
    pub fn build(self) -> BuiltView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for BuiltChildren
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView + Unpin,
    V::State: 'static,
{
    fn to_children(view: F) -> Self {
        Self(Box::new(move || view().into_built()))
    }
}

impl<V> ToChildren<ChildrenOptContainer<V>> for BuiltChildren
where
    V: IntoView + Unpin + 'static,
    V::State: 'static,
{
    fn to_children(view: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || view.0.into_built()))
    }
}

/// [`Mountable`] without the list of elements, which only attributes on components need.
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

impl<M> Render for BuiltView<M> {
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

/// Attributes cannot be added any more: the result is a type that [`IntoBuilt`] does not accept.
impl<M: Send + 'static> AddAnyAttr for BuiltView<M> {
    type Output<A: Attribute> = BuiltView<PhantomPinned>;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self::Output<A> {
        BuiltView(self.0, PhantomData)
    }
}

/// Leptos requires this of every view. There is no server rendering, so there is no HTML to write or to hydrate.
impl<M: Send + 'static> RenderHtml for BuiltView<M> {
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
