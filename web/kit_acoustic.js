// A drum kit of wood, skin and bronze.

import {playClap, playTom} from './kit_shared.js';
import {beginStroke, filter} from './synth.js';

/** Kick: a felt beater on a damped skin; the shell answers a moment later. */
function playKick(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.74, 1.5);
  const skin = hit.oscillator('sine', [[0, tune * (120 + 50 * force)], [0.02, tune * 78], [0.1, tune * 63], [0.3, tune * 58]]);
  hit.part(skin, [], 1, 0.02, (0.05 + 0.025 * force) * length);
  // 1.59 times the lowest mode, as a circular membrane has it.
  hit.part(hit.oscillator('sine', [[0, tune * 150], [0.05, tune * 98]]), [], 0.3, 0.006, 0.03 * length);
  const shell = [filter(context, 'bandpass', 260 * tune, 1.1)];
  hit.part(hit.noise('white', tune), shell, 0.5 * bright ** 0.5, 0.004, 0.018 * length);
  const felt = [filter(context, 'lowpass', (1500 + 2600 * force) * bright, 0.7)];
  hit.part(hit.noise('white'), felt, 0.42 * force * bright, 0.001, 0.005);
  return hit.strike();
}

/** Snare: three modes of the skin, and wires that rattle on after it. */
function playSnare(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.62, 1.4);
  // 1, 1.59 and 2.14: the first modes of a circular membrane.
  for (const [ratio, peak, tau] of [[1, 0.55, 0.034], [1.59, 0.36, 0.026], [2.14, 0.22, 0.018]]) {
    const tone = hit.oscillator('sine', [[0, tune * ratio * (215 + 40 * force)], [0.02, tune * ratio * 200], [0.2, tune * ratio * 196]]);
    hit.part(tone, [], peak, 0.003, tau * (0.6 + 0.6 * force) * length);
  }
  const top = 1800 * (11500 / 1800) ** force * bright;
  const wires = [filter(context, 'highpass', 1600 * tune, 0.6), filter(context, 'peaking', 5200 * tune, 0.8, 4), filter(context, 'lowpass', top, 0.5)];
  hit.part(hit.noise('white', tune), wires, 0.55, 0.008, (0.03 + 0.06 * force) * length);
  const stick = [filter(context, 'bandpass', 2600, 0.6), filter(context, 'lowpass', top, 0.5)];
  hit.part(hit.noise('white'), stick, 0.8 * force, 0.0008, 0.006);
  return hit.strike();
}

/** Rim: the stick laid across the drum; wood that is dry at once. */
function playRim(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.78, 1.5);
  for (const [hz, peak, tau] of [[410, 0.45, 0.013], [1180, 0.4, 0.009], [2650, 0.2 * bright, 0.006]]) {
    hit.part(hit.oscillator('sine', [[0, tune * hz * 1.06], [0.005, tune * hz], [0.06, tune * hz]]), [], peak, 0.001, tau * length);
  }
  const wood = [filter(context, 'bandpass', 1900 * tune * bright, 1.2)];
  hit.part(hit.noise('white'), wood, 0.9 * force, 0.0006, 0.003 * length);
  return hit.strike();
}

// Two copies of the metal beside each other are dense enough for bronze; most of it is air.
function playCymbal(call, level, tau) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, level, 1.3);
  const seconds = tau * (0.55 + 0.45 * force) * length;
  const top = 6000 * (17000 / 6000) ** force * bright;
  const bronze = () => [filter(context, 'highpass', 5200 * tune * bright ** 0.5, 0.7), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('metal', 1.73 * tune), bronze(), 1.1, 0.001, seconds);
  hit.part(hit.noise('metal', 2.41 * tune), bronze(), 0.8, 0.001, seconds * 0.7);
  const air = [filter(context, 'highpass', 8200 * tune * bright ** 0.5, 0.7), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('white', tune), air, 0.9, 0.001, seconds * 0.9);
  hit.part(hit.noise('white'), [filter(context, 'bandpass', 4300 * tune, 0.9)], 0.7 * force, 0.0004, 0.002);
  return hit.strike();
}

const playHat = (...call) => playCymbal(call, 0.5, 0.032);
const playOpenHat = (...call) => playCymbal(call, 0.42, 0.21);

const playHands = (...call) => playClap(call, 0.62, {hz: 1500, apart: 0.0125, tail: 0.03});
const playLowTom = (...call) => playTom(call, 0.72, {hz: 104, fall: 1.35, ring: 0.11, skin: 0.4});
const playHighTom = (...call) => playTom(call, 0.68, {hz: 178, fall: 1.3, ring: 0.08, skin: 0.4});

export const acoustic = [playKick, playSnare, playRim, playHat, playOpenHat, playHands, playLowTom, playHighTom];
