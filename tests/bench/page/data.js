// The data that all libraries draw: made from a seed, so that every run has the same. Shaped like
// the data of uPlot's own benchmark, three measures of a machine: a noisy processor load, a slowly
// moving memory use and a bursty network throughput. All lie between 0 and 100, so that one
// axis serves them all, and have two decimals, as values that came through JSON have.

const START_MS = Date.UTC(2026, 0, 5);

// A small generator with 32 bits of state (mulberry32).
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const within = (value) => Math.round(Math.min(100, Math.max(0, value)) * 100) / 100;

function processor(random) {
  return (index) => {
    const noise = (random() + random() + random() - 1.5) * 14;
    const spike = random() < 0.002 ? random() * 45 : 0;
    return within(32 + 12 * Math.sin(index / 1400) + noise + spike);
  };
}

function memory(random) {
  let level = 62;
  return () => {
    level += (random() - 0.5) * 0.5 + (66 - level) * 0.0006;
    return within(level + (random() - 0.5) * 0.4);
  };
}

function network(random) {
  let burst = 0;
  return () => {
    if (random() < 0.004) burst = random() * 70;
    burst *= 0.96;
    return within(4 + random() * 3 + burst * (0.7 + random() * 0.3));
  };
}

const MEASURES = [
  { name: "CPU %", make: processor },
  { name: "RAM %", make: memory },
  { name: "TCP out MB/s", make: network },
];

export const COLOURS = ["#d62728", "#1f6fb4", "#2ca02c"];

/** `count` series of `points` values each, one every `stepMs`; `first` chooses the measure. */
export function makeData(count, points, stepMs, { first = 0, seed = 1 } = {}) {
  const chosen = Array.from({ length: count }, (_, i) => MEASURES[(first + i) % MEASURES.length]);
  return {
    startMs: START_MS,
    stepMs,
    names: chosen.map(({ name }) => name),
    values: chosen.map(({ make }, i) => {
      const next = make(generator(seed * 7919 + i));
      return Float64Array.from({ length: points }, (_, index) => next(index));
    }),
  };
}

/** The part of `data` from the point `from` on. */
export function part(data, from, points) {
  return {
    ...data,
    startMs: data.startMs + from * data.stepMs,
    values: data.values.map((column) => column.slice(from, from + points)),
  };
}
