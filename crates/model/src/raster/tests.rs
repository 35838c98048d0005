use super::*;
use plotters::backend::BitMapBackend;
use plotters::style::RGBColor;
use plotters_backend::DrawingBackend;
use proptest::prelude::*;

const WIDTH: i32 = 48;
const HEIGHT: i32 = 40;

fn rect(left: i32, top: i32, right: i32, bottom: i32) -> Rect {
    Rect { left, top, right, bottom }
}

/// The colours of all pixels, as plotters' bitmap has them after the same rectangles.
fn plotters(batches: &[(Vec<Rect>, [u8; 3])]) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(WIDTH * HEIGHT * 3).unwrap()];
    let size = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
    let mut backend = BitMapBackend::with_buffer(&mut bytes, size);
    for (rects, [r, g, b]) in batches {
        for one in rects {
            let (from, to) = ((one.left, one.top), (one.right, one.bottom));
            backend.draw_rect(from, to, &RGBColor(*r, *g, *b), true).unwrap();
        }
    }
    drop(backend);
    bytes
}

fn ours(batches: &[(Vec<Rect>, [u8; 3])]) -> Vec<u8> {
    let mut raster = Raster::default();
    raster.begin(rect(0, 0, WIDTH, HEIGHT));
    for (rects, [r, g, b]) in batches {
        raster.fill(rects, [*r, *g, *b, 255]);
    }
    raster.bytes().chunks(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

/// Columns as a dense series has them, beginning anywhere, or rectangles of any size.
fn rects() -> impl Strategy<Value = Vec<Rect>> {
    let spans = prop::collection::vec((-5..HEIGHT + 5, 1..30i32), 1..60);
    let columns = (-20..WIDTH, spans).prop_map(|(start, spans)| {
        let column = |(left, (top, height))| rect(left, top, left + 1, top + height);
        (start..).zip(spans).map(column).collect()
    });
    let any = (-9..60i32, -9..60i32, 0..40i32, 0..40i32);
    let any = any.prop_map(|(left, top, width, height)| rect(left, top, left + width, top + height));
    prop_oneof![columns, prop::collection::vec(any, 1..5)]
}

proptest! {
    #[test]
    fn paints_what_plotters_paints(batches in prop::collection::vec((rects(), any::<[u8; 3]>()), 0..6)) {
        prop_assert_eq!(ours(&batches), plotters(&batches));
    }
}

#[test]
fn a_translucent_colour_is_blended() {
    let mut raster = Raster::default();
    raster.begin(rect(10, 10, 13, 11));
    raster.fill(&[rect(11, 0, 99, 99)], [100, 0, 0, 255]);
    raster.fill(&[rect(10, 10, 12, 11)], [200, 40, 0, 51]);
    // A fifth of the new colour over nothing, over a colour, and none of it.
    assert_eq!(raster.bytes(), [200, 40, 0, 51, 120, 8, 0, 255, 100, 0, 0, 255]);
}

#[test]
fn a_new_picture_begins_empty() {
    let mut raster = Raster::default();
    raster.begin(rect(0, 0, 2, 1));
    raster.fill(&[rect(0, 0, 2, 1)], [1, 2, 3, 255]);
    raster.begin(rect(5, 5, 7, 6));
    assert_eq!(raster.bytes(), [0; 8]);
    raster.begin(rect(5, 5, 5, 9));
    raster.fill(&[rect(0, 0, 9, 9)], [1, 2, 3, 255]);
    assert!(raster.bytes().is_empty());
}
