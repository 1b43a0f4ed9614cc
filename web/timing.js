// How well times are kept, measured: what the scheduler asks for beside when it hands it over, and how long a note takes
// through a cable from an output to an input.

const mostLeads = 4096; // the last so many events
const reportMs = 500;
const doubledMs = 5; // two strokes of one voice this close are one too many: the closest ratchets are 12.5 ms apart
const lateMs = 10; // handed over later than this after its time, an event counts as missed

/**
 * The value that a share of the sorted values lies below.
 * @param {number[]} sorted rising
 * @param {number} share 0 to 1
 */
export function percentile(sorted, share) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : 0;
}

/** Statistics of the scheduler's work. */
export class TimingStats {
  constructor() {
    this.reset();
  }

  reset() {
    this.leads = [];
    this.next = 0;
    this.events = 0;
    this.missed = 0;
    this.doubled = 0;
    this.lastHit = new Map(); // voice -> time of its last stroke
    this.reportedMs = -Infinity;
  }

  /**
   * An event was handed over.
   * @param {{timeMs: number, kind: number, voice: number}} event
   * @param {number} nowMs when that was
   */
  add({timeMs, kind, voice}, nowMs) {
    const lead = timeMs - nowMs;
    this.leads[this.next] = lead;
    this.next = (this.next + 1) % mostLeads;
    this.events += 1;
    if (lead < -lateMs) this.missed += 1;
    if (kind !== 0) return;
    if (Math.abs(timeMs - (this.lastHit.get(voice) ?? -Infinity)) < doubledMs) this.doubled += 1;
    this.lastHit.set(voice, timeMs);
  }

  /**
   * The model's command, when it is time for a new one.
   * @param {number} nowMs
   * @returns {?object}
   */
  report(nowMs) {
    if (nowMs - this.reportedMs < reportMs) return null;
    this.reportedMs = nowMs;
    const sorted = [...this.leads].sort((a, b) => a - b);
    return {
      type: 'timing',
      events: this.events,
      lead_p50_ms: percentile(sorted, 0.5),
      lead_p99_ms: percentile(sorted, 0.01), // 99 of 100 have at least this much
      lead_worst_ms: sorted[0] ?? 0,
      missed: this.missed,
      doubled: this.doubled,
    };
  }
}

const loopChannel = 16;
const firstNote = 1;
const apartMs = 45; // and up to as much again, so that the notes do not beat with the page's clock
const aheadMs = 60;
const patienceMs = 1000;

/** Sends notes through a cable and times their return. */
export class LoopbackTest {
  /**
   * @param {object} options
   * @param {{send: (bytes: number[], timeMs: number) => void}} options.out
   * @param {import('./midi_in.js').MidiInbox} options.inbox
   * @param {() => number} options.now performance.now()
   * @param {(run: () => void, ms: number) => void} [options.later] setTimeout
   */
  constructor({out, inbox, now, later = (run, ms) => setTimeout(run, ms)}) {
    this.out = out;
    this.inbox = inbox;
    this.now = now;
    this.later = later;
  }

  /**
   * @param {number} notes how many, at most 127: each has its own number, so that none is taken for another
   * @returns {Promise<object>} the model's command `loopback_result`
   */
  run(notes) {
    const sentMs = new Map();
    const delays = [];
    this.inbox.tap = (port, [status, note, velocity], timeMs) => {
      if (status !== (0x90 | (loopChannel - 1)) && status !== (0x80 | (loopChannel - 1))) return false;
      if ((status & 0xf0) === 0x90 && velocity > 0 && sentMs.has(note)) {
        delays.push(timeMs - sentMs.get(note));
        sentMs.delete(note);
      }
      return true;
    };
    let timeMs = this.now() + aheadMs;
    for (let i = 0; i < notes; i++) {
      const note = firstNote + i;
      sentMs.set(note, timeMs);
      this.out.send([0x90 | (loopChannel - 1), note, 1], timeMs);
      this.out.send([0x80 | (loopChannel - 1), note, 0], timeMs + 10);
      timeMs += apartMs + ((i * 7919) % 1000) / 1000 * apartMs; // golden enough: no two gaps alike
    }
    return new Promise((resolve) => {
      this.later(() => {
        this.inbox.tap = null;
        resolve({type: 'loopback_result', sent: notes, ...summary(delays)});
      }, timeMs - this.now() + patienceMs);
    });
  }
}

function summary(delays) {
  const sorted = [...delays].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, delay) => sum + delay, 0) / (sorted.length || 1);
  const squares = sorted.reduce((sum, delay) => sum + (delay - mean) ** 2, 0);
  return {
    received: sorted.length,
    latency_ms: percentile(sorted, 0.5),
    jitter_ms: Math.sqrt(squares / (sorted.length || 1)),
    worst_ms: sorted.at(-1) ?? 0,
  };
}
