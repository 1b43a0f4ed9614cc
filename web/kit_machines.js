// Two kits after the analogue machines that house, trap and techno are made of.

import {playClap, playTom} from './kit_shared.js';
import {beginStroke, filter} from './synth.js';

/** Kick: a swinging resonance that rings long, with next to no stroke. */
function playEightKick(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.78, 1.5);
  const body = hit.oscillator('sine', [[0, tune * (95 + 60 * force)], [0.012, tune * 66], [0.08, tune * 54], [0.6, tune * 49]]);
  hit.part(body, [], 1, 0.03, (0.13 + 0.05 * force) * length);
  const edge = hit.oscillator('triangle', [[0, tune * 240], [0.02, tune * 120]]);
  hit.part(edge, [], 0.16 * bright, 0.002, 0.012);
  const tick = [filter(context, 'lowpass', 2600 * bright, 0.7)];
  hit.part(hit.noise('white'), tick, 0.22 * force * bright, 0.0005, 0.003);
  return hit.strike();
}

/** Snare: two resonances and a band of noise that the stroke opens. */
function playEightSnare(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.74, 1.4);
  hit.part(hit.oscillator('sine', [[0, tune * 240], [0.015, tune * 180], [0.1, tune * 173]]), [], 0.62, 0.004, (0.035 + 0.015 * force) * length);
  hit.part(hit.oscillator('sine', [[0, tune * 400], [0.012, tune * 340], [0.1, tune * 336]]), [], 0.34, 0.002, 0.026 * length);
  const wires = [filter(context, 'highpass', 1700 * tune, 0.8), filter(context, 'lowpass', (2600 + 8500 * force) * bright, 0.6)];
  hit.part(hit.noise('white', tune), wires, 0.62, 0.004, (0.02 + 0.05 * force) * length);
  return hit.strike();
}

const playEightClap = (...call) => playClap(call, 0.62, {hz: 1050, apart: 0.0105, tail: 0.06});

// Squares through a narrow band: thinner than cymbals are, and without air.
function playEightCymbal(call, level, tau) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, level, 1.3);
  const band = [filter(context, 'highpass', 7000 * tune * bright ** 0.5, 1.1), filter(context, 'peaking', 9500 * tune, 1.2, 6),
    filter(context, 'lowpass', (7500 + 8500 * force) * bright, 0.6)];
  hit.part(hit.noise('metal', tune), band, 2.7, 0.002, tau * (0.6 + 0.4 * force) * length);
  return hit.strike();
}

const playEightHat = (...call) => playEightCymbal(call, 0.52, 0.02);
const playEightOpenHat = (...call) => playEightCymbal(call, 0.46, 0.15);

/** Kick: hard and short, a fall through an octave and a half that is over before the tone. */
function playNineKick(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.7, 1.5);
  const body = hit.oscillator('triangle', [[0, tune * (220 + 120 * force)], [0.01, tune * 128], [0.04, tune * 66], [0.2, tune * 50]]);
  hit.part(body, [filter(context, 'lowpass', 1400 * bright, 0.7)], 1.15, 0.045, (0.06 + 0.025 * force) * length);
  const click = [filter(context, 'highpass', 900, 0.7), filter(context, 'lowpass', (4000 + 6000 * force) * bright, 0.7)];
  hit.part(hit.noise('white'), click, 0.5 * force * bright ** 0.5, 0.001, 0.0045);
  return hit.strike();
}

/** Snare: two bending oscillators under much bright noise. */
function playNineSnare(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.66, 1.4);
  hit.part(hit.oscillator('triangle', [[0, tune * 330], [0.012, tune * 200], [0.1, tune * 190]]), [], 0.62, 0.003, (0.024 + 0.016 * force) * length);
  hit.part(hit.oscillator('triangle', [[0, tune * 470], [0.012, tune * 300], [0.1, tune * 286]]), [], 0.4, 0.002, 0.02 * length);
  const top = (2200 + 11000 * force) * bright;
  const low = [filter(context, 'highpass', 700 * tune, 0.6), filter(context, 'lowpass', top, 0.5)];
  hit.part(hit.noise('white', tune), low, 0.55, 0.006, (0.026 + 0.05 * force) * length);
  const high = [filter(context, 'highpass', 4200 * tune, 0.7), filter(context, 'lowpass', top, 0.5)];
  hit.part(hit.noise('white'), high, 0.6 * force, 0.002, 0.03 * length);
  return hit.strike();
}

const playNineClap = (...call) => playClap(call, 0.6, {hz: 1350, apart: 0.0092, tail: 0.085});

// Recorded cymbals as those machines had them: more noise than metal, and long.
function playNineCymbal(call, level, tau) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, level, 1.3);
  const seconds = tau * (0.6 + 0.4 * force) * length;
  const top = (8000 + 9000 * force) * bright;
  const air = [filter(context, 'highpass', 7200 * tune * bright ** 0.5, 0.8), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('white', tune), air, 0.95, 0.002, seconds);
  const ring = [filter(context, 'highpass', 5600 * tune, 0.9), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('metal', 1.31 * tune), ring, 1.5, 0.001, seconds * 0.8);
  return hit.strike();
}

const playNineHat = (...call) => playNineCymbal(call, 0.5, 0.028);
const playNineOpenHat = (...call) => playNineCymbal(call, 0.44, 0.19);

/** Rim: two resonances that are over at once; `edge` is how much of the contact is heard. */
function playMachineRim(call, level, {low, high, edge}) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, level, 1.5);
  hit.part(hit.oscillator('triangle', [[0, tune * low]]), [], 0.5, 0.001, 0.008 * length);
  hit.part(hit.oscillator('triangle', [[0, tune * high]]), [], 0.6 * bright ** 0.5, 0.001, 0.006 * length);
  hit.part(hit.noise('white'), [filter(context, 'bandpass', 4200 * tune * bright, 0.9)], edge * force, 0.0005, 0.002);
  return hit.strike();
}

const playEightRim = (...call) => playMachineRim(call, 0.74, {low: 455, high: 1667, edge: 0.4});
const playEightLowTom = (...call) => playTom(call, 0.74, {hz: 84, fall: 1.25, ring: 0.16, skin: 0.08});
const playEightHighTom = (...call) => playTom(call, 0.7, {hz: 148, fall: 1.2, ring: 0.11, skin: 0.08});
const playNineRim = (...call) => playMachineRim(call, 0.76, {low: 520, high: 1920, edge: 0.9});
const playNineLowTom = (...call) => playTom(call, 0.72, {hz: 92, fall: 2, ring: 0.12, skin: 0.3});
const playNineHighTom = (...call) => playTom(call, 0.68, {hz: 160, fall: 1.9, ring: 0.09, skin: 0.3});

export const eight = [playEightKick, playEightSnare, playEightRim, playEightHat, playEightOpenHat, playEightClap, playEightLowTom, playEightHighTom];
export const nine = [playNineKick, playNineSnare, playNineRim, playNineHat, playNineOpenHat, playNineClap, playNineLowTom, playNineHighTom];
