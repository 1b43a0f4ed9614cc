// Where the voices come together: a strip each with its place between left and right and its way into the room, then
// drive and a limiter that keeps every mix below full scale.

import {chain} from './synth.js';

const clipperRange = 8; // beyond it the curve is flat anyway
const clipperKnee = 0.7; // linear below
const clipperCeiling = 0.97;
const clipperPoints = 8193; // between them it is linear
const mostDrive = 9; // gain into the curve when it is turned up
const roomSeconds = 0.6;
const roomGain = 1.6;
const meterPoints = 1024;

// What comes out of the limiter for each x in [-clipperRange, clipperRange]. Drive rounds all of it first: what is soft
// comes nearer to what is loud.
function clipperCurve(drive) {
  const curve = new Float32Array(clipperPoints);
  const room = clipperCeiling - clipperKnee;
  const gain = mostDrive ** drive;
  const driven = (size) => (drive === 0 ? size : Math.tanh(gain * size) / gain ** 0.45);
  for (let i = 0; i < curve.length; i++) {
    const x = ((2 * i) / (curve.length - 1) - 1) * clipperRange;
    const size = driven(Math.abs(x));
    curve[i] = Math.sign(x) * (size <= clipperKnee ? size : clipperKnee + room * Math.tanh((size - clipperKnee) / room));
  }
  return curve;
}

// The echo of a small room: noise that dies away and loses its treble first, differently left and right.
function makeRoom(context) {
  const length = Math.round(roomSeconds * context.sampleRate);
  const buffer = context.createBuffer(2, length, context.sampleRate);
  let state = 0x9e3779b9;
  for (const channel of [0, 1]) {
    const samples = buffer.getChannelData(channel);
    let dull = 0;
    for (let i = 0; i < samples.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const share = i / samples.length;
      dull += (0.75 - 0.6 * share) * (state / 2 ** 31 - dull);
      samples[i] = i < 0.004 * context.sampleRate ? 0 : dull * 0.004 ** share;
    }
  }
  const room = context.createConvolver();
  room.buffer = buffer;
  return room;
}

/**
 * The limiter of the drums: linear for single hits, round where they pile up, and never above the ceiling.
 * It has no memory. A DynamicsCompressor would look ahead by 6 ms, so that what is played by hand came late, and lets
 * the first edge of a stroke through above full scale; this keeps the strokes, and what it adds lies under them.
 * @param {BaseAudioContext} context
 * @returns {{input: AudioNode, output: AudioNode, setDrive: (drive: number) => void}} drive: 0 to 1
 */
export function makeDrumBus(context) {
  const input = context.createGain();
  input.gain.value = 1 / clipperRange;
  const clipper = context.createWaveShaper();
  clipper.curve = clipperCurve(0);
  input.connect(clipper);
  let driven = 0;
  return {
    input,
    output: clipper,
    setDrive(drive) {
      if (drive !== driven) clipper.curve = clipperCurve(drive);
      driven = drive;
    },
  };
}

/** The desk of the built-in drums: a strip for each voice, the room, the bus. */
export class Mixer {
  /**
   * @param {BaseAudioContext} context
   * @param {number} voices
   */
  constructor(context, voices) {
    this.context = context;
    this.bus = makeDrumBus(context);
    this.input = this.bus.input; // for what has no strip
    this.output = this.bus.output;
    this.room = null; // made when a voice first goes into it
    this.strips = Array.from({length: voices}, () => this.makeStrip());
    this.meter = context.createAnalyser?.();
    if (this.meter) {
      this.meter.fftSize = meterPoints;
      this.bus.input.connect(this.meter);
      this.seen = new Float32Array(meterPoints);
    }
  }

  makeStrip() {
    const input = this.context.createGain();
    // The drums are mono; of a stereo sample a panner would keep both sides as loud as they are.
    input.channelCount = 1;
    input.channelCountMode = 'explicit';
    const panner = this.context.createStereoPanner?.();
    if (!panner) {
      input.connect(this.bus.input);
      return {input, panner, send: null};
    }
    input.gain.value = Math.SQRT2; // a panner in the middle gives each side the square root of a half
    chain(input, panner, this.bus.input);
    return {input, panner, send: null};
  }

  /** Where the hits of a voice go. */
  strip(voice) {
    return this.strips[voice].input;
  }

  /**
   * @param {{pan: number, room: number}[]} sounds per voice, 0 to 1 each
   * @param {number} drive 0 to 1
   * @param {{atOnce?: boolean}} [how] without the short way there, which is heard in what has begun
   */
  set(sounds, drive, {atOnce = false} = {}) {
    this.bus.setDrive(drive);
    const now = this.context.currentTime;
    const turn = (parameter, value) => {
      if (atOnce) parameter.value = value;
      else parameter.setTargetAtTime(value, now, 0.01);
    };
    sounds.forEach(({pan, room}, voice) => {
      const strip = this.strips[voice];
      if (strip.panner) turn(strip.panner.pan, 2 * pan - 1);
      if (room > 0 && !strip.send) strip.send = this.makeSend(strip);
      if (strip.send) turn(strip.send.gain, roomGain * room * room);
    });
  }

  makeSend(strip) {
    if (!this.room) {
      this.room = makeRoom(this.context);
      this.room.connect(this.bus.input);
    }
    const send = this.context.createGain();
    send.gain.value = 0;
    chain(strip.panner ?? strip.input, send, this.room);
    return send;
  }

  /** The loudest of the last moment before the limiter, left and right mixed; 1 is full scale. */
  peak() {
    if (!this.meter) return 0;
    this.meter.getFloatTimeDomainData(this.seen);
    let most = 0;
    for (const sample of this.seen) most = Math.max(most, Math.abs(sample));
    return most * clipperRange;
  }
}
