// What the drum voices are made of: noises, envelopes and filters in Web Audio.
//
// A hit is a small graph of its own, so hits overlap and can be taken back one by one.

const bufferSeconds = 1;
const riseSeconds = 0.0008; // steeper would click, slower would be late
// The six squares of a TR-808's cymbals, in whole Hz so that the buffer repeats without a seam.
const metalHz = [205, 304, 370, 523, 540, 800];
const buffers = new WeakMap(); // context -> {white, metal}: AudioBuffer

/** What a voice's knobs stand at when nobody turned them; each goes from 0 to 1. */
export const plainSound = Object.freeze({pitch: 0.5, decay: 0.5, tone: 0.5, level: 0.8, pan: 0.5, room: 0});

const pitchSpan = 1.68; // nine semitones down and up
const decaySpan = 3.5;
const toneSpan = 2.2;

/** A knob around 1: `span` to the power of -1 to 1, 1 in the middle. */
const around = (knob, span) => span ** (2 * knob - 1);

// The knobs as factors, 1 where they stand at first; the level is a fader's travel, squared.
function knobs({pitch, decay, tone, level}) {
  return {
    tune: around(pitch, pitchSpan),
    length: around(decay, decaySpan),
    bright: around(tone, toneSpan),
    gain: (level / plainSound.level) ** 2,
  };
}

// White noise, the same in every session (xorshift32, so that a render can be repeated).
function fillWhite(samples) {
  let state = 0x2545f491;
  for (let i = 0; i < samples.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    samples[i] = state / 2 ** 31;
  }
}

// The sum of the squares, their edges rounded (PolyBLEP) so that they do not whistle.
function fillMetal(samples, sampleRate) {
  const height = 1 / metalHz.length;
  for (const hz of metalHz) {
    const step = hz / sampleRate;
    let phase = 0;
    for (let i = 0; i < samples.length; i++) {
      const half = phase < 0.5 ? phase : phase - 0.5; // since the last edge
      let value = 1;
      if (half < step) value = 1 - (1 - half / step) ** 2;
      else if (half > 0.5 - step) value = 1 - (1 - (0.5 - half) / step) ** 2;
      samples[i] += phase < 0.5 ? height * value : -height * value;
      phase += step;
      if (phase >= 1) phase -= 1;
    }
  }
}

/**
 * Makes the noises, once for each context. It takes some milliseconds: too many for the moment of a first stroke.
 * @param {BaseAudioContext} context
 * @returns {{white: AudioBuffer, metal: AudioBuffer}}
 */
export function makeNoises(context) {
  let made = buffers.get(context);
  if (!made) {
    const length = Math.round(bufferSeconds * context.sampleRate);
    made = {
      white: context.createBuffer(1, length, context.sampleRate),
      metal: context.createBuffer(1, length, context.sampleRate),
    };
    fillWhite(made.white.getChannelData(0));
    fillMetal(made.metal.getChannelData(0), context.sampleRate);
    buffers.set(context, made);
  }
  return made;
}

/** Connects each node with the next. */
export function chain(...nodes) {
  for (let i = 1; i < nodes.length; i++) nodes[i - 1].connect(nodes[i]);
}

export function filter(context, type, frequency, q, gainDb = 0) {
  const node = context.createBiquadFilter();
  node.type = type;
  node.frequency.value = Math.min(frequency, 0.45 * context.sampleRate);
  node.Q.value = q;
  node.gain.value = gainDb;
  return node;
}

/**
 * A hit under way.
 * @typedef {object} Hit
 * @property {number} time start on the context's clock, s
 * @property {() => void} cancel takes it back, sounding or not
 * @property {(at: number) => void} choke fades it out from this time on
 */

/** The graph of one hit while it is built. */
export class HitGraph {
  /**
   * @param {BaseAudioContext} context
   * @param {AudioNode} destination
   * @param {number} time on the context's clock, s
   * @param {number} hitNumber counts the hits
   * @param {number} level factor on all of it
   */
  constructor(context, destination, time, hitNumber, level) {
    this.context = context;
    this.time = time;
    this.hitNumber = hitNumber;
    this.output = context.createGain();
    this.output.gain.value = level;
    this.output.connect(destination);
    this.sum = this.output;
    this.sources = [];
  }

  /** Puts nodes between what is added from now on and the level of the hit. @returns {HitGraph} itself */
  insert(...nodes) {
    this.sum = this.context.createGain();
    chain(this.sum, ...nodes, this.output);
    return this;
  }

  /**
   * Lets a source through filters and an envelope: it jumps to `peak`, holds, and dies away with time constant `tau` (to
   * a third of its level each tau), all of it `after` seconds later than the stroke. A source may have several parts; it
   * ends when none can be heard any more.
   */
  part(source, filters, peak, holdSeconds, tau, after = 0) {
    const envelope = this.context.createGain();
    envelope.gain.setValueAtTime(0, this.time + after);
    envelope.gain.linearRampToValueAtTime(peak, this.time + after + riseSeconds);
    envelope.gain.setTargetAtTime(0, this.time + after + riseSeconds + holdSeconds, tau);
    source.seconds = Math.max(source.seconds, after + riseSeconds + holdSeconds + 9 * tau);
    chain(source.node, ...filters, envelope, this.sum);
  }

  /**
   * An oscillator that glides through [[seconds after the stroke, Hz], ...].
   * @returns {object} a source, to be given to part()
   */
  oscillator(type, points) {
    const node = this.context.createOscillator();
    node.type = type;
    node.frequency.setValueAtTime(points[0][1], this.time);
    for (const [after, frequency] of points.slice(1)) {
      node.frequency.exponentialRampToValueAtTime(frequency, this.time + after);
    }
    return this.source(node, [this.time]);
  }

  /** 'white' or 'metal' noise from a place that differs from hit to hit: equal noise twice sounds like a machine gun. */
  noise(kind, rate = 1) {
    const node = this.context.createBufferSource();
    node.buffer = makeNoises(this.context)[kind];
    node.loop = true;
    node.playbackRate.value = rate;
    return this.source(node, [this.time, (this.hitNumber * 0.137) % bufferSeconds]);
  }

  source(node, start) {
    const source = {node, start, seconds: 0};
    this.sources.push(source);
    return source;
  }

  /** Starts it. @returns {Hit} */
  strike() {
    const {output, sources, time} = this;
    let longest = sources[0];
    for (const source of sources) {
      source.node.start(...source.start);
      source.node.stop(time + source.seconds);
      if (source.seconds > longest.seconds) longest = source;
    }
    longest.node.onended = () => output.disconnect();
    return {
      time,
      cancel() {
        output.disconnect();
        for (const {node} of sources) node.stop();
      },
      choke(at) {
        output.gain.setTargetAtTime(0, Math.max(at, time), 0.004);
      },
    };
  }
}

/**
 * Begins a hit of a voice.
 * @param {[BaseAudioContext, AudioNode, number, number, number, object]} call what strikeVoice() was given
 * @param {number} level peak of the hardest stroke, about
 * @param {number} power how much softer strokes are softer
 * @returns {{hit: HitGraph, force: number, tune: number, length: number, bright: number}} force: 0 to 1
 */
export function beginStroke([context, destination, time, velocity, hitNumber, sound], level, power) {
  const force = velocity / 127;
  const {gain, ...factors} = knobs(sound);
  return {hit: new HitGraph(context, destination, time, hitNumber, level * gain * force ** power), force, ...factors};
}
