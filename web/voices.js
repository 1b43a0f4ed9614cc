// The drum voices of all kits, synthesised.
//
// Levels: with all knobs in the middle a hit of velocity 127 peaks near full scale, and kick and snare lead.

import {acoustic} from './kit_acoustic.js';
import {eight, nine} from './kit_machines.js';
import {loFi} from './kit_lo_fi.js';
import {studio} from './kit_studio.js';
import {HitGraph, beginStroke, filter, plainSound} from './synth.js';

/** The voices, as the model names them and in its order. */
export const voiceNames = Object.freeze(['kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom']);

// In the order of session::Kit; each in the order of the voices.
const kits = [studio, eight, nine, acoustic, loFi];

/**
 * The metronome's click: a short high tone, higher on the first beat of a bar.
 * @returns {import('./synth.js').Hit}
 */
export function strikeClick(context, destination, time, accent) {
  const hit = new HitGraph(context, destination, time, 0, accent ? 0.4 : 0.28);
  hit.part(hit.oscillator('sine', [[0, accent ? 1760 : 1175]]), [], 1, 0.012, 0.006);
  return hit.strike();
}

/**
 * Strikes a recorded sound: pitch is its speed, decay shortens it, tone darkens it.
 * @param {AudioBuffer} buffer
 * @returns {import('./synth.js').Hit}
 */
export function strikeSample(buffer, context, destination, time, velocity, hitNumber, sound) {
  const {hit, tune, length, bright} = beginStroke([context, destination, time, velocity, hitNumber, sound], 1, 1.3);
  const node = context.createBufferSource();
  node.buffer = buffer;
  node.playbackRate.value = tune;
  const seconds = (buffer.duration / tune) * Math.min(1, length);
  const filters = bright < 1 ? [filter(context, 'lowpass', 18000 * bright ** 2, 0.7)] : [];
  hit.part(hit.source(node, [time]), filters, 1, seconds, 0.015);
  return hit.strike();
}

// Voices of one instrument, where a new stroke ends the old one: the kick's skin, so that low ends do not pile up, and
// the pair of hats.
const chokeGroups = ['kick', null, null, 'hats', 'hats', null, null, null];

/** @returns {?string} the instrument whose earlier strokes a stroke of this voice ends, or null */
export const chokeGroup = (voice) => chokeGroups[voice];

/**
 * Strikes a voice.
 * @param {number} voice its place in voiceNames
 * @param {BaseAudioContext} context
 * @param {AudioNode} destination
 * @param {number} time on the context's clock, s
 * @param {number} velocity 1-127
 * @param {number} hitNumber counts the hits
 * @param {{pitch: number, decay: number, tone: number, level: number}} [sound] knobs from 0 to 1
 * @param {number} [kit] 0 studio, 1 eight, 2 nine, 3 acoustic, 4 lo-fi
 * @returns {import('./synth.js').Hit}
 */
export function strikeVoice(voice, context, destination, time, velocity, hitNumber, sound = plainSound, kit = 0) {
  return kits[kit][voice](context, destination, time, velocity, hitNumber, sound);
}
