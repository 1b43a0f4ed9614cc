// The built-in sound: an AudioContext that starts with the first gesture, sleeps when nothing plays, and strikes the
// drum voices at the times of the sequencer.

import {AudioClock, compensatedLatencyMs, readClocks} from './audio_clock.js';
import {Mixer} from './drum_bus.js';
import {makeNoises, plainSound} from './synth.js';
import {chokeGroup, strikeClick, strikeSample, strikeVoice, voiceNames} from './voices.js';

const graceMs = 40; // a hit may be struck so much late while the context starts; later it is left out
const sleepAfterMs = 4000; // an open output costs power even when silent
const latencyReadings = 8;
const latencyToleranceMs = 15;
const wakingMs = 500; // what was played by hand may wait so long for the output to open
const wakeEveryMs = 1000; // how often an output that the system has stopped is asked to go on
const peakEveryMs = 200;
const silentMs = 1000; // so long it may take; then the person is told
const slowMs = 3000; // the same where the machine may only be busy: a first start, a time that stands still

/** Plays hits at times of performance.now(). */
export class Audio {
  /**
   * @param {object} options
   * @param {() => AudioContext} options.createContext
   * @param {() => number} options.now performance.now()
   * @param {() => void} [options.onAwake] the output has opened: from now on tick() should be called
   * @param {(sentence: string) => void} [options.onTrouble] there is no sound, and why; said once
   * @param {(sentence: string) => void} [options.onPaused] the system has stopped the sound; said once each time
   * @param {() => void} [options.onPeak] the voices together are louder than full scale; at most five times a second
   */
  constructor({createContext, now, onAwake = () => {}, onTrouble = () => {}, onPaused = () => {}, onPeak = () => {}}) {
    this.createContext = createContext;
    this.now = now;
    this.onAwake = onAwake;
    this.onTrouble = onTrouble;
    this.onPaused = onPaused;
    this.onPeak = onPeak;
    this.peakMs = -Infinity; // when that was told last
    this.needed = false; // something plays
    this.hasRun = false; // this output was open once
    this.stopped = null; // while it is needed and does not run: {sinceMs, askedMs, told}
    this.muffled = null; // since when hits by hand wait for it in vain, {sinceMs, told}
    this.still = null; // while it runs: since when its time has not moved, {seconds, sinceMs, told}
    this.troubled = false; // onTrouble was told
    this.context = null;
    this.clock = new AudioClock();
    this.volume = 1;
    this.sounds = voiceNames.map(() => plainSound);
    this.drive = 0;
    this.samples = []; // per voice an AudioBuffer that it plays, or null
    this.waiting = []; // [strike, timeMs] that came while the context was starting
    this.played = []; // [voice, velocity, kit, timeMs] played by hand meanwhile
    this.hits = []; // hits that may not have begun yet
    this.hitCount = 0;
    this.strokes = new Map(); // choke group -> its strokes: the one that sounds, and those ahead, in the order of time
    this.lastHitMs = -Infinity;
    this.latencies = []; // the last ones that were read, ms
    this.lateMs = 0; // how much later than asked the sound comes on an output that is slower than can be made up for
  }

  /**
   * Opens the output, or wakes it; a browser allows this only inside a gesture. Never throws: the gesture goes on to
   * what it was meant for. Where there is no sound, the next gesture tries again.
   */
  unlock() {
    try {
      if (this.still?.told) this.close();
      if (!this.context || this.context.state === 'closed') this.open();
      if (this.context.state !== 'running') this.context.resume()?.catch(() => {});
    } catch (error) {
      this.tellTrouble(error);
    }
    this.lastHitMs = this.now();
  }

  close() {
    this.context.onstatechange = null;
    this.context.close?.()?.catch(() => {});
    this.context = null;
    this.still = null;
    this.clock.clear();
    this.latencies = [];
    this.hits = [];
    this.strokes.clear();
  }

  /** Builds the output; on an error there is none. */
  open() {
    const context = this.createContext();
    try {
      makeNoises(context);
      this.mixer = new Mixer(context, voiceNames.length);
      this.mixer.set(this.sounds, this.drive);
      this.master = context.createGain();
      this.master.gain.value = loudness(this.volume);
      this.mixer.output.connect(this.master).connect(context.destination);
    } catch (error) {
      this.master = undefined;
      context.close?.()?.catch(() => {});
      throw error;
    }
    context.onstatechange = () => this.stateChanged();
    this.context = context;
    this.hasRun = false;
  }

  /** Whether something plays: then the output is to stay open. */
  setNeeded(needed) {
    this.needed = needed;
    this.stopped = null;
  }

