//! A plotters backend on the 2D context of a canvas.
//!
//! Policy: everything is in device pixels; lines of an odd width are moved by half a pixel, so
//! that they fill whole ones. A path is handed over as a whole and stroked once; paths of one
//! style that follow each other are stroked together. Colours, widths and fonts are set only when
//! they change, and texts are measured through a cache, never through the document.

use super::measure;
use model::chart::scene::PLOTTERS_EM;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::fmt;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// How far under the middle of a line of text its base line is, in heights of the font: half the
/// height of a digit, so that numbers stand centred on what they name.
const BASE_LINE: f64 = 0.36;

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

/// A colour as it can be compared: opacity in 255ths.
type InkKey = (u8, u8, u8, u8);

/// Draws on a canvas; the last paths are on it after `present`.
pub(super) struct CanvasBackend<'a> {
    context: &'a CanvasRenderingContext2d,
    size: (u32, u32),
    fill: Option<InkKey>,
    stroke: Option<InkKey>,
    width: u32,
    font_size: f64,
    align: &'static str,
    /// Whether a path waits to be stroked in the stroke that is set.
    is_open: bool,
}

impl<'a> CanvasBackend<'a> {
    /// A backend for a canvas of `size` device pixels, emptied.
    pub(super) fn new(context: &'a CanvasRenderingContext2d, size: (u32, u32)) -> Self {
        context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
        // Joins that end flat: a miter would reach beyond the values it joins.
        context.set_line_join("bevel");
        context.set_text_baseline("alphabetic");
        context.set_text_align("left");
        Self {
            context,
            size,
            fill: None,
            stroke: None,
            width: 0,
            font_size: 0.0,
            align: "left",
            is_open: false,
        }
    }

    fn flush(&mut self) {
        if self.is_open {
            self.context.stroke();
            self.is_open = false;
        }
    }

    fn set_fill(&mut self, color: BackendColor) {
        self.flush();
        let key = ink_key(color);
        if self.fill != Some(key) {
            measure::with_style(key, |style| self.context.set_fill_style_str(style));
            self.fill = Some(key);
        }
    }

    /// Makes a path of this style the open one.
    fn open_path(&mut self, color: BackendColor, width: u32) {
        let key = ink_key(color);
        if self.is_open && self.stroke == Some(key) && self.width == width {
            return;
        }
        self.flush();
        if self.stroke != Some(key) {
            measure::with_style(key, |style| self.context.set_stroke_style_str(style));
            self.stroke = Some(key);
        }
        if self.width != width {
            self.context.set_line_width(f64::from(width));
            self.width = width;
        }
        self.context.begin_path();
        self.is_open = true;
    }

    fn add_path(&self, points: impl IntoIterator<Item = BackendCoord>, offset: f64) {
        let mut is_first = true;
        for (x, y) in points {
            let (x, y) = (f64::from(x) + offset, f64::from(y) + offset);
            if is_first {
                self.context.move_to(x, y);
                is_first = false;
            } else {
                self.context.line_to(x, y);
            }
        }
    }
}

fn ink_key(color: BackendColor) -> InkKey {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let opacity = (color.alpha.clamp(0.0, 1.0) * 255.0).round() as u8;
    (color.rgb.0, color.rgb.1, color.rgb.2, opacity)
}

/// A stroke of an odd width lies on the middle of pixels, one of an even width on their edges.
fn offset_of(width: u32) -> f64 {
    if width % 2 == 1 { 0.5 } else { 0.0 }
}

fn refused(_: JsValue) -> DrawingErrorKind<CanvasError> {
    DrawingErrorKind::DrawingError(CanvasError)
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
        self.flush();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.set_fill(color);
        self.context.fill_rect(f64::from(point.0), f64::from(point.1), 1.0, 1.0);
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
        let (x, y) = (f64::from(from.0), f64::from(from.1));
        let (width, height) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        if fill {
            self.set_fill(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.open_path(style.color(), style.stroke_width());
            let offset = offset_of(style.stroke_width());
            self.context.rect(x + offset, y + offset, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.open_path(style.color(), style.stroke_width());
        self.add_path(path, offset_of(style.stroke_width()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y, radius) = (f64::from(center.0), f64::from(center.1), f64::from(radius));
        if fill {
            self.set_fill(style.color());
            self.context.begin_path();
        } else {
            self.open_path(style.color(), style.stroke_width());
            self.context.move_to(x + radius, y);
        }
        self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU).map_err(refused)?;
        if fill {
            self.context.fill();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.set_fill(style.color());
        self.context.begin_path();
        self.add_path(corners, 0.0);
        self.context.fill();
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        self.set_fill(style.color());
        let size = style.size() / PLOTTERS_EM;
        if self.font_size.to_bits() != size.to_bits() {
            measure::with_font(size, |font| self.context.set_font(font));
            self.font_size = size;
        }
        let align = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        };
        if self.align != align {
            self.context.set_text_align(align);
            self.align = align;
        }
        let base = (f64::from(at.1) + size * BASE_LINE).round();
        self.context.fill_text(text, f64::from(at.0), base).map_err(refused)
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
