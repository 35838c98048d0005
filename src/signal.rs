//! Values that change, behind one type.
//!
//! Policy: leptos' own signals are compiled once for every type of value, which was a third of the
//! app's download. Here the value is kept as `dyn Any`, so that tracking, caching and waking are
//! compiled once, and only the comparison and the last step to the value know its type.

use leptos::prelude::*;
use leptos::reactive::computed::Memo as LeptosMemo;
use leptos::reactive::wrappers::read::Signal as LeptosSignal;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value of any type.
type Held = Arc<dyn Any + Send + Sync>;

/// A value that changes: whoever reads it in an effect or a view runs again when it does.
pub(crate) struct Signal<T> {
    held: LeptosSignal<Held>,
    value: PhantomData<fn() -> T>,
}

/// A signal that is worked out once for all who read it, and changes only when its value differs.
pub(crate) type Memo<T> = Signal<T>;

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Worked out from other signals and the last value, and kept until one of them changes.
    pub(crate) fn new(work_out: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        let work_out = move |last: Option<&Held>| -> Held {
            Arc::new(work_out(last.and_then(|last| last.downcast_ref())))
        };
        Self::of(memo(Box::new(work_out), has_changed::<T>))
    }

    /// Worked out from other signals each time that it is read.
    pub(crate) fn derive(work_out: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::of(derived(Box::new(move || Arc::new(work_out()))))
    }

    /// A value that never changes.
    pub(crate) fn stored(value: T) -> Self {
        Self::of(constant(Arc::new(value)))
    }

    /// Reads the value where it is.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(typed(&now(self.held)))
    }

    /// Reads the value where it is, without running again when it changes.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(typed(&now_untracked(self.held)))
    }

    /// The value.
    pub(crate) fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value, without running again when it changes.
    pub(crate) fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Runs again when the value changes, whatever it is.
    pub(crate) fn track(&self) {
        track(self.held);
    }

    fn of(held: LeptosSignal<Held>) -> Self {
        Self { held, value: PhantomData }
    }
}

impl<T: Clone + Send + Sync + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T> IntoRender for Signal<T>
where
    T: Clone + Send + Sync + 'static + RenderHtml,
    T::State: 'static,
{
    type Output = AnyView;

    fn into_render(self) -> AnyView {
        let shown: Shared<T> = Arc::new(std::sync::Mutex::new(move || self.get()));
        shown.into_any()
    }
}

impl<T> IntoAttributeValue for Signal<T>
where
    T: Clone + Send + Sync + 'static,
{
    type Output = Shared<T>;

    fn into_attribute_value(self) -> Shared<T> {
        Arc::new(std::sync::Mutex::new(move || self.get()))
    }
}

/// What leptos takes for an attribute or a child that changes, whatever works it out.
type Shared<T> = Arc<std::sync::Mutex<dyn FnMut() -> T + Send>>;

/// Works a value out from the last one.
type WorkOut = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;

fn memo(work_out: WorkOut, has_changed: fn(Option<&Held>, Option<&Held>) -> bool) -> LeptosSignal<Held> {
    LeptosMemo::new_with_compare(work_out, has_changed).into()
}

fn derived(work_out: Box<dyn Fn() -> Held + Send + Sync>) -> LeptosSignal<Held> {
    LeptosSignal::derive(work_out)
}

fn constant(value: Held) -> LeptosSignal<Held> {
    LeptosSignal::stored(value)
}

#[inline(never)]
fn now(signal: LeptosSignal<Held>) -> Held {
    signal.get()
}

#[inline(never)]
fn now_untracked(signal: LeptosSignal<Held>) -> Held {
    signal.get_untracked()
}

#[inline(never)]
fn track(signal: LeptosSignal<Held>) {
    signal.track();
}

fn has_changed<T: PartialEq + 'static>(last: Option<&Held>, now: Option<&Held>) -> bool {
    last.and_then(|held| held.downcast_ref::<T>()) != now.and_then(|held| held.downcast_ref::<T>())
}

fn typed<T: 'static>(held: &Held) -> &T {
    #[expect(clippy::expect_used, reason = "only `Signal<T>` puts a value in, and it is a `T`")]
    held.downcast_ref().expect("a signal holds what its type says")
}
