// MIDI out: bytes with timestamps to the chosen port. Which notes sound, and so what a panic has to send, is known to
// the model (sequencer::NoteTracker), not here.

import {MidiPort, sendTo} from './midi_port.js';

// Browsers hold what lies ahead in a queue of their own (Chromium: a delayed task each), which is late on a machine
// without a moment to spare. A message for "at once" would then overtake what was sent before it, a clock pulse its own
// start; one for a moment from now takes its place in the queue.
const soonestMs = 1;

/** Sends MIDI to a port of the system. Options as MidiPort, without kind and sentence, and now: performance.now(). */
export class MidiOut extends MidiPort {
  constructor({now = () => performance.now(), ...options}) {
    super({kind: 'outputs', readySentence: (name) => `Playing to ${name}.`, ...options});
    this.now = now;
  }

  /**
   * Sends one message to the chosen port, if there is one; messages go out in the order of their times.
   * @param {number[]} bytes
   * @param {number} timeMs on the clock of performance.now(), not rounded; the past is a moment from now
   */
  send(bytes, timeMs) {
    if (this.port?.state !== 'connected') return;
    sendTo(this.port, bytes, Math.max(timeMs, this.now() + soonestMs));
  }

  /**
   * Sends a panic to the port it is meant for, even if another one was chosen since. What that port still holds back is
   * dropped first where the browser can (Firefox); Chromium plays it, each note with its note-off.
   * @param {string} portId
   * @param {number[][]} messages [timeMs, ...bytes]
   */
  panic(portId, messages) {
    const port = this.shared.access?.outputs.get(portId);
    if (port?.state !== 'connected') return;
    port.clear?.();
    for (const [timeMs, ...bytes] of messages) sendTo(port, bytes, timeMs);
  }
}
