// How one thing is timed, and how it is checked that something was really drawn. The same for
// all libraries.

// Lets what was queued as microtasks run, and what that queues in turn. Not by a task of its own:
// between two tasks the browser may show a frame, and then some samples would contain one and others
// not. A library that puts work off into a later task would fail the test of being settled.
async function drain() {
  for (let turn = 0; turn < 20; turn += 1) await null;
}

const channel = new MessageChannel();
const hop = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Reading one pixel makes the browser draw everything that was recorded for the canvas. */
function rasterise(root) {
  for (const canvas of root.querySelectorAll("canvas")) {
    canvas.getContext("2d").getImageData(0, 0, 1, 1);
  }
}

/** Times `work` until everything it led to is calculated, laid out and drawn, in milliseconds. */
export async function timed(root, work, settle) {
  // The browser may show a frame here, and does so sixty times a second; but no sample waits for one.
  // A processor that has slept for most of 16 ms is several times slower for a while, and would drown what
  // a library does.
  await hop();
  const start = performance.now();
  const made = work();
  const worked = performance.now();
  await drain();
  await settle(made);
  await drain();
  runFrame();
  await drain();
  const settled = performance.now();
  void root.offsetHeight;
  const laidOut = performance.now();
  rasterise(root);
  const end = performance.now();
  const parts = {
    total: end - start,
    script: worked - start,
    settle: settled - worked,
    layout: laidOut - settled,
    raster: end - laidOut,
  };
  for (const key of Object.keys(parts)) parts[key] = Math.round(parts[key] * 1000) / 1000;
  return { made, parts };
}

/** A number that changes when a pixel of any canvas does, and whether there is anything on them. */
function look(root) {
  let digest = 2166136261;
  let inked = 0;
  let pixels = 0;
  for (const canvas of root.querySelectorAll("canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const words = new Uint32Array(data.buffer);
    const ground = words[0];
    for (const word of words) {
      digest = Math.imul(digest ^ word, 16777619);
      if (word !== ground) inked += 1;
    }
    pixels += words.length;
  }
  return { digest, inked, pixels };
}

/** Fails if the picture is empty, or if it changes after it was said to be settled. */
export async function insistOnPicture(root) {
  const before = look(root);
  if (before.inked < before.pixels * 0.005) {
    throw new Error(`only ${before.inked} of ${before.pixels} pixels are drawn`);
  }
  for (let frame = 0; frame < 3; frame += 1) {
    await pause(40);
    runFrame();
  }
  const after = look(root);
  if (after.digest !== before.digest) throw new Error("the picture changed after it had settled");
  return { pixels: before.pixels, inked: before.inked };
}
