//! The theme of the gallery and its colours, read from the tokens as the app does it.

use crate::signal::{Memo, Signal};
use crate::state::{document, window};
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use model::palette::Palette;
use model::url::ThemeChoice;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = CSSStyleSheet)]
    type StyleSheet;
    #[wasm_bindgen(constructor, js_class = "CSSStyleSheet")]
    fn new() -> StyleSheet;
    #[wasm_bindgen(method, js_name = replaceSync)]
    fn replace(this: &StyleSheet, text: &str);
}

/// Adds rules to the page. A sheet that a script makes is allowed where inline styles are not, as
/// under the policy of the server.
pub(super) fn adopt(style: &str) {
    let sheet = StyleSheet::new();
    sheet.replace(style);
    let sheets = Array::of1(sheet.as_ref());
    // A document takes a list of sheets.
    drop(Reflect::set(document().as_ref(), &"adoptedStyleSheets".into(), &sheets));
}

/// How the gallery looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) theme: RwSignal<ThemeChoice>,
    pub(super) palette: Signal<Arc<Palette>>,
}

impl Look {
    /// As `data-theme` says, which the start script took from the address.
    pub(super) fn of_this_page() -> Self {
        let named = document().document_element().and_then(|root| root.get_attribute("data-theme"));
        let theme = RwSignal::new(named.and_then(|name| ThemeChoice::from_slug(&name)).unwrap_or_default());
        let palette = Memo::new(move |_| {
            let root = document().document_element();
            if let Some(root) = &root {
                // An attribute of this name can always be set.
                drop(root.set_attribute("data-theme", theme.get().slug()));
            }
            let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
            Arc::new(Palette::from_tokens(|name| style.as_ref()?.get_property_value(name).ok()))
        });
        // The attribute follows the theme before anything reads the palette, too.
        Effect::new(move |_| palette.track());
        Self { theme, palette }
    }

    /// Shows the other theme, and says so in the address.
    pub(super) fn toggle(self) {
        self.theme.update(|theme| *theme = theme.toggled());
        let address = format!("?theme={}", self.theme.get_untracked().slug());
        if let Ok(history) = window().history() {
            // A page may always change its own query.
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        }
    }
}
