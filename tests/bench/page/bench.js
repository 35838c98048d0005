// Loads the one library that the address asks for and waits for the runner to name a case.

import { cases, pictures } from "./cases.js";
import { pause } from "./sample.js";

const query = new URLSearchParams(location.search);
const adapter = import(`./adapters/${query.get("lib")}.js`).then(async (module) => {
  await module.load({ isReadable: query.has("readable") });
  // Until the browser is done with loading: compiling in the background, fonts, the first frames.
  await document.fonts.ready;
  await pause(400);
  return module;
});

window.bench = {
  async ready() {
    if (!crossOriginIsolated) throw new Error("the page is not isolated, so its clock is too coarse");
    if (typeof gc !== "function") throw new Error("start the browser with --js-flags=--expose-gc");
    await adapter;
    return { ratio: devicePixelRatio };
  },
  async run(name) {
    return cases[name](await adapter);
  },
  async picture(name) {
    await pictures[name](await adapter);
    await pause(300);
  },
};
