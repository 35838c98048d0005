//! Bars on top of each other.

use super::Canvas;
use crate::chart::frame::whole;
use crate::chart::scene::Ink;
use crate::chart::stack::Stack;
use crate::palette::Rgb;
use contract::panel::Series;

/// A bar is at most so wide in CSS pixels, however few there are.
const WIDEST_PX: f64 = 40.0;

/// The stacks of all buckets. Where buckets are narrower than a pixel, the tallest stack of each
/// column is drawn. What is not zero is at least one pixel high: a single failure is seen beside
/// ten thousand successes.
pub(in crate::chart) fn bars(canvas: &mut Canvas<'_>, series: &[Series], colors: &[Rgb], stack: &Stack) {
    let slots = slots(canvas, stack.total());
    let mut bottoms: Vec<i32> = vec![canvas.base(); slots.len()];
    let least = canvas.frame.px(1.0);
    for (index, (one, color)) in series.iter().zip(colors).enumerate() {
        let tops = stack.top(index);
        if tops.is_empty() {
            continue;
        }
        let ink = Ink::opaque(*color);
        for (slot, bottom) in slots.iter().zip(&mut bottoms) {
            let value = one.values.get(slot.bucket).unwrap_or(0.0);
            let Some(top) =
                tops.get(slot.bucket).filter(|top| top.is_finite() && value.is_finite() && value != 0.0)
            else {
                continue;
            };
            let row = canvas.row(*top);
            let row = if value > 0.0 { row.min(*bottom - least) } else { row.max(*bottom + least) };
            canvas.scene.rect((slot.left, row.min(*bottom)), (slot.right, row.max(*bottom)), ink);
            *bottom = row;
        }
    }
}

/// Where the stack of one bucket stands.
struct Slot {
    bucket: usize,
    left: i32,
    right: i32,
}

fn slots(canvas: &Canvas<'_>, totals: &[f64]) -> Vec<Slot> {
    let columns = canvas.time.columns();
    let width = columns.bucket_width();
    if width < 1.0 {
        let mut slots: Vec<Slot> = Vec::new();
        for (bucket, total) in totals.iter().enumerate().filter(|(_, total)| total.is_finite()) {
            let left = columns.middle(bucket);
            match slots.last_mut().filter(|slot| slot.left == left) {
                Some(slot) if totals.get(slot.bucket).is_some_and(|tallest| total > tallest) => {
                    slot.bucket = bucket;
                }
                Some(_) => {}
                None => slots.push(Slot { bucket, left, right: left + 1 }),
            }
        }
        return slots;
    }
    let ratio = canvas.frame.ratio;
    // Bars stand apart by a sixth of their place, at most 3 px, once there is a pixel to spare.
    let gap = if width < 3.0 { 0 } else { whole((width / 6.0).clamp(1.0, 3.0 * ratio)) };
    let widest = canvas.frame.px(WIDEST_PX);
    (0..totals.len())
        .map(|bucket| {
            let (left, right) = (columns.edge(bucket) + gap / 2, columns.edge(bucket + 1) - (gap - gap / 2));
            let spare = (right - left - widest).max(0);
            Slot { bucket, left: left + spare / 2, right: right - (spare - spare / 2) }
        })
        .collect()
}
