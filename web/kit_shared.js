// Voices that every kit makes in the same way, with other numbers.

import {beginStroke, filter} from './synth.js';

/**
 * Hands that meet one after the other, and the room that answers them.
 * @param {Array} call what strikeVoice() was given
 * @param {number} level
 * @param {{hz: number, apart: number, tail: number, begin?: typeof beginStroke}} what the band's middle, seconds between
 *     the hands, how long the room rings
 */
export function playClap(call, level, {hz, apart, tail, begin = beginStroke}) {
  const [context] = call;
  const {hit, force, tune, length, bright} = begin(call, level, 1.4);
  const hands = () => [filter(context, 'bandpass', hz * tune * bright ** 0.8, 1.3), filter(context, 'highpass', 500 * tune, 0.7)];
  for (const nth of [0, 1, 2]) hit.part(hit.noise('white', tune), hands(), 1.25, 0.001, 0.0035, nth * apart);
  hit.part(hit.noise('white', tune), hands(), 1.15, 0.004, (0.5 + 0.5 * force) * tail * length, 3 * apart);
  return hit.strike();
}

/**
 * A tom: a skin that sinks to its tone, its second mode, and the stick.
 * @param {Array} call what strikeVoice() was given
 * @param {number} level
 * @param {{hz: number, fall: number, ring: number, skin: number, begin?: typeof beginStroke}} what its tone, how far above
 *     it the stroke begins, how long it rings (s), how much of the stick is heard
 */
export function playTom(call, level, {hz, fall, ring, skin, begin = beginStroke}) {
  const [context] = call;
  const {hit, force, tune, length, bright} = begin(call, level, 1.4);
  const from = hz * (1 + (fall - 1) * (0.4 + 0.6 * force));
  const tone = hit.oscillator('sine', [[0, tune * from], [0.03, tune * hz * 1.06], [0.3, tune * hz * 0.97]]);
  hit.part(tone, [], 1, 0.008, ring * (0.6 + 0.4 * force) * length);
  // 1.59 times the lowest mode, as a circular membrane has it.
  hit.part(hit.oscillator('sine', [[0, tune * from * 1.59], [0.03, tune * hz * 1.6]]), [], 0.28 * bright ** 0.5, 0.003, 0.3 * ring * length);
  const stick = [filter(context, 'bandpass', 1900 * tune * bright, 0.7)];
  hit.part(hit.noise('white'), stick, skin * force * bright ** 0.5, 0.0008, 0.006);
  return hit.strike();
}
