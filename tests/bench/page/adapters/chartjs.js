// Chart.js with everything that its page on performance advises: parsed and sorted data,
// decimation by minima and maxima, no animation, no points, no gaps to look for, labels that are
// never turned, and the ends of the time axis given. A linear axis in milliseconds stands for the
// time axis: that one needs a second library, and is slower.

import { COLOURS } from "../data.js";
import { loadScript } from "../load.js";

const DAY = 86_400_000;
const STEPS = [60_000, 300_000, 900_000, 3_600_000, 10_800_000, DAY, 2 * DAY, 7 * DAY];

export async function load({ isReadable }) {
  await loadScript(isReadable ? "/npm/chart.js/dist/chart.umd.js" : "/npm/chart.js/dist/chart.umd.min.js");
}

export function prepare({ startMs, stepMs, names, values }) {
  const lines = values.map((column) => Array.from(column, (y, i) => ({ x: startMs + i * stepMs, y })));
  return { names, lines, min: startMs, max: startMs + (values[0].length - 1) * stepMs };
}

const two = (number) => String(number).padStart(2, "0");

function label(ms) {
  const date = new Date(ms);
  if (ms % DAY === 0) return `${date.getUTCMonth() + 1}/${date.getUTCDate()}`;
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

function words(ms) {
  return new Date(ms).toISOString();
}

function timeAxis(min, max, width) {
  const step = STEPS.find((each) => (max - min) / each < width / 80);
  return {
    type: "linear",
    min,
    max,
    // Left alone, the linear axis finds round numbers and not round times.
    afterBuildTicks(axis) {
      axis.ticks = [];
      for (let value = Math.ceil(axis.min / step) * step; value <= axis.max; value += step) axis.ticks.push({ value });
    },
    ticks: { minRotation: 0, maxRotation: 0, callback: label },
  };
}

export function create(root, { names, lines, min, max }, { width, height }) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  root.append(canvas);
  return new Chart(canvas, {
    type: "line",
    data: {
      datasets: names.map((name, i) => ({
        label: name,
        data: lines[i],
        borderColor: COLOURS[i],
        backgroundColor: COLOURS[i],
        borderWidth: 1,
        pointRadius: 0,
      })),
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: false,
      spanGaps: true,
      interaction: { mode: "index", intersect: false },
      plugins: {
        decimation: { enabled: true, algorithm: "min-max" },
        tooltip: { callbacks: { title: (items) => words(items[0].parsed.x) } },
      },
      scales: {
        x: timeAxis(min, max, width),
        y: { beginAtZero: true, ticks: { minRotation: 0, maxRotation: 0 } },
      },
    },
  });
}

export function update(chart, { lines, min, max }) {
  chart.data.datasets.forEach((dataset, i) => {
    dataset.data = lines[i];
  });
  chart.options.scales.x.min = min;
  chart.options.scales.x.max = max;
  chart.update("none");
}

export function settle() {}

export const readout = (chart) => `${chart.tooltip.title} ${chart.tooltip.body.map((part) => part.lines)}`;

export function destroy(chart) {
  chart.destroy();
}
