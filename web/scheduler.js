// From the clock's ticks to sound and MIDI: asks the model for the events of the next moments and hands them on.

import {eventKind} from './app.js';
import {horizonMs} from './clock.js';

/** Hands scheduled events to the built-in sound and to MIDI. */
export class Scheduler {
  /**
   * @param {object} options
   * @param {{schedule: (nowMs: number, horizonMs: number) => object[]}} options.app
   * @param {{hit: (voice: number, velocity: number, timeMs: number, kit: number) => void}} options.audio
   * @param {{send: (bytes: number[], timeMs: number) => void}} options.midi
   * @param {import('./timing.js').TimingStats} [options.timing] measures it
   * @param {() => number} [options.now] performance.now()
   * @param {(events: object[], nowMs: number) => void} [options.onEvents] hears what was handed over
   */
  constructor({app, audio, midi, timing = null, now = () => performance.now(), onEvents = () => {}}) {
    this.app = app;
    this.audio = audio;
    this.midi = midi;
    this.timing = timing;
    this.now = now;
    this.onEvents = onEvents;
  }

  /** One tick. The model remembers what it handed over, so ticks may come early, late or twice. */
  tick(nowMs) {
    const events = this.app.schedule(nowMs, horizonMs);
    for (const event of events) {
      if (event.kind === eventKind.hit) this.audio.hit(event.voice, event.velocity, event.timeMs, event.kit);
      else if (event.kind === eventKind.midi) this.midi.send(event.bytes, event.timeMs);
      else if (event.kind === eventKind.click) this.audio.click(event.voice === 1, event.timeMs);
      this.timing?.add(event, this.now());
    }
    if (events.length) this.onEvents(events, nowMs);
  }
}
