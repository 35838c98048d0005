// The app's own chart, through the hooks that a build with the feature `lab` puts on the window: the same
// component, style sheet and WebAssembly as on the dashboards. `prepare` copies the values into
// the memory of WebAssembly, where the app has them once it has read an answer.

import { loadStyle } from "../load.js";
import { pause } from "../sample.js";

export async function load() {
  // The hooks draw with the colours of the dark theme.
  document.documentElement.dataset.theme = "dark";
  const text = await (await fetch("/index.html")).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const content = (name) => page.querySelector(`meta[name="${name}"]`).content;
  await loadStyle(page.querySelector('link[rel="stylesheet"]').getAttribute("href"));
  const module = await import(content("app-module"));
  await module.default({ module_or_path: content("app-wasm") });
  for (let tries = 0; !window.sartiqLab; tries += 1) {
    if (tries === 500) throw new Error("the app has no hooks: build it with the feature `lab`");
    await pause(10);
  }
}

export function prepare({ startMs, stepMs, names, values }) {
  return sartiqLab.prepare(startMs, stepMs, names, values);
}

export function create(root, prepared, { width, height }) {
  return { root, id: sartiqLab.create(root, prepared, width, height) };
}

export function update({ id }, prepared) {
  sartiqLab.update(id, prepared);
}

export function settle() {
  sartiqLab.flush();
}

// The page has one tooltip, which is no part of any chart, and a canvas: its words are asked for.
export const readout = () => sartiqLab.readout();

export function destroy({ id }) {
  sartiqLab.destroy(id);
}
