// Starts the clock worker and hands its ticks on.

/** How often the page asks the sequencer for events. */
export const tickMs = 25;

/**
 * How far ahead events are asked for: four ticks, so that three in a row may come late. Not more, since Chromium cannot
 * take back MIDI that was sent, and an edit should sound soon.
 */
export const horizonMs = 100;

/** Ticks from a worker every tickMs while it runs, also when the tab is hidden. */
export class Clock {
  /**
   * @param {Worker} worker clock_worker.js
   * @param {() => void} onTick
   */
  constructor(worker, onTick) {
    this.worker = worker;
    this.running = false;
    worker.onmessage = () => {
      if (this.running) onTick();
    };
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.worker.postMessage('start');
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    this.worker.postMessage('stop');
  }
}
