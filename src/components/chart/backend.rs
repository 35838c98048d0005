//! A plotters backend on the 2D context of a canvas.
//!
//! Policy: everything is in device pixels. Nothing is drawn before `present`: shapes are written
//! into one recording, which a small function of JavaScript then replays in a single call, so
//! that a path costs no call for each of its corners. Rectangles that are under everything else,
//! which are the grid and all dense series, are painted in memory and handed over as one image
//! where there are many. Words come last: nothing ever covers them.

use super::measure;
use model::chart::scene::PLOTTERS_EM;
use model::raster::{Pixel, Raster, Rect};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::fmt;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, ImageData};

#[wasm_bindgen(module = "/src/components/chart/canvas.js")]
extern "C" {
    fn replay(context: &CanvasRenderingContext2d, ops: &[i32]);
}

/// How far under the middle of a line of text its base line is, in heights of the font: half the
/// height of a digit, so that numbers stand centred on what they name.
const BASE_LINE: f64 = 0.36;

/// From so many rectangles on an image is cheaper than one call each.
const LEAST_FOR_IMAGE: usize = 256;

// The kinds of a recording's parts. Each has four numbers, its kind, its colour as `rrggbbaa`, its
// width or radius and how many shapes or corners follow, and then those.
const RECTS: i32 = 0;
const LINE: i32 = 1;
const POLYGON: i32 = 2;
const DOT: i32 = 3;

/// The canvas refused; it says why in the console.
#[derive(Debug)]
pub(super) struct CanvasError;

impl fmt::Display for CanvasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the canvas could not be drawn on")
    }
}

impl std::error::Error for CanvasError {}

type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

/// What a picture is collected in. Kept from picture to picture, so that drawing allocates nothing.
#[derive(Default)]
pub(super) struct Recording {
    ops: Vec<i32>,
    /// Where the open part has its count.
    count_at: usize,
    /// The colour of the rectangles that the open part has, if it has any.
    open_rects: Option<Pixel>,
    words: Vec<Word>,
    /// The rectangles at the bottom of the picture, and for each colour how many they are.
    rects: Vec<Rect>,
    inks: Vec<(Pixel, usize)>,
    raster: Raster,
}

struct Word {
    text: String,
    at: BackendCoord,
    size: f64,
    align: &'static str,
    color: Pixel,
}

impl Recording {
    fn clear(&mut self) {
        self.ops.clear();
        self.words.clear();
        self.rects.clear();
        self.inks.clear();
    }

    /// Begins a part.
    fn begin(&mut self, kind: i32, color: Pixel, width: u32) {
        let width = i32::try_from(width).unwrap_or(i32::MAX);
        self.ops.extend([kind, i32::from_be_bytes(color), width, 0]);
        self.count_at = self.ops.len() - 1;
        self.open_rects = (kind == RECTS).then_some(color);
    }

    /// Adds a shape or a corner to the open part.
    fn add<const N: usize>(&mut self, numbers: [i32; N]) {
        self.ops.extend(numbers);
        if let Some(count) = self.ops.get_mut(self.count_at) {
            *count += 1;
        }
    }

    fn add_all(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        for (x, y) in points {
            self.add([x, y]);
        }
    }

    fn add_rect(&mut self, rect: Rect, color: Pixel) {
        if self.ops.is_empty() {
            self.rects.push(rect);
            match self.inks.last_mut() {
                Some((last, count)) if *last == color => *count += 1,
                _ => self.inks.push((color, 1)),
            }
        } else {
            if self.open_rects != Some(color) {
                self.begin(RECTS, color, 0);
            }
            self.add([rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top]);
        }
    }

