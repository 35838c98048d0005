//! One panel of a page: what kind it is decides who draws it; its name decides where it stands.

use super::body::{body_of, panel};
use super::layout::{Placement, Shape};
use crate::components::ambient::Ambient;
use crate::components::bars::Bars;
use crate::components::chart::{ChartView, Crosshair, HeatmapView};
use crate::components::data_table::DataTable;
use crate::components::fault::Fault;
use crate::components::funnel::Funnel;
use crate::components::panel_frame::{PanelFrame, Toggle};
use crate::components::sentences::Sentences;
use crate::components::strips::Strips;
use crate::components::tiles::Tiles;
use crate::signal::{Memo, Signal};
use crate::state::{DashboardFeed, View};
use contract::error::{ErrorBody, ErrorCode};
use contract::panel::{PanelBody, PanelId};
use leptos::prelude::*;
use model::freshness::{Freshness, panel_freshness};
use model::range::TimeRange;

/// What all panels of a page share.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    pub(super) view: View,
    pub(super) feed: DashboardFeed,
    pub(super) ambient: Ambient,
    /// The time that is pointed at on any chart of the page.
    pub(super) crosshair: Crosshair,
}

/// What stands in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Waiting,
    Missing,
    /// Nothing that feeds the panel was ever received.
    Nothing,
    Failed,
    Tiles,
    Chart,
    Heatmap,
    Table,
    Funnel,
    Bars,
    Strips,
    Sentences,
}

/// One panel in its frame.
#[component]
pub(super) fn Slot(
    /// Which panel, and where it stands.
    placement: Placement,
    /// What it shares with the other panels.
    scene: StoredValue<Scene>,
) -> impl IntoView {
    let id = placement.id;
    let Scene { view, feed, ambient, .. } = scene.get_value();
    let freshness = Memo::new(move |_| {
        feed.data.with(|data| match data.as_deref().map(|dashboard| panel(dashboard, id)) {
            None => Freshness::Loading,
            Some(None) => Freshness::Error,
            Some(Some(panel)) if matches!(panel.body, PanelBody::Error(_)) => Freshness::Error,
            Some(Some(panel)) => panel_freshness(&ambient.context.get(), panel.data_through_ms),
        })
    });
    let content = Memo::new(move |_| {
        feed.data.with(|data| {
            data.as_deref().map_or(Content::Waiting, |dashboard| {
                content(panel(dashboard, id).map(|panel| &panel.body), freshness.get())
            })
        })
    });
    let is_open = Memo::new(move |_| view.url.with(|url| url.open == Some(id)));
    let is_hidden = move || view.url.with(|url| url.open.is_some_and(|open| open != id));
    let is_drawn = Memo::new(move |_| matches!(content.get(), Content::Chart | Content::Heatmap));
    let table = Signal::derive(move || is_drawn.get().then(|| table_toggle(&view, id)));
    let wide = Toggle {
        is_on: is_open,
        on_toggle: Callback::new(move |()| {
            view.change(|url| url.open = if url.open == Some(id) { None } else { Some(id) });
        }),
    };
    view! {
        <div class=placement.classes() class:is-open=move || is_open.get() hidden=is_hidden>
            <PanelFrame id freshness ambient table wide=Some(wide)>
                {move || scene.with_value(|scene| draw(content.get(), placement, is_open.get(), freshness, scene))}
            </PanelFrame>
        </div>
    }
}

fn content(body: Option<&PanelBody>, freshness: Freshness) -> Content {
    match body {
        None => Content::Missing,
        Some(PanelBody::Error(_)) => Content::Failed,
        Some(PanelBody::Tiles(_)) => Content::Tiles,
        // "No generation is stuck" would be a claim where nobody was ever heard.
        Some(_) if freshness == Freshness::NoData => Content::Nothing,
        Some(PanelBody::Chart(_)) => Content::Chart,
        Some(PanelBody::Heatmap(_)) => Content::Heatmap,
        Some(PanelBody::Table(_)) => Content::Table,
        Some(PanelBody::Funnel(_)) => Content::Funnel,
        Some(PanelBody::Bars(_)) => Content::Bars,
        Some(PanelBody::Strips(_)) => Content::Strips,
        Some(PanelBody::Sentences(_)) => Content::Sentences,
    }
}

