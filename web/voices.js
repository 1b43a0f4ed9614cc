// The drum voices, synthesised. Each hit is a small graph of its own, so hits overlap and can be taken back one by one.
//
// Levels: a hit of velocity 127 peaks a little above full scale before the drum bus, whose clipper rounds it off, as a
// drum bus on a desk would. Numbers without a source were set by ear and by looking at the spectrum.

const noiseSeconds = 1;
const noiseBuffers = new WeakMap(); // context -> AudioBuffer

// One second of white noise, the same in every session (xorshift32, so that a render can be repeated).
function noiseBuffer(context) {
  let buffer = noiseBuffers.get(context);
  if (buffer) return buffer;
  buffer = context.createBuffer(1, Math.round(noiseSeconds * context.sampleRate), context.sampleRate);
  const samples = buffer.getChannelData(0);
  let state = 0x2545f491;
  for (let i = 0; i < samples.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    samples[i] = state / 2 ** 31;
  }
  noiseBuffers.set(context, buffer);
  return buffer;
}

// An amplitude that jumps to `peak`, holds, and dies away with time constant `tau` (a third of its level each tau).
function envelope(context, time, peak, holdSeconds, tau) {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, time);
  gain.gain.linearRampToValueAtTime(peak, time + 0.0008);
  gain.gain.setTargetAtTime(0, time + 0.0008 + holdSeconds, tau);
  return gain;
}

function filter(context, type, frequency, q, gainDb = 0) {
  const node = context.createBiquadFilter();
  node.type = type;
  node.frequency.value = frequency;
  node.Q.value = q;
  node.gain.value = gainDb;
  return node;
}

function chain(...nodes) {
  for (let i = 1; i < nodes.length; i++) nodes[i - 1].connect(nodes[i]);
}

function oscillator(context, type, time, points) {
  const node = context.createOscillator();
  node.type = type;
  node.frequency.setValueAtTime(points[0][1], time);
  for (const [after, frequency] of points.slice(1)) {
    node.frequency.exponentialRampToValueAtTime(frequency, time + after);
  }
  return node;
}

// Noise from a place in the buffer that differs from hit to hit: equal noise twice sounds like a machine gun.
function noise(context, time, seconds, hitNumber) {
  const node = context.createBufferSource();
  node.buffer = noiseBuffer(context);
  node.start(time, (hitNumber * 0.137) % (noiseSeconds - 0.4), seconds);
  return node;
}

/**
 * A hit under way.
 * @typedef {object} Hit
 * @property {number} time start on the context's clock, s
 * @property {() => void} cancel takes it back, sounding or not
 * @property {(at: number) => void} choke fades it out from this time on
 */

function makeHit(time, output, sources, longest) {
  longest.onended = () => output.disconnect();
  return {
    time,
    cancel() {
      output.disconnect();
      for (const source of sources) source.stop();
    },
    choke(at) {
      output.gain.setTargetAtTime(0, Math.max(at, time), 0.004);
    },
  };
}

/**
 * Kick: a sine that falls from a knock to 50 Hz, and the beater's click. Harder hits start higher and click more.
 * @param {BaseAudioContext} context
 * @param {AudioNode} destination
 * @param {number} time on the context's clock, s
 * @param {number} velocity 1-127
 * @param {number} hitNumber counts the hits
 * @returns {Hit}
 */
export function playKick(context, destination, time, velocity, hitNumber) {
  const force = velocity / 127;
  const level = 1.1 * force ** 1.5;
  const output = context.createGain();
  output.connect(destination);

  // Two falls: a steep one that the ear takes for the stroke, a slower one that is the skin.
  const body = oscillator(context, 'sine', time, [[0, 190 + 170 * force], [0.014, 105], [0.09, 55], [0.35, 46]]);
  chain(body, envelope(context, time, level, 0.035, 0.075 + 0.03 * force), output);
  // A quieter octave, gone in a moment, lets small loudspeakers suggest the low one.
  const knock = oscillator(context, 'triangle', time, [[0, 420], [0.02, 190], [0.08, 110]]);
  chain(knock, envelope(context, time, 0.3 * level, 0.004, 0.018), output);
  const click = noise(context, time, 0.03, hitNumber);
  chain(click, filter(context, 'highpass', 1800, 0.7), filter(context, 'lowpass', 3500 + 6500 * force, 0.7),
    envelope(context, time, 0.35 * level * force, 0.0005, 0.0035), output);

  body.start(time);
  body.stop(time + 0.75);
  knock.start(time);
  knock.stop(time + 0.2);
  return makeHit(time, output, [body, knock, click], body);
}

/**
 * Snare: two modes of the skin and the wires' noise, a short snap and a longer rattle. Soft hits are darker and shorter,
 * so ghost notes stay behind the beat.
 * Parameters as playKick.
 * @returns {Hit}
 */
export function playSnare(context, destination, time, velocity, hitNumber) {
  const force = velocity / 127;
  const level = 0.95 * force ** 1.6;
  const output = context.createGain();
  output.connect(destination);

  // The two lowest modes of a 14-inch snare lie near 185 and 330 Hz; both bend down from the stroke.
  const low = oscillator(context, 'triangle', time, [[0, 200 + 75 * force], [0.02, 188], [0.15, 178]]);
  chain(low, envelope(context, time, 0.62 * level, 0.004, 0.035 + 0.02 * force), output);
  const high = oscillator(context, 'sine', time, [[0, 440], [0.015, 340], [0.1, 326]]);
  chain(high, envelope(context, time, 0.34 * level, 0.002, 0.028), output);

  const wires = noise(context, time, 0.45, hitNumber);
  const tone = filter(context, 'lowpass', 3800 + 8700 * force, 0.5);
  chain(wires, filter(context, 'highpass', 950, 0.6), filter(context, 'peaking', 3400, 0.9, 4), tone);
  chain(tone, envelope(context, time, 0.72 * level, 0.001, 0.011), output);
  chain(tone, envelope(context, time, 0.46 * level, 0.006, 0.04 + 0.035 * force), output);

  low.start(time);
  low.stop(time + 0.35);
  high.start(time);
  high.stop(time + 0.2);
  return makeHit(time, output, [low, high, wires], wires);
}

/** The voices in the pattern's order: kick, snare. */
export const players = Object.freeze([playKick, playSnare]);

const clipperRange = 4; // levels up to this are shaped, above they are clamped
const clipperKnee = 0.6; // linear below
const clipperCeiling = 0.97;

/**
 * The drum bus: a soft clipper, linear for single hits, round where kick and snare pile up, and never above full scale.
 * A compressor would look ahead by 6 ms and come late; a clipper does not and keeps the strokes.
 * @param {BaseAudioContext} context
 * @returns {{input: AudioNode, output: AudioNode}}
 */
export function makeDrumBus(context) {
  const input = context.createGain();
  input.gain.value = 1 / clipperRange;
  const clipper = context.createWaveShaper();
  const curve = new Float32Array(4097);
  const room = clipperCeiling - clipperKnee;
  for (let i = 0; i < curve.length; i++) {
    const x = ((2 * i) / (curve.length - 1) - 1) * clipperRange;
    const size = Math.abs(x);
    curve[i] = size <= clipperKnee ? x : Math.sign(x) * (clipperKnee + room * Math.tanh((size - clipperKnee) / room));
  }
  clipper.curve = curve;
  input.connect(clipper);
  return {input, output: clipper};
}
