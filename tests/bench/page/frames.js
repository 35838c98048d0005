// Animation frames are run by the benchmark instead of by the screen, for every library alike:
// whatever a library leaves for the next frame is done when the benchmark says so, and no sample
// contains the up to 16 ms of waiting for one. Must be loaded before any library, since some keep
// the function that they find when they start.
(() => {
  let waiting = new Map();
  let last = 0;
  window.requestAnimationFrame = (callback) => {
    last += 1;
    waiting.set(last, callback);
    return last;
  };
  let running = new Map();
  window.cancelAnimationFrame = (id) => {
    waiting.delete(id);
    running.delete(id);
  };
  // One frame: what was asked for until now. What is asked for meanwhile belongs to the next one.
  window.runFrame = () => {
    [running, waiting] = [waiting, new Map()];
    const now = performance.now();
    for (const [id, callback] of running) {
      if (running.delete(id)) callback(now);
    }
  };
})();
