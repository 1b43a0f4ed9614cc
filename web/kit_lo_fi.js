// A worn kit: few bits and little treble, as an old sampler keeps it.

import {playClap, playTom} from './kit_shared.js';
import {beginStroke, filter} from './synth.js';

const bits = 5;
const range = 2; // beyond it the curve is flat
const points = 4097;
const topHz = 4200;
const curves = new WeakMap(); // context -> Float32Array

// Stairs of the sampler's converter.
function stairs(context) {
  let curve = curves.get(context);
  if (!curve) {
    const steps = 2 ** bits / 2;
    curve = Float32Array.from({length: points}, (_, i) => (Math.round(((2 * i) / (points - 1) - 1) * range * steps) / steps));
    curves.set(context, curve);
  }
  return curve;
}

// A hit that goes through the sampler before its level is set, so that soft strokes are worn like hard ones.
function beginWorn(call, level, power) {
  const [context] = call;
  const stroke = beginStroke(call, level, power);
  const into = context.createGain();
  into.gain.value = 1 / range;
  const sampler = context.createWaveShaper();
  sampler.curve = stairs(context);
  stroke.hit.insert(into, sampler, filter(context, 'lowpass', topHz * stroke.bright, 0.8));
  return stroke;
}

function playKick(...call) {
  const [context] = call;
  const {hit, force, tune, length} = beginWorn(call, 0.74, 1.5);
  const body = hit.oscillator('sine', [[0, tune * (140 + 70 * force)], [0.02, tune * 84], [0.12, tune * 58], [0.3, tune * 53]]);
  hit.part(body, [], 1.1, 0.04, (0.06 + 0.02 * force) * length);
  hit.part(hit.noise('white'), [filter(context, 'lowpass', 2200, 0.7)], 0.4 * force, 0.001, 0.006);
  return hit.strike();
}

function playSnare(...call) {
  const [context] = call;
  const {hit, force, tune, length} = beginWorn(call, 0.72, 1.4);
  hit.part(hit.oscillator('triangle', [[0, tune * 230], [0.02, tune * 172], [0.15, tune * 165]]), [], 0.7, 0.004, (0.026 + 0.02 * force) * length);
  const wires = [filter(context, 'highpass', 700 * tune, 0.6), filter(context, 'lowpass', 1200 + 2000 * force, 0.6)];
  hit.part(hit.noise('white', 0.8 * tune), wires, 0.85, 0.008, (0.02 + 0.045 * force) * length);
  return hit.strike();
}

function playRim(...call) {
  const [context] = call;
  const {hit, force, tune, length} = beginWorn(call, 0.7, 1.5);
  hit.part(hit.oscillator('triangle', [[0, tune * 480], [0.008, tune * 420], [0.06, tune * 415]]), [], 0.7, 0.002, 0.014 * length);
  hit.part(hit.oscillator('triangle', [[0, tune * 1500], [0.006, tune * 1320]]), [], 0.5, 0.001, 0.008 * length);
  hit.part(hit.noise('white'), [filter(context, 'bandpass', 2400 * tune, 0.9)], 0.7 * force, 0.0006, 0.003);
  return hit.strike();
}

function playCymbal(call, level, tau) {
  const [context] = call;
  const {hit, force, tune, length} = beginWorn(call, level, 1.3);
  const seconds = tau * (0.6 + 0.4 * force) * length;
  hit.part(hit.noise('metal', 0.72 * tune), [filter(context, 'highpass', 2600 * tune, 0.8)], 1.6, 0.002, seconds);
  hit.part(hit.noise('white', 0.6 * tune), [filter(context, 'highpass', 3000 * tune, 0.7)], 0.7, 0.001, seconds * 0.8);
  return hit.strike();
}

const playHat = (...call) => playCymbal(call, 0.62, 0.024);
const playOpenHat = (...call) => playCymbal(call, 0.52, 0.15);

const playHands = (...call) => playClap(call, 0.7, {hz: 950, apart: 0.011, tail: 0.055, begin: beginWorn});
const playLowTom = (...call) => playTom(call, 0.74, {hz: 76, fall: 1.4, ring: 0.09, skin: 0.3, begin: beginWorn});
const playHighTom = (...call) => playTom(call, 0.7, {hz: 140, fall: 1.4, ring: 0.07, skin: 0.3, begin: beginWorn});

export const loFi = [playKick, playSnare, playRim, playHat, playOpenHat, playHands, playLowTom, playHighTom];