  /**
   * The system stops an output for a call, another tab or sleep, and does not always start it again. To be called with
   * each tick, and when the page comes to the front: while something plays, the output is asked to go on, and when it
   * does not, that is said.
   */
  stayAwake() {
    if (!this.needed || !this.context || this.context.state === 'running') {
      this.stopped = null;
      return;
    }
    const now = this.now();
    this.stopped ??= {sinceMs: now, askedMs: -Infinity, told: false};
    const {stopped} = this;
    if (now - stopped.askedMs >= wakeEveryMs && this.context.state !== 'closed') {
      stopped.askedMs = now;
      this.context.resume()?.catch(() => {});
    }
    if (stopped.told || now - stopped.sinceMs < (this.hasRun ? silentMs : slowMs)) return;
    stopped.told = true;
    this.onPaused(this.hasRun ? 'The system has paused the sound: click anywhere to hear it again.'
      : 'The sound does not start: click anywhere to try again.');
  }

  /** What is played by hand is not heard, for longer than an output takes to wake: said once. */
  tellMuffled() {
    this.muffled ??= {sinceMs: this.now(), told: false};
    if (this.muffled.told || this.now() - this.muffled.sinceMs < silentMs) return;
    this.muffled.told = true;
    this.onPaused('The system holds the sound back: click anywhere to hear what you play.');
  }

  /** A device that was pulled out, a driver that died: the output says that it runs, and its time stands still. */
  watchTime(nowMs) {
    const seconds = this.context.currentTime;
    if (!this.needed || seconds !== this.still?.seconds) this.still = {seconds, sinceMs: nowMs, told: false};
    if (this.still.told || nowMs - this.still.sinceMs < slowMs) return;
    this.still.told = true;
    this.onPaused('The sound has come to a stop: click anywhere to open it anew.');
  }

  /** Whether the output is open, or about to be. */
  get awake() {
    return this.context !== null && (this.context.state === 'running' || this.waiting.length > 0);
  }

  /** @param {number} volume 0 to 1, as a fader is drawn */
  setVolume(volume) {
    this.volume = volume;
    this.master?.gain.setTargetAtTime(loudness(volume), this.context.currentTime, 0.015);
  }

  /**
   * @param {object[]} sounds per voice {pitch, decay, tone, level}, heard from the next hit on, and {pan, room}, at once
   * @param {number} drive of all, 0 to 1
   */
  setSounds(sounds, drive) {
    this.sounds = sounds;
    this.drive = drive;
    if (this.context) this.safely(() => this.mixer.set(sounds, drive));
  }

  /**
   * Strikes a voice.
   * @param {number} voice 0 kick, 1 snare, 2 rim, 3 hat, 4 open hat
   * @param {number} velocity 1-127
   * @param {number} timeMs when it is to be heard, on the clock of performance.now()
   * @param {number} [kit] as in strikeVoice()
   */
  hit(voice, velocity, timeMs, kit = 0) {
    this.safely(() => this.at(timeMs, (time) => this.strike(voice, velocity, kit, time)));
  }

  /**
   * The metronome.
   * @param {boolean} accent the first beat of a bar
   * @param {number} timeMs as in hit()
   */
  click(accent, timeMs) {
    this.safely(() => this.at(timeMs, (time) => this.keep(strikeClick(this.context, this.mixer.input, time, accent))));
  }

  /** MIDI, drawing and training go on beside a sound that fails; why there is none is said once. */
  safely(action) {
    try {
      action();
    } catch (error) {
      this.tellTrouble(error);
    }
  }

  tellTrouble(error) {
    if (!this.troubled) this.onTrouble(`No sound here, because ${reason(error)}. Grid, training and MIDI work.`);
    this.troubled = true;
  }

  /** Strikes a voice now: what is played by hand. Parameters as in hit(). */
  play(voice, velocity, kit = 0) {
    this.safely(() => this.playNow(voice, velocity, kit));
  }

  playNow(voice, velocity, kit) {
    if (!this.context) return;
    this.lastHitMs = Math.max(this.lastHitMs, this.now());
    if (this.context.state === 'running') {
      this.strike(voice, velocity, kit, this.context.currentTime);
    } else {
      this.played = this.played.filter(([, , , timeMs]) => this.now() - timeMs < wakingMs);
      this.played.push([voice, velocity, kit, this.now()]);
      this.tellMuffled();
    }
  }

  /** Calls strike(seconds on the context's clock) for what is to be heard at timeMs; not at all if that is over. */
  at(timeMs, strike) {
    if (!this.context) return;
    this.lastHitMs = Math.max(this.lastHitMs, timeMs);
    this.readClock(this.now());
    const wanted = this.clock.toContext(timeMs);
    if (wanted === null) {
      // Not open yet, or only just; without a gesture perhaps never, so what is past its time goes.
      this.waiting = this.waiting.filter(([, waitingMs]) => waitingMs > this.now() - graceMs);
      this.waiting.push([strike, timeMs]);
      return;
    }
    const time = wanted + this.lateMs / 1000;
    const earliest = this.context.currentTime;
    if (time < earliest - graceMs / 1000) return;
    strike(Math.max(time, earliest));
  }

