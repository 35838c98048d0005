//! A canvas that words are written on at little cost.
//!
//! Laying out text is what makes a tooltip of elements expensive. Here a letter is drawn once for its
//! ink, read back as a small opaque image, and from then on copied to where it is needed. What
//! changes rarely, like names, is written as a whole, as the browser sets it.

use super::geometry::document;
use super::marks::{Mark, add, css_color, set};
use js_sys::Array;
use model::palette::Rgb;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

#[wasm_bindgen(module = "/src/components/chart/canvas.js")]
extern "C" {
    #[wasm_bindgen(js_name = wordsOn)]
    fn words_on(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d>;
    #[wasm_bindgen(js_name = fillBox)]
    fn fill_box(context: &CanvasRenderingContext2d, x: i32, y: i32, width: i32, height: i32, radius: f64);
    fn copy(context: &CanvasRenderingContext2d, images: &Array, height: i32, ops: &[i32]);
}

/// More than the digits, signs and units of two inks; beyond, the letters are drawn anew.
const MOST_GLYPHS: usize = 250;
/// How far under the middle of a line its base line is, in heights of the font.
const BASE_LINE: f64 = 0.36;
/// Height of a line in heights of the font.
const LEADING: f64 = 1.45;

/// How a word looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Times, earlier values and notes.
    Muted,
    /// Names.
    Plain,
    /// Values.
    Strong,
}

/// What the style sheet says about the words.
#[derive(Debug, Clone, Default, PartialEq)]
struct Look {
    family: String,
    /// Height of the font in device pixels.
    em: f64,
    /// Device pixels in a CSS pixel.
    ratio: f64,
    surface: String,
    text: String,
    muted: String,
}

struct Glyph {
    letter: char,
    ink: Ink,
    /// How much room it takes, and how much of that is left of it, device pixels.
    width: i32,
    before: f64,
    /// The place of its image, once it was drawn.
    image: Option<u32>,
}

/// A canvas with words. Everything is in device pixels.
pub(super) struct Slate {
    /// What is moved. The canvas is inside of it and has corners of its own, since moving a canvas,
    /// or one that is clipped, costs the page several times as much.
    pub(super) mark: Mark,
    canvas: HtmlCanvasElement,
    /// Fills with the surface, unless something else is being drawn.
    context: CanvasRenderingContext2d,
    size: (i32, i32),
    look: Look,
    glyphs: Vec<Glyph>,
    images: Array,
    /// What is to be copied: three numbers each, image, x and y; or less than nothing for a width
    /// that is to be emptied.
    ops: Vec<i32>,
}

impl Slate {
    /// An empty one with a class, as the last child of the page.
    pub(super) fn new(class: &str) -> Option<Self> {
        let frame = add(&document()?.body()?, class)?;
        frame.set_attribute("aria-hidden", "true").ok()?;
        let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        frame.append_child(&canvas).ok()?;
        Some(Self {
            mark: Mark::of(frame),
            context: words_on(&canvas)?,
            canvas,
            size: (0, 0),
            look: Look::default(),
            glyphs: Vec::new(),
            images: Array::new(),
            ops: Vec::new(),
        })
    }

    /// Reads the style sheet again; says whether words look different now.
    pub(super) fn restyle(&mut self) -> bool {
        let window = web_sys::window();
        let style =
            window.as_ref().and_then(|window| window.get_computed_style(self.mark.element()).ok().flatten());
        let (Some(window), Some(style)) = (window, style) else { return false };
        let read = |name: &str| style.get_property_value(name).unwrap_or_default();
        let ratio = window.device_pixel_ratio();
        let look = Look {
            family: read("font-family"),
            em: ratio * read("font-size").trim_end_matches("px").parse::<f64>().unwrap_or(12.0),
            ratio,
            surface: read("background-color"),
            text: read("color"),
            muted: read("--text-muted"),
        };
        let is_other = self.look != look;
        if is_other {
            self.look = look;
            self.forget();
        }
        is_other
    }

    fn forget(&mut self) {
        self.glyphs.clear();
        self.images.set_length(0);
    }

    /// A length in heights of the font.
    pub(super) fn em(&self, heights: f64) -> i32 {
        whole(self.look.em * heights)
    }

    /// Device pixels in a CSS pixel.
    pub(super) fn ratio(&self) -> f64 {
        self.look.ratio
    }

    /// Height of a line.
    pub(super) fn line(&self) -> i32 {
        self.em(LEADING)
    }

    /// Makes it another size, and empties it.
    pub(super) fn clear(&mut self, (width, height): (i32, i32)) {
        if self.size != (width, height) {
            self.size = (width, height);
            self.canvas.set_width(width.unsigned_abs());
            self.canvas.set_height(height.unsigned_abs());
        }
        let css_size = [width, height].map(|length| f64::from(length) / self.look.ratio);
        self.mark.resize(css_size[0], css_size[1]);
        for (name, length) in ["width", "height"].into_iter().zip(css_size) {
            set(&self.canvas, name, &format!("{length}px"));
        }
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        self.color(&self.look.surface);
        fill_box(&self.context, 0, 0, width, height, 4.0 * self.look.ratio);
    }

