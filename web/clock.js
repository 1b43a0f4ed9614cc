// Starts the clock worker and hands its ticks on.

/** How often the page asks the sequencer for events. */
export const tickMs = 25;

/**
 * How far ahead events are asked for: four ticks, so that three in a row may come late. Not more, since Chromium cannot
 * take back MIDI that was sent, and an edit should sound soon.
 */
export const horizonMs = 100;

/** So long the first tick may stay away; a worker that is slow to load takes a part of that. */
const silentMs = 3000;

/** Ticks from a worker every tickMs while it runs, also when the tab is hidden; without one from the page's own timer. */
export class Clock {
  /**
   * @param {Worker} worker clock_worker.js
   * @param {() => void} onTick
   * @param {() => void} [onTrouble] the worker broke
   */
  constructor(worker, onTick, onTrouble = () => {}) {
    this.worker = worker;
    this.running = false;
    this.timer = null; // of the page, when the worker is gone
    this.watch = null; // until the first tick after a start is due
    this.onTrouble = onTrouble;
    this.tick = () => {
      clearTimeout(this.watch);
      if (this.running) onTick();
    };
    worker.onmessage = this.tick;
    worker.onerror = () => this.replaceWorker();
  }

  start() {
    if (this.running) return;
    this.running = true;
    if (!this.worker) {
      this.timer = setInterval(this.tick, tickMs);
      return;
    }
    this.worker.postMessage('start');
    this.watch = setTimeout(() => this.replaceWorker(), silentMs);
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    clearTimeout(this.watch);
    this.worker?.postMessage('stop');
    clearInterval(this.timer);
  }

  replaceWorker() {
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.terminate();
    this.worker = null;
    clearTimeout(this.watch);
    if (this.running) this.timer = setInterval(this.tick, tickMs);
    this.onTrouble();
  }
}
