// When the page's clock really ticked. A machine with no moment to spare keeps the page from its work, and what comes due
// meanwhile is skipped, as it should be; so what must be on time is looked at in bars through which the clock ticked on.

import {waitFor} from './browser.mjs';

// Ticks come every 25 ms and ask for the next 100 ms: with smaller gaps than this nothing can come late.
const stallMs = 80;

/** For Bench.open's `before`: notes when each tick of the clock worker reaches the page, in `window.ticks`. */
export const watchTicks = (page) => page.addInitScript(() => {
  window.ticks = [];
  const PlainWorker = window.Worker;
  window.Worker = class extends PlainWorker {
    constructor(url, options) {
      super(url, options);
      if (options?.name === 'clock') this.addEventListener('message', () => window.ticks.push(performance.now()));
    }
  };
});

/** Whether ticks came without a stall from one time to another. */
function isCalm(ticks, fromMs, toMs) {
  const first = ticks.findLastIndex((tick) => tick <= fromMs);
  const last = ticks.findIndex((tick) => tick >= toMs);
  if (first < 0 || last < 0) return false;
  return ticks.slice(first + 1, last + 1).every((tick, i) => tick - ticks[first + i] < stallMs);
}

/**
 * Waits until the page's clock is past a time, without asking the page for its state, which takes a slow one long enough to
 * be a stall; and tells whether what was to be heard between two times was handed over without one.
 * @param {import('./browser.mjs').Desk} desk
 * @param {number} fromMs
 * @param {number} toMs
 */
export async function wasCalm(desk, fromMs, toMs) {
  await desk.inPage((end) => window.ticks.at(-1) >= end, toMs);
  return isCalm(await desk.page.evaluate(() => window.ticks), fromMs - 2 * stallMs, toMs);
}

/**
 * The bars, counted from 0, that were wholly handed over without a stall; the page was opened with watchTicks, and played
 * after desk.record('schedule').
 * @param {import('./browser.mjs').Desk} desk
 * @param {number} barMs
 */
async function calmBars(desk, barMs) {
  const ticks = await desk.page.evaluate(() => window.ticks);
  const [first] = await desk.hits();
  if (!first) return [];
  const count = Math.max(0, Math.floor((ticks.at(-1) - first.timeMs) / barMs));
  // The first bar is asked for when Play is clicked, before the clock's first tick.
  const from = (bar) => Math.max(first.timeMs + bar * barMs - 2 * stallMs, ticks[0]);
  return Array.from({length: count}, (_, bar) => bar)
    .filter((bar) => isCalm(ticks, from(bar), first.timeMs + (bar + 1) * barMs));
}

/**
 * Waits for the first such bar that begins after a time.
 * @param {import('./browser.mjs').Desk} desk
 * @param {number} barMs
 * @param {number} [afterMs]
 * @returns {Promise<{startMs: number, hits: object[]}>} when it began, and what was to be heard in it
 */
export function calmBar(desk, barMs, afterMs = 0) {
  return waitFor(async () => {
    const bars = await calmBars(desk, barMs);
    const hits = await desk.hits();
    const starts = bars.map((bar) => hits[0].timeMs + bar * barMs).filter((start) => start - 2 * stallMs > afterMs);
    if (starts.length === 0) return null;
    const [startMs] = starts;
    return {startMs, hits: hits.filter(({timeMs}) => timeMs > startMs - 1 && timeMs < startMs + barMs - 1)};
  }, () => 'a bar without a stall');
}
