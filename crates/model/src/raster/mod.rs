//! Rectangles painted in memory, to be handed to a canvas as one image.
//!
//! A dense series is thousands of rectangles one pixel wide and some hundred high. A canvas takes
//! them one by one and writes each from top to bottom, a cache line a pixel. Here sixteen
//! neighbours, as many pixels as a cache line holds, are written together from row to row, and the
//! rows that all of them cover in one go.
//!
//! Policy: whole pixels, no smoothing; what lies outside of the picture is cut off; a translucent
//! colour is blended over what is there, also over nothing. A test holds it to plotters' own
//! bitmap.

/// A colour as an image stores it: red, green, blue, opacity; not premultiplied.
pub type Pixel = [u8; 4];

/// Pixels of a cache line.
const BLOCK: usize = 16;

/// A rectangle of whole pixels; `right` and `bottom` are the first ones outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// The column after the last.
    pub right: i32,
    /// The row after the last.
    pub bottom: i32,
}

impl Rect {
    /// The smallest one that holds both.
    #[must_use]
    pub fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The part of it inside of `other`; empty or turned inside out where there is none.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// Columns, 0 where it is empty.
    pub fn width(&self) -> usize {
        usize::try_from(self.right - self.left).unwrap_or(0)
    }

    /// Rows, 0 where it is empty.
    pub fn height(&self) -> usize {
        usize::try_from(self.bottom - self.top).unwrap_or(0)
    }

    fn is_empty(&self) -> bool {
        self.width() == 0 || self.height() == 0
    }
}

/// A part of a picture in memory. Kept from picture to picture, so that painting allocates nothing.
#[derive(Debug, Default)]
pub struct Raster {
    bounds: Option<Rect>,
    pixels: Vec<Pixel>,
}

impl Raster {
    /// Begins a picture of `bounds`, transparent all over.
    pub fn begin(&mut self, bounds: Rect) {
        self.pixels.clear();
        self.pixels.resize(bounds.width() * bounds.height(), [0; 4]);
        self.bounds = Some(bounds);
    }

    /// The pixels row by row, four bytes each.
    pub fn bytes(&self) -> &[u8] {
        self.pixels.as_flattened()
    }

    /// Paints rectangles in their order. Not inlined, so that it is compiled for speed wherever it
    /// is called from.
    #[inline(never)]
    pub fn fill(&mut self, rects: &[Rect], color: Pixel) {
        let Some(bounds) = self.bounds.filter(|bounds| !bounds.is_empty()) else { return };
        let [.., opacity] = color;
        let mut rest = rects;
        while let [first, ..] = rest {
            let columns = if opacity == u8::MAX { columns_side_by_side(rest) } else { 1 };
            let (block, after) = rest.split_at(columns.max(1));
            if columns > 1 {
                self.fill_columns(&bounds, block, color);
            } else {
                self.fill_one(&bounds, first.within(bounds), color);
            }
            rest = after;
        }
    }

    fn fill_one(&mut self, bounds: &Rect, rect: Rect, color: Pixel) {
        if rect.is_empty() {
            return;
        }
        let [.., opacity] = color;
        for row in self.rows(bounds, rect.left, rect.right, rect.top, rect.bottom) {
            if opacity == u8::MAX {
                row.fill(color);
            } else {
                for pixel in row {
                    *pixel = over(color, *pixel);
                }
            }
        }
    }

    /// Rectangles one pixel wide, each right of the one before it.
    fn fill_columns(&mut self, bounds: &Rect, columns: &[Rect], color: Pixel) {
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
        if first.left < bounds.left || last.right > bounds.right {
            for column in columns {
                self.fill_one(bounds, column.within(*bounds), color);
            }
            return;
        }
        let (mut all_top, mut all_bottom) = (bounds.top, bounds.bottom);
        for column in columns {
            all_top = all_top.max(column.top);
            all_bottom = all_bottom.min(column.bottom);
        }
        if all_top < all_bottom {
            for row in self.rows(bounds, first.left, last.right, all_top, all_bottom) {
                row.fill(color);
            }
        } else {
            (all_top, all_bottom) = (bounds.bottom, bounds.bottom);
        }
        // What sticks out above and below, column by column: the lines of the cache that a block
        // of columns takes stay in it meanwhile.
        for column in columns {
            let (top, bottom) = (column.top.max(bounds.top), column.bottom.min(bounds.bottom));
            self.fill_column(bounds, column.left, (top, bottom.min(all_top)), color);
            self.fill_column(bounds, column.left, (top.max(all_bottom), bottom), color);
        }
    }

    fn fill_column(&mut self, bounds: &Rect, left: i32, (top, bottom): (i32, i32), color: Pixel) {
        let (Ok(x), Ok(y)) = (usize::try_from(left - bounds.left), usize::try_from(top - bounds.top)) else {
            return;
        };
        let count = usize::try_from(bottom - top).unwrap_or(0);
        let width = bounds.width();
        if let Some(rest) = self.pixels.get_mut(y * width + x..) {
            rest.iter_mut().step_by(width).take(count).for_each(|pixel| *pixel = color);
        }
    }

    /// The parts of rows `top..bottom` from `left` to `right`, all of them inside of the bounds.
    fn rows(
        &mut self,
        bounds: &Rect,
        left: i32,
        right: i32,
        top: i32,
        bottom: i32,
    ) -> impl Iterator<Item = &mut [Pixel]> {
        let offset = |from: i32, to: i32| usize::try_from(to - from).unwrap_or(0);
        let columns = offset(bounds.left, left)..offset(bounds.left, right);
        self.pixels
            .chunks_exact_mut(bounds.width().max(1))
            .skip(offset(bounds.top, top))
            .take(offset(top, bottom))
            .filter_map(move |row| row.get_mut(columns.clone()))
    }
}

/// How many of the first rectangles are one pixel wide and stand side by side, a block at most.
fn columns_side_by_side(rects: &[Rect]) -> usize {
    let mut next = None;
    rects
        .iter()
        .take(BLOCK)
        .take_while(|rect| {
            let is_next = next.is_none_or(|next| next == rect.left);
            next = Some(rect.right);
            is_next && rect.right - rect.left == 1
        })
        .count()
}

/// A translucent colour over another one.
fn over([r, g, b, a]: Pixel, [under_r, under_g, under_b, under_a]: Pixel) -> Pixel {
    let (share, under) = (u32::from(a) * 255, u32::from(under_a) * (255 - u32::from(a)));
    let whole = share + under;
    if whole == 0 {
        return [0; 4];
    }
    let byte = |value: u32| u8::try_from(value).unwrap_or(u8::MAX);
    let mix = |color: u8, below: u8| {
        byte((u32::from(color) * share + u32::from(below) * under + whole / 2) / whole)
    };
    [mix(r, under_r), mix(g, under_g), mix(b, under_b), byte((whole + 127) / 255)]
}

#[cfg(test)]
mod tests;