/// Hands the panel's part of the answer to whoever draws its kind.
macro_rules! part {
    ($scene:ident, $id:ident, $kind:ident) => {
        body_of($scene.feed.data, $id, |body| match body {
            PanelBody::$kind(part) => Some(part),
            _ => None,
        })
    };
}

fn draw(
    content: Content,
    placement: Placement,
    is_open: bool,
    freshness: Signal<Freshness>,
    scene: &Scene,
) -> AnyView {
    let (id, ambient) = (placement.id, scene.ambient);
    let reserve = format!("{}rem", placement.shape.reserve_rem());
    match content {
        Content::Waiting => view! { <div class="panel__wait" style:--reserve=reserve /> }.into_any(),
        Content::Missing => view! { <Fault error=not_in_this_answer() /> }.into_any(),
        Content::Nothing => {
            let is_chart = !matches!(placement.shape, Shape::Lines(_));
            let height = if is_chart { reserve } else { "0".to_owned() };
            view! { <p class="panel__empty" style:min-height=height>"Nothing that feeds this was received yet."</p> }.into_any()
        }
        Content::Failed => part!(scene, id, Error)
            .map(|error| {
                let error = Signal::derive(move || error.with(|error| error.as_ref().clone()));
                view! { <Fault error /> }
            })
            .into_any(),
        Content::Tiles => part!(scene, id, Tiles).map(|body| view! { <Tiles body ambient /> }).into_any(),
        Content::Table => part!(scene, id, Table)
            .map(|body| view! { <DataTable body title=id.title() freshness ambient /> })
            .into_any(),
        Content::Funnel => part!(scene, id, Funnel).map(|body| view! { <Funnel body /> }).into_any(),
        Content::Bars => part!(scene, id, Bars).map(|body| view! { <Bars body freshness /> }).into_any(),
        Content::Strips => {
            part!(scene, id, Strips).map(|body| view! { <Strips body freshness ambient /> }).into_any()
        }
        Content::Sentences => {
            part!(scene, id, Sentences).map(|body| view! { <Sentences body freshness ambient /> }).into_any()
        }
        Content::Chart | Content::Heatmap => draw_chart(content, placement, is_open, scene),
    }
}

fn draw_chart(content: Content, placement: Placement, is_open: bool, scene: &Scene) -> AnyView {
    let id = placement.id;
    let Scene { view, ambient, crosshair, .. } = *scene;
    let Ambient { zone, palette, .. } = ambient;
    let title = Signal::stored(id.title().to_owned());
    let is_table = Memo::new(move |_| view.url.with(|url| url.tables.contains(&id)));
    let on_zoom = Callback::new(move |(from_ms, to_ms)| view.set_range(TimeRange::absolute(from_ms, to_ms)));
    let height_px = if is_open { OPEN_PX } else { placement.shape.chart_px() };
    if content == Content::Heatmap {
        let part = part!(scene, id, Heatmap);
        return part
            .map(|heatmap| {
                view! {
                    <HeatmapView heatmap title zone palette crosshair on_zoom is_table height_px />
                }
            })
            .into_any();
    }
    let hidden = Memo::new(move |_| view.url.with(|url| url.hidden_in(id)));
    let on_toggle = Callback::new(move |series: String| {
        let mut url = view.url.get_untracked();
        url.toggle_series(id, &series);
        view.replace(url);
    });
    part!(scene, id, Chart)
        .map(|chart| {
            view! {
                <ChartView chart title zone palette crosshair hidden on_toggle on_zoom is_table height_px />
            }
        })
        .into_any()
}

/// Height of a chart that fills the page, in CSS pixels at the usual root size.
const OPEN_PX: f64 = 480.0;

fn table_toggle(view: &View, id: PanelId) -> Toggle {
    let view = *view;
    Toggle {
        is_on: Signal::derive(move || view.url.with(|url| url.tables.contains(&id))),
        on_toggle: Callback::new(move |()| {
            let mut url = view.url.get_untracked();
            url.toggle_table(id);
            view.replace(url);
        }),
    }
}

fn not_in_this_answer() -> ErrorBody {
    ErrorBody {
        code: ErrorCode::NotFound,
        message:
            "This panel is not in this answer. App and server may be of different builds: reload the page."
                .to_owned(),
        position: None,
    }
}