  strike(voice, velocity, kit, time) {
    const {context, mixer, sounds} = this;
    const stroke = [context, mixer.strip(voice), time, velocity, this.hitCount++, sounds[voice]];
    const sample = this.samples[voice];
    const hit = sample ? strikeSample(sample, ...stroke) : strikeVoice(voice, ...stroke, kit);
    this.keep(hit);
    const group = chokeGroup(voice);
    if (group) this.choke(group, hit);
  }

  keep(hit) {
    this.hits = this.hits.filter((other) => other.time > this.context.currentTime);
    this.hits.push(hit);
  }

  // A stroke ends the one before it. Strokes do not come in order: one played by hand falls between those scheduled.
  choke(group, hit) {
    const strokes = this.strokes.get(group) ?? [];
    const later = strokes.findIndex((other) => other.time > hit.time);
    const place = later < 0 ? strokes.length : later;
    strokes[place - 1]?.choke(hit.time);
    if (later >= 0) hit.choke(strokes[later].time);
    strokes.splice(place, 0, hit);
    const now = this.context.currentTime;
    const begun = strokes.filter(({time}) => time <= now).length;
    this.strokes.set(group, strokes.slice(Math.max(0, begun - 1)));
  }

  /** Takes back what has not begun; what sounds rings out. */
  cancelAhead() {
    this.waiting = [];
    const now = this.context?.currentTime ?? 0;
    for (const hit of this.hits) if (hit.time > now) hit.cancel();
    this.hits = [];
    for (const [group, strokes] of this.strokes) this.strokes.set(group, strokes.filter(({time}) => time <= now));
  }

  /** With each tick of the clock: keeps the two clocks together. */
  tick(nowMs) {
    this.stayAwake();
    if (this.context?.state !== 'running') return;
    this.safely(() => {
      this.watchTime(nowMs);
      this.watchPeak(nowMs);
      this.readClock(nowMs);
      if (this.waiting.length && this.clock.line) this.playWaiting();
    });
  }

  watchPeak(nowMs) {
    if (!this.needed || nowMs - this.peakMs < peakEveryMs || this.mixer.peak() <= 1) return;
    this.peakMs = nowMs;
    this.onPeak();
  }

  /** @param {(?AudioBuffer)[]} samples per voice: plays it in place of the kit's sound, from the next hit on */
  setSamples(samples) {
    this.samples = samples;
  }

  /** Puts the output to sleep when nothing has sounded for a while. */
  rest(nowMs) {
    if (this.context?.state !== 'running' || nowMs - this.lastHitMs < sleepAfterMs) return;
    this.clock.clear();
    this.context.suspend().catch(() => {});
  }

  readClock(nowMs) {
    if (!this.clock.wantsReading(nowMs)) return;
    const reading = readClocks(this.context, nowMs);
    if (!reading) return;
    this.clock.addReading(reading.pageMs, reading.contextSeconds);
    if (!this.clock.line) return;
    this.latencies.push(this.context.currentTime * 1000 - this.clock.toContext(nowMs) * 1000);
    if (this.latencies.length > latencyReadings) this.latencies.shift();
    if (this.latencies.length < latencyReadings / 2) return; // while it starts, an output runs ahead of itself
    const lateMs = Math.max(0, Math.min(...this.latencies) - compensatedLatencyMs);
    // Readings of the latency jitter by an audio block or two; the sound must not.
    if (Math.abs(lateMs - this.lateMs) > latencyToleranceMs) this.lateMs = lateMs;
  }

  stateChanged() {
    if (this.context.state === 'running') {
      this.hasRun = true;
      this.muffled = null;
      this.stopped = null;
      this.lastHitMs = this.now(); // it has only just been woken
      this.readClock(this.now());
      this.playWaiting();
      const played = this.played;
      this.played = [];
      for (const [voice, velocity, kit, timeMs] of played) {
        if (this.now() - timeMs < wakingMs) this.play(voice, velocity, kit);
      }
      this.onAwake();
    } else {
      this.clock.clear();
      this.latencies = [];
      this.stayAwake();
    }
  }

  playWaiting() {
    const waiting = this.waiting;
    this.waiting = [];
    for (const [strike, timeMs] of waiting) this.at(timeMs, strike);
  }
}

// A fader's travel to gain: squared, so that the middle sounds like half as loud.
function loudness(volume) {
  return volume * volume;
}

/** An error's words as a part of a sentence. */
function reason(error) {
  return String(error?.message ?? error).replace(/[.\s]+$/, '') || 'this browser refuses it';
}
