//! A drawing as a list of shapes over one buffer of points: worked out once, drawn on any plotters
//! backend.
//!
//! [`Scene`] is an element of plotters (`Drawable`), so `drawing_area.draw(&scene)` is all it
//! takes, on the canvas of the app as on SVG or a bitmap. All points of a frame lie in one buffer
//! that is kept from frame to frame; a shape says how many of them are its own. Shapes of one
//! style stand next to each other where the picture allows it, so that a backend may join them.

use crate::palette::Rgb;
use plotters::element::{Drawable, PointCollection};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

/// plotters' font sizes are this many times the height that CSS calls `font-size`; its backends
/// divide by it.
pub const PLOTTERS_EM: f64 = 1.24;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// The colour.
    pub color: Rgb,
    /// 0 for invisible to 1.
    pub opacity: f64,
}

impl Ink {
    /// A colour that hides what is under it.
    pub fn opaque(color: Rgb) -> Self {
        Self { color, opacity: 1.0 }
    }

    /// A colour that lets `1 - opacity` of what is under it through.
    pub fn translucent(color: Rgb, opacity: f64) -> Self {
        Self { color, opacity }
    }
}

/// Where a text is relative to its point, across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The text begins there.
    Left,
    /// Its middle is there.
    Center,
    /// The text ends there.
    Right,
}

/// What is drawn at the next points of the buffer.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    /// A polyline through `points` points.
    Line { ink: Ink, width: u32, points: usize },
    /// The inside of a polygon of `points` corners.
    Fill { ink: Ink, points: usize },
    /// Filled rectangles, each between two points.
    Rects { ink: Ink, count: usize },
    /// A filled circle around a point.
    Dot { ink: Ink, radius: u32 },
    /// Words beside a point, their middle at its height.
    Text { ink: Ink, text: String, size: f64, align: Align },
}

impl Shape {
    fn points(&self) -> usize {
        match self {
            Self::Line { points, .. } | Self::Fill { points, .. } => *points,
            Self::Rects { count, .. } => 2 * count,
            Self::Dot { .. } | Self::Text { .. } => 1,
        }
    }
}

/// A drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    points: Vec<BackendCoord>,
    shapes: Vec<Shape>,
}

impl Scene {
    /// Forgets everything but keeps the memory.
    pub fn clear(&mut self) {
        self.points.clear();
        self.shapes.clear();
    }

    /// How many points all shapes have together.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The words of the drawing, in the order of drawing.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// A polyline, `width` device pixels wide.
    pub fn line(&mut self, points: impl IntoIterator<Item = BackendCoord>, ink: Ink, width: u32) {
        let before = self.points.len();
        self.points.extend(points);
        self.shapes.push(Shape::Line { ink, width, points: self.points.len() - before });
    }

    /// A filled polygon.
    pub fn fill(&mut self, points: impl IntoIterator<Item = BackendCoord>, ink: Ink) {
        let before = self.points.len();
        self.points.extend(points);
        self.shapes.push(Shape::Fill { ink, points: self.points.len() - before });
    }

    /// A filled rectangle; the second corner is the first pixel outside.
    pub fn rect(&mut self, from: BackendCoord, to: BackendCoord, ink: Ink) {
        self.points.extend([from, to]);
        match self.shapes.last_mut() {
            Some(Shape::Rects { ink: last, count }) if *last == ink => *count += 1,
            _ => self.shapes.push(Shape::Rects { ink, count: 1 }),
        }
    }

    /// A filled circle.
    pub fn dot(&mut self, at: BackendCoord, radius: u32, ink: Ink) {
        self.points.push(at);
        self.shapes.push(Shape::Dot { ink, radius });
    }

    /// Words in `size` device pixels, their middle at the height of `at`.
    pub fn text(&mut self, text: String, at: BackendCoord, size: f64, align: Align, ink: Ink) {
        self.points.push(at);
        self.shapes.push(Shape::Text { ink, text, size, align });
    }

    /// A horizontal line of dashes, `height` device pixels high, each `dash` long with the same
    /// distance between them, as rectangles: crisp on every backend, which know no dashes.
    pub fn dashes(&mut self, (from, to): (i32, i32), y: i32, height: i32, dash: i32, ink: Ink) {
        let dash = dash.max(1);
        let mut x = from;
        while x < to {
            self.rect((x, y), ((x + dash).min(to), y + height), ink);
            x += 2 * dash;
        }
    }
}

/// Colour and width of a stroke, as backends take it.
struct Stroke {
    ink: Ink,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: self.ink.opacity, rgb: self.ink.color }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Scene {
    type Point = &'a BackendCoord;
    type IntoIter = std::slice::Iter<'a, BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Scene {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut DB,
        _parent_dim: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        for shape in &self.shapes {
            let mut own = points.by_ref().take(shape.points());
            match shape {
                Shape::Line { ink, width, .. } => {
                    backend.draw_path(&mut own, &Stroke { ink: *ink, width: *width })?;
                }
                Shape::Fill { ink, .. } => backend.fill_polygon(&mut own, &Stroke { ink: *ink, width: 1 })?,
                Shape::Rects { ink, .. } => {
                    let style = Stroke { ink: *ink, width: 1 };
                    while let (Some(from), Some(to)) = (own.next(), own.next()) {
                        backend.draw_rect(from, to, &style, true)?;
                    }
                }
                Shape::Dot { ink, radius } => {
                    if let Some(at) = own.next() {
                        backend.draw_circle(at, *radius, &Stroke { ink: *ink, width: 1 }, true)?;
                    }
                }
                Shape::Text { ink, text, size, align } => {
                    if let Some(at) = own.next() {
                        backend.draw_text(text, &text_style(*ink, *size, *align), at)?;
                    }
                }
            }
            // A backend may leave points of what is invisible unread; the next shape has its own.
            own.for_each(drop);
        }
        Ok(())
    }
}

/// The style of a text for plotters, `size` being a height in device pixels.
fn text_style(ink: Ink, size: f64, align: Align) -> TextStyle<'static> {
    let h_pos = match align {
        Align::Left => HPos::Left,
        Align::Center => HPos::Center,
        Align::Right => HPos::Right,
    };
    TextStyle {
        font: FontDesc::new(FontFamily::SansSerif, size * PLOTTERS_EM, FontStyle::Normal),
        color: BackendColor { alpha: ink.opacity, rgb: ink.color },
        pos: Pos::new(h_pos, VPos::Center),
    }
}
