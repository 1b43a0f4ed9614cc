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
 * Waits for a bar that is wholly handed over without a stall; the page was opened with watchTicks, and played after
 * desk.record('schedule'). Between two looks the page is left alone for a bar: what is asked of a slow one stalls it.
 * @param {import('./browser.mjs').Desk} desk
 * @param {number} barMs
 * @param {number} [afterMs] the bar begins after this time
 * @returns {Promise<{startMs: number, hits: object[]}>} when it began, and what was to be heard in it
 */
export async function calmBar(desk, barMs, afterMs = 0) {
  await desk.inPage(() => window.seen.schedule.length > 0 && window.ticks.length > 0);
  const [{timeMs: firstMs}] = await desk.hits();
  return waitFor(async () => {
    const nowMs = await desk.page.evaluate(() => performance.now());
    const bar = Math.ceil((Math.max(nowMs, afterMs) + 3 * stallMs - firstMs) / barMs);
    const startMs = firstMs + bar * barMs;
    if (!await wasCalm(desk, startMs, startMs + barMs)) return null;
    const hits = await desk.hits();
    return {startMs, hits: hits.filter(({timeMs}) => timeMs > startMs - 1 && timeMs < startMs + barMs - 1)};
  }, () => 'a bar without a stall');
}
