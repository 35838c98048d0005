// uPlot as its own benchmark uses it: columns of plain numbers, lines without points, the cursor
// and the live legend that it has by default. Its pictures are made in a microtask.

import { COLOURS } from "../data.js";
import { loadScript, loadStyle } from "../load.js";

export async function load({ isReadable }) {
  await loadStyle("/npm/uplot/dist/uPlot.min.css");
  await loadScript(isReadable ? "/npm/uplot/dist/uPlot.iife.js" : "/npm/uplot/dist/uPlot.iife.min.js");
}

export function prepare({ startMs, stepMs, names, values }) {
  const times = Array.from(values[0], (_, i) => (startMs + i * stepMs) / 1000);
  return { names, columns: [times, ...values.map((column) => Array.from(column))] };
}

// From zero, as the others draw it: another range would be another picture.
const Y = { range: { min: { pad: 0.1, soft: 0, mode: 1 }, max: { pad: 0.1, soft: 0, mode: 2 } } };

export function create(root, { names, columns }, { width, height }) {
  const lines = names.map((label, i) => ({ label, stroke: COLOURS[i], width: 1, points: { show: false } }));
  return new uPlot({ width, height, scales: { y: Y }, series: [{}, ...lines] }, columns, root);
}

export function update(chart, { columns }) {
  chart.setData(columns);
}

export function settle() {}

export const readout = (chart) => chart.root.querySelector(".u-legend").textContent;

export function destroy(chart) {
  chart.destroy();
}
