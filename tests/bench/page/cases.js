// What is measured. Each case starts on a page on which the library is loaded and has drawn nothing.
// Preparing data, collecting garbage and making the empty element are never timed.

import { makeData, part } from "./data.js";
import { enter, move, path } from "./moves.js";
import { insistOnPicture, timed } from "./sample.js";

const WIDE = { width: 1920, height: 600 };
const SMALL = { width: 600, height: 200 };
const MINUTE = 60_000;
const SECOND = 1_000;

// Where charts stand has no part in the layout of one another. `place` counts them from the left and
// the top, three in a row.
function makeRoot({ width, height }, place = 0) {
  const root = document.createElement("div");
  root.style.width = `${width}px`;
  root.style.left = `${(place % 3) * (width + 20)}px`;
  root.style.top = `${Math.floor(place / 3) * (height + 60)}px`;
  document.getElementById("stage").append(root);
  return root;
}

/** Creates the same charts again and again: the first is the cold one, some are left out, the
 *  others are warm. */
async function createCharts(adapter, datas, size, { warmUp, warm }) {
  const prepared = datas.map((data) => adapter.prepare(data));
  const samples = { cold: [], warm: [] };
  let checks = null;
  for (let index = 0; index < 1 + warmUp + warm; index += 1) {
    const stage = document.getElementById("stage");
    const roots = prepared.map((_, place) => makeRoot(size, place));
    // Before a warm sample only young garbage is collected: a full collection would throw away what
    // the browser compiled for the library, and warm would not be warm.
    gc({ type: index === 0 ? "major" : "minor" });
    const work = () => prepared.map((each, i) => adapter.create(roots[i], each, size));
    const { made, parts } = await timed(stage, work, adapter.settle);
    if (index === 0) samples.cold.push(parts);
    else if (index > warmUp) samples.warm.push(parts);
    if (index === 0 || index === warmUp + warm) checks = await insistOnPicture(stage);
    for (const handle of made) adapter.destroy(handle);
    stage.replaceChildren();
  }
  return { samples, checks };
}

/** A chart that lives: one more second at its end, one less at its beginning. */
async function updateChart(adapter) {
  const [points, warmUp, count] = [3_600, 10, 60];
  const data = makeData(3, points + warmUp + count + 1, SECOND);
  const prepared = Array.from({ length: warmUp + count + 1 }, (_, i) => adapter.prepare(part(data, i, points)));
  const root = makeRoot(WIDE);
  const { made } = await timed(root, () => [adapter.create(root, prepared[0], WIDE)], adapter.settle);
  await insistOnPicture(root);
  const samples = { update: [] };
  gc();
  for (let index = 1; index < prepared.length; index += 1) {
    const work = () => {
      adapter.update(made[0], prepared[index]);
      return made;
    };
    const { parts } = await timed(root, work, adapter.settle);
    if (index > warmUp) samples.update.push(parts);
  }
  return { samples, checks: await insistOnPicture(root) };
}

/** Two hundred moves of the mouse over a chart, after twenty that nobody counts. */
async function moveMouse(adapter, points) {
  const [warmUp, count] = [20, 200];
  const root = makeRoot(WIDE);
  const prepared = adapter.prepare(makeData(3, points, MINUTE));
  const { made } = await timed(root, () => [adapter.create(root, prepared, WIDE)], adapter.settle);
  await insistOnPicture(root);
  const places = path(root, WIDE.width, WIDE.height, count);
  const samples = { moves: [] };
  const words = new Set();
  enter(places[0]);
  for (let index = 0; index < warmUp; index += 1) {
    await timed(root, move(places[(index * 7) % count], places[0]), () => adapter.settle(made));
  }
  gc();
  for (let index = 0; index < count; index += 1) {
    const step = move(places[index], places[Math.max(0, index - 1)]);
    const { parts } = await timed(root, step, () => adapter.settle(made));
    samples.moves.push(parts);
    words.add(adapter.readout(made[0]));
  }
  // Without this, the fastest library would be the one that does not listen.
  if (words.size < count * 0.9) {
    throw new Error(`${count} moves were told in ${words.size} ways only, like ${[...words].slice(0, 3)}`);
  }
  const example = [...words][Math.floor(words.size / 2)];
  return { samples, checks: { ...(await insistOnPicture(root)), readouts: words.size, example } };
}

const threeSeries = () => [makeData(3, 55_550, MINUTE)];
const million = () => [makeData(1, 1_000_000, SECOND)];
const dashboard = () => Array.from({ length: 20 }, (_, i) => makeData(1, 1_000, MINUTE, { first: i, seed: i + 1 }));

export const cases = {
  series: (adapter) => createCharts(adapter, threeSeries(), WIDE, { warmUp: 3, warm: 10 }),
  update: (adapter) => updateChart(adapter),
  million: (adapter) => createCharts(adapter, million(), WIDE, { warmUp: 2, warm: 5 }),
  "moves-3600": (adapter) => moveMouse(adapter, 3_600),
  "moves-55550": (adapter) => moveMouse(adapter, 55_550),
  dashboard: (adapter) => createCharts(adapter, dashboard(), SMALL, { warmUp: 2, warm: 5 }),
};

/** What the picture of a library is taken of. */
export const pictures = {
  async series(adapter) {
    const root = makeRoot(WIDE);
    const prepared = adapter.prepare(makeData(3, 55_550, MINUTE));
    const { made } = await timed(root, () => [adapter.create(root, prepared, WIDE)], adapter.settle);
    const places = path(root, WIDE.width, WIDE.height, 200);
    enter(places[120]);
    await timed(root, move(places[120], places[119]), () => adapter.settle(made));
  },
  async dashboard(adapter) {
    const work = () =>
      dashboard().map((data, place) => adapter.create(makeRoot(SMALL, place), adapter.prepare(data), SMALL));
    await timed(document.body, work, adapter.settle);
  },
};
