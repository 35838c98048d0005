//! Draws every kind of chart and every hard case as SVG, in both themes, for people to look at:
//! `cargo run -p model --features samples --example gallery -- target/gallery`. The folder then
//! holds the pictures and an `index.html` with all of them; a second argument is the device ratio.

use model::chart::{EstimatedWidth, Scene};
use model::palette::Palette;
use model::samples::{Sample, cases};
use plotters::prelude::{IntoDrawingArea, RGBColor, SVGBackend};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let ratio = std::env::args().nth(2).map_or(Ok(1.0), |ratio| ratio.parse())?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut page =
        String::from("<!doctype html><meta charset=utf-8><body style='margin:0;font:13px sans-serif'>");
    for (theme, palette) in [("dark", Palette::dark()), ("light", Palette::light())] {
        let (surface, text) = (css(palette.surface), css(palette.text));
        write!(
            page,
            "<div style='background:{surface};color:{text};padding:12px;display:flex;flex-wrap:wrap;gap:16px'>"
        )?;
        for sample in cases() {
            let svg = picture(&sample, ratio, &palette)?;
            let Sample { name, what, width_px, height_px, .. } = sample;
            let file = format!("{theme}-{name}.svg");
            std::fs::write(folder.join(&file), &svg)?;
            write!(
                page,
                "<figure style='margin:0;max-width:{width_px}px'><figcaption>{name}: {what}</figcaption>\
                 <img src='{file}' width={width_px} height={height_px}></figure>",
            )?;
        }
        page.push_str("</div>");
    }
    std::fs::write(folder.join("index.html"), page)?;
    Ok(())
}

fn css((r, g, b): (u8, u8, u8)) -> String {
    format!("rgb({r},{g},{b})")
}

fn picture(sample: &Sample, ratio: f64, palette: &Palette) -> Result<String, Box<dyn Error>> {
    let mut scene = Scene::default();
    let frame = sample.draw(ratio, palette, &EstimatedWidth, &mut scene);
    let mut svg = String::new();
    {
        let size = (frame.width.unsigned_abs(), frame.height.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let (r, g, b) = palette.surface;
        area.fill(&RGBColor(r, g, b))?;
        area.draw(&scene)?;
        area.present()?;
    }
    Ok(svg)
}
