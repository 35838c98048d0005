// ECharts on a canvas with the settings that its handbook names for much data: typed arrays, sampling
// to the width of the chart, no symbols, no animation, no hover states, and only the part of the
// canvas drawn again that changed. Of its two samplings that keep the shape, `minmax` and `lttb`, neither
// was faster throughout, and `minmax` keeps more of the spikes.

import { COLOURS } from "../data.js";
import { loadScript } from "../load.js";

export async function load({ isReadable }) {
  await loadScript(isReadable ? "/npm/echarts/dist/echarts.js" : "/npm/echarts/dist/echarts.min.js");
}

// Pairs of time and value, one after the other: the flat form that needs no parsing.
function pairs(startMs, stepMs, column) {
  const flat = new Float64Array(2 * column.length);
  column.forEach((value, i) => {
    flat[2 * i] = startMs + i * stepMs;
    flat[2 * i + 1] = value;
  });
  return flat;
}

export function prepare({ startMs, stepMs, names, values }) {
  return { names, lines: values.map((column) => pairs(startMs, stepMs, column)) };
}

export function create(root, { names, lines }, { width, height }) {
  const chart = echarts.init(root, null, { renderer: "canvas", useDirtyRect: true, width, height });
  chart.setOption({
    animation: false,
    useUTC: true,
    color: COLOURS,
    legend: { top: 0 },
    grid: { left: 50, right: 20, top: 30, bottom: 30 },
    tooltip: {
      trigger: "axis",
      showDelay: 0,
      transitionDuration: 0,
      axisPointer: { type: "line", animation: false },
    },
    xAxis: { type: "time" },
    yAxis: { type: "value" },
    series: names.map((name, i) => ({
      type: "line",
      name,
      data: lines[i],
      dimensions: ["time", "value"],
      encode: { x: 0, y: 1 },
      sampling: "minmax",
      progressive: 0,
      symbol: "none",
      silent: true,
      emphasis: { disabled: true },
      lineStyle: { width: 1 },
    })),
  });
  return chart;
}

export function update(chart, { lines }) {
  chart.setOption({ series: lines.map((data) => ({ data })) });
}

export function settle(charts) {
  for (const chart of charts) chart.getZr().flush();
}

export const readout = (chart) => {
  const tooltip = [...chart.getDom().children].find((child) => child.style.pointerEvents === "none");
  return tooltip?.textContent ?? "";
};

export function destroy(chart) {
  chart.dispose();
}