    fn color(&self, color: &str) {
        self.context.set_fill_style_str(color);
    }

    /// Takes away so much of a line.
    pub(super) fn blank(&mut self, (x, y): (i32, i32), width: i32) {
        self.ops.extend([-width, x, y]);
    }

    /// The square that stands for a series.
    pub(super) fn swatch(&self, (x, y): (i32, i32), color: Rgb) {
        let size = self.em(0.7);
        self.color(&css_color(color));
        fill_box(&self.context, x, y + (self.line() - size) / 2, size, size, 2.0 * self.look.ratio);
        self.color(&self.look.surface);
    }

    /// Writes words from left to right; `y` is the upper edge of their line.
    pub(super) fn write(&self, words: &str, ink: Ink, (x, y): (i32, i32)) {
        self.write_at(words, ink, f64::from(x), y);
    }

    fn write_at(&self, words: &str, ink: Ink, x: f64, y: i32) {
        self.take(ink);
        let color = if ink == Ink::Muted { &self.look.muted } else { &self.look.text };
        self.color(color);
        let base = y + whole(f64::from(self.line()) / 2.0 + self.look.em * BASE_LINE);
        // Refused only where it is impossible to draw at all.
        drop(self.context.fill_text(words, x, f64::from(base)));
        self.color(&self.look.surface);
    }

    fn take(&self, ink: Ink) {
        let weight = if ink == Ink::Strong { 600 } else { 400 };
        self.context.set_font(&format!("{weight} {}px {}", self.look.em, self.look.family));
    }

    /// The width of words.
    pub(super) fn width(&self, words: &str, ink: Ink) -> i32 {
        self.take(ink);
        whole(self.measured(words).ceil())
    }

    fn measured(&self, words: &str) -> f64 {
        self.context.measure_text(words).map_or(0.0, |metrics| metrics.width())
    }

    /// Words that are no wider than `room`, the end left out where they would be.
    pub(super) fn cut(&self, words: &str, ink: Ink, room: i32) -> String {
        let mut cut = words.to_owned();
        let mut rest = cut.clone();
        while self.width(&cut, ink) > room && rest.pop().is_some() {
            cut = format!("{}…", rest.trim_end());
        }
        cut
    }

    /// How wide a letter is that is copied. All digits are equally wide, so that numbers do not
    /// tremble, whatever the font.
    pub(super) fn letter_width(&mut self, letter: char, ink: Ink) -> i32 {
        let place = self.glyph(letter, ink);
        self.glyphs.get(place).map_or(0, |glyph| glyph.width)
    }

    /// The place of a letter among those that are known.
    fn glyph(&mut self, letter: char, ink: Ink) -> usize {
        let known = self.glyphs.iter().position(|glyph| glyph.letter == letter && glyph.ink == ink);
        known.unwrap_or_else(|| {
            if self.glyphs.len() >= MOST_GLYPHS {
                self.flush();
                self.forget();
            }
            self.take(ink);
            let own = self.measured(letter.encode_utf8(&mut [0; 4]));
            let widest = if letter.is_ascii_digit() {
                (b'0'..=b'9')
                    .map(|digit| self.measured(char::from(digit).encode_utf8(&mut [0; 4])))
                    .fold(own, f64::max)
            } else {
                own
            };
            let width = whole(widest);
            let before = (f64::from(width) - own) / 2.0;
            self.glyphs.push(Glyph { letter, ink, width, before, image: None });
            self.glyphs.len() - 1
        })
    }

    /// Copies a letter to a place, over whatever is there.
    pub(super) fn put(&mut self, letter: char, ink: Ink, (x, y): (i32, i32)) {
        let place = self.glyph(letter, ink);
        let Some(glyph) = self.glyphs.get(place) else { return };
        if let Some(image) = glyph.image {
            self.ops.extend([image.cast_signed(), x, y]);
            return;
        }
        let (width, before, line) = (glyph.width, glyph.before, self.line());
        self.flush();
        self.context.fill_rect(f64::from(x), f64::from(y), f64::from(width), f64::from(line));
        self.write_at(letter.encode_utf8(&mut [0; 4]), ink, f64::from(x) + before, y);
        // What sticks out over the edge is not all there to be kept.
        if x < 0 || width < 1 || x + width > self.size.0 || y + line > self.size.1 {
            return;
        }
        let [x, y, width, line] = [x, y, width, line].map(f64::from);
        if let Ok(image) = self.context.get_image_data(x, y, width, line)
            && let Some(glyph) = self.glyphs.get_mut(place)
        {
            glyph.image = Some(self.images.push(&image) - 1);
        }
    }

    /// Copies what was put and takes away what was to be blank: one call for all of it.
    pub(super) fn flush(&mut self) {
        if !self.ops.is_empty() {
            copy(&self.context, &self.images, self.line(), &self.ops);
            self.ops.clear();
        }
    }
}

/// The nearest whole number.
pub(super) fn whole(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a length on the screen")]
    let whole = length.round() as i32;
    whole
}
