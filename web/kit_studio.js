// The studio kit, the one that is there at first: tight and clear, between drums and machine.
//
// Numbers without a source, here and in the other kits, were set by looking at spectra and levels of single hits and of
// whole patterns. A voice is called with what strikeVoice() is given from the context on, and gives the Hit.

import {playClap, playTom} from './kit_shared.js';
import {beginStroke, filter} from './synth.js';

/** Kick: a sine that falls from a knock to 48 Hz, and the beater's click. Harder hits start higher and click more. */
function playKick(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.68, 1.5);
  // Two falls: a steep one that the ear takes for the stroke, a slower one that is the skin.
  const body = hit.oscillator('sine', [
    [0, tune * (190 + 170 * force)], [0.014, tune * 108], [0.09, tune * 56], [0.35, tune * 47]]);
  hit.part(body, [], 1, 0.035, (0.075 + 0.03 * force) * length);
  // A quieter octave, gone in a moment, lets small loudspeakers suggest the low one.
  const knock = hit.oscillator('triangle', [[0, tune * 420], [0.02, tune * 190], [0.08, tune * 110]]);
  hit.part(knock, [], 0.3 * bright ** 0.5, 0.004, 0.018);
  const beater = [filter(context, 'highpass', 1800, 0.7), filter(context, 'lowpass', (3000 + 6500 * force) * bright, 0.7)];
  hit.part(hit.noise('white'), beater, 0.33 * force * bright ** 0.5, 0.0005, 0.0035);
  return hit.strike();
}

/**
 * Snare: two modes of the skin and the wires' noise, a short snap and a longer rattle. A ghost note is not only softer:
 * it is darker, shorter and has no snap, as a stick that is merely dropped.
 */
function playSnare(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.64, 1.4);
  // The two lowest modes of a 14-inch snare lie near 185 and 330 Hz; both bend down from the stroke.
  const low = hit.oscillator('triangle', [[0, tune * (200 + 75 * force)], [0.02, tune * 188], [0.15, tune * 178]]);
  hit.part(low, [], 0.6, 0.004, (0.03 + 0.028 * force) * length);
  const high = hit.oscillator('sine', [[0, tune * 440], [0.015, tune * 340], [0.1, tune * 326]]);
  hit.part(high, [], 0.34, 0.002, (0.016 + 0.014 * force) * length);
  const wires = hit.noise('white', tune);
  const dark = 1900 * (13000 / 1900) ** force * bright * tune ** 0.5; // what opens is heard in octaves
  const rattle = [filter(context, 'highpass', 950 * tune, 0.6), filter(context, 'peaking', 3400 * tune, 0.9, 4),
    filter(context, 'lowpass', dark, 0.5)];
  hit.part(wires, rattle, 0.5, 0.006, (0.022 + 0.055 * force) * length);
  const snap = [filter(context, 'highpass', 1500, 0.6), filter(context, 'lowpass', dark, 0.5)];
  hit.part(hit.noise('white'), snap, 0.55 * force, 0.001, 0.011);
  return hit.strike();
}

/** Rim: the stick across the drum, two short tones of the wood and the tick of the contact. */
function playRim(...call) {
  const [context] = call;
  const {hit, force, tune, length, bright} = beginStroke(call, 0.72, 1.5);
  // 455 and 1667 Hz are the rim shot of the TR-808; the bend makes it wood.
  const low = hit.oscillator('triangle', [[0, tune * 520], [0.006, tune * 455], [0.05, tune * 450]]);
  hit.part(low, [], 0.55, 0.002, 0.012 * length);
  const high = hit.oscillator('triangle', [[0, tune * 1850], [0.004, tune * 1667], [0.05, tune * 1660]]);
  hit.part(high, [], 0.6 * bright ** 0.5, 0.001, (0.006 + 0.004 * force) * length);
  const tick = [filter(context, 'bandpass', 3600 * tune * bright, 0.8)];
  hit.part(hit.noise('white'), tick, 0.9 * force * bright ** 0.5, 0.0006, 0.0024);
  return hit.strike();
}

// Both hats are one pair of cymbals: metal and some air, and the stick's tick. Softer strokes are darker and shorter.
function playCymbal(call, level, {tau, air}) {
  const [context] = call;
  const {hit, force, tune, length, bright: open} = beginStroke(call, level, 1.3);
  const bright = open ** 0.6; // what is left above 10 kHz soon is nothing
  const seconds = tau * (0.6 + 0.4 * force) * length;
  const top = 6500 * (16000 / 6500) ** force * bright * tune;
  const metal = [filter(context, 'highpass', 6200 * bright * tune, 0.9), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('metal', tune), metal, 2.6, 0.002, seconds);
  const breath = [filter(context, 'highpass', 7600 * bright * tune, 0.7), filter(context, 'lowpass', top, 0.6)];
  hit.part(hit.noise('white', tune), breath, air, 0.001, seconds * 0.8);
  const tick = [filter(context, 'bandpass', 5200 * tune, 0.8)];
  hit.part(hit.noise('white'), tick, 0.9 * force, 0.0003, 0.0016);
  return hit.strike();
}

const playHat = (...call) => playCymbal(call, 0.5, {tau: 0.026, air: 0.55});
// Rings until it dies away or the next hat closes it.
const playOpenHat = (...call) => playCymbal(call, 0.44, {tau: 0.17, air: 0.6});

const playHands = (...call) => playClap(call, 0.6, {hz: 1200, apart: 0.0098, tail: 0.05});

const playLowTom = (...call) => playTom(call, 0.72, {hz: 98, fall: 1.5, ring: 0.1, skin: 0.22});
const playHighTom = (...call) => playTom(call, 0.68, {hz: 165, fall: 1.4, ring: 0.075, skin: 0.22});

export const studio = [playKick, playSnare, playRim, playHat, playOpenHat, playHands, playLowTom, playHighTom];