    /// Paints the bottom of the picture. Where colours have many rectangles, everything within the
    /// bounds of those is painted in memory.
    fn paint_bottom(&mut self, context: &CanvasRenderingContext2d, picture: Rect) -> Drawn {
        let mut bounds: Option<Rect> = None;
        let mut rest = self.rects.as_slice();
        let mut ops = Vec::new();
        for (color, count) in &self.inks {
            let (own, after) = rest.split_at((*count).min(rest.len()));
            rest = after;
            if own.len() < LEAST_FOR_IMAGE {
                ops.extend([RECTS, i32::from_be_bytes(*color), 0, i32::try_from(own.len()).unwrap_or(0)]);
                for rect in own {
                    ops.extend([rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top]);
                }
            } else {
                let all = own.iter().map(|rect| rect.within(picture)).reduce(Rect::around);
                bounds = bounds.into_iter().chain(all).reduce(Rect::around);
            }
        }
        if !ops.is_empty() {
            replay(context, &ops);
        }
        let Some(bounds) = bounds.filter(|bounds| bounds.width() > 0 && bounds.height() > 0) else {
            return Ok(());
        };
        self.raster.begin(bounds);
        let mut rest = self.rects.as_slice();
        for (color, count) in &self.inks {
            let (own, after) = rest.split_at((*count).min(rest.len()));
            self.raster.fill(own, *color);
            rest = after;
        }
        let width = u32::try_from(bounds.width()).unwrap_or(0);
        let image = ImageData::new_with_u8_clamped_array(Clamped(self.raster.bytes()), width);
        let put = |image| context.put_image_data(&image, f64::from(bounds.left), f64::from(bounds.top));
        image.and_then(put).map_err(refused)
    }

    fn write_words(&self, context: &CanvasRenderingContext2d) -> Drawn {
        let (mut size, mut align, mut color) = (0.0_f64, "", None);
        for word in &self.words {
            if size.to_bits() != word.size.to_bits() {
                size = word.size;
                measure::with_font(size, |font| context.set_font(font));
            }
            if align != word.align {
                align = word.align;
                context.set_text_align(align);
            }
            if color != Some(word.color) {
                color = Some(word.color);
                measure::with_style(word.color, |style| context.set_fill_style_str(style));
            }
            let base = (f64::from(word.at.1) + size * BASE_LINE).round();
            let written = context.fill_text(&word.text, f64::from(word.at.0), base);
            written.map_err(refused)?;
        }
        Ok(())
    }
}

/// Draws on a canvas; what was drawn is on it after `present`.
pub(super) struct CanvasBackend<'a> {
    context: &'a CanvasRenderingContext2d,
    size: (u32, u32),
    recording: &'a mut Recording,
}

impl<'a> CanvasBackend<'a> {
    /// A backend for an empty canvas of `size` device pixels.
    pub(super) fn new(
        context: &'a CanvasRenderingContext2d,
        size: (u32, u32),
        recording: &'a mut Recording,
    ) -> Self {
        // Joins that end flat: a miter would reach beyond the values it joins.
        context.set_line_join("bevel");
        recording.clear();
        Self { context, size, recording }
    }
}

/// The browser has said why in the console.
fn refused(_: JsValue) -> DrawingErrorKind<CanvasError> {
    DrawingErrorKind::DrawingError(CanvasError)
}

fn pixel_of(color: BackendColor) -> Pixel {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let opacity = (color.alpha.clamp(0.0, 1.0) * 255.0).round() as u8;
    [color.rgb.0, color.rgb.1, color.rgb.2, opacity]
}

impl DrawingBackend for CanvasBackend<'_> {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        let (width, height) = self.size;
        let pixels = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        let picture = Rect { left: 0, top: 0, right: pixels(width), bottom: pixels(height) };
        self.recording.paint_bottom(self.context, picture)?;
        if !self.recording.ops.is_empty() {
            replay(self.context, &self.recording.ops);
        }
        self.recording.write_words(self.context)?;
        self.recording.clear();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let rect = Rect { left: x, top: y, right: x + 1, bottom: y + 1 };
        self.recording.add_rect(rect, pixel_of(color));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if fill {
            let rect = Rect { left: from.0, top: from.1, right: to.0, bottom: to.1 };
            self.recording.add_rect(rect, pixel_of(style.color()));
            return Ok(());
        }
        self.draw_path([from, (to.0, from.1), to, (from.0, to.1), from], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.recording.begin(LINE, pixel_of(style.color()), style.stroke_width());
        self.recording.add_all(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.recording.begin(DOT, pixel_of(style.color()), radius);
        self.recording.add_all([center]);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.recording.begin(POLYGON, pixel_of(style.color()), 0);
        self.recording.add_all(corners);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let align = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        };
        let size = style.size() / PLOTTERS_EM;
        let color = pixel_of(style.color());
        self.recording.words.push(Word { text: text.to_owned(), at, size, align, color });
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<CanvasError>> {
        let size = style.size() / PLOTTERS_EM;
        let pixels = |length: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a length, not negative"
            )]
            let pixels = length.ceil() as u32;
            pixels
        };
        Ok((pixels(measure::width(text, size)), pixels(size)))
    }
}
