// backbeat score: every metric of a pattern, as JSON and as a table, and a sentence for what cannot be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefused, backbeat, backbeatJson } from './backbeat.mjs';

const VOICE_KEYS = [
  'difference', 'lhl', 'cscore', 'tmc', 'keith_full', 'keith_count', 'tob', 'wnbd', 'sg', 'pressing', 'witek',
  'ps_like', 'lz76', 'ioi_entropy', 'npvi', 'balance', 'evenness', 'density',
];
const PAIR_KEYS = ['hamming', 'swap', 'directed_swap', 'chronotonic'];

const SON = 'x..x..x...x.x...';

const scoreJson = (...args) => backbeatJson('score', ...args, '--json');

test('the son clave scores its published values', () => {
  const score = scoreJson(SON);
  assert.deepEqual(Object.keys(score), VOICE_KEYS);
  assert.equal(score.keith_count, 2);
  assert.equal(score.tob, 1);
  assert.equal(score.wnbd, 14 / 5);
  assert.ok(Math.abs(score.npvi - 40.5) < 0.05);
  assert.equal(score.tmc, 4);
  assert.equal(score.pressing, 14.5);
});

test('with a kick come the distances', () => {
  const score = scoreJson(SON, '--kick', 'x..x...x..x.x...');
  assert.deepEqual(Object.keys(score), [...VOICE_KEYS, ...PAIR_KEYS]);
  assert.equal(score.hamming, 2); // son and rumba: one hit a step apart
  assert.equal(score.swap, 1);
  assert.equal(score.directed_swap, 1);
  assert.equal(score.difference, (2 * 2) / 16 - 1);
});

test('the published groove index needs kick, snare and hat', () => {
  const score = scoreJson('....x..x.x..x..x....x..x.x..x..x', '--kick', 'x.x.......x.....x.x..x..x.xx.xx.',
    '--hat', 'x.'.repeat(16));
  assert.equal(score.witek, 41);
});

test('the metre is a choice', () => {
  const waltz = scoreJson('...x........', '--metre', '3,2,2');
  const compound = scoreJson('...x........', '--metre', '2,2,3');
  // A lone hit on step 3 leaves the bar line (weight 0) silent.
  assert.equal(compound.lhl, 2); // 12/8: step 3 is a beat, weight -2
  assert.equal(waltz.lhl, 3); // 3/4 in sixteenths: one of the weakest, -3
});

test('a metric that does not apply is null and says why', () => {
  const score = scoreJson('x.x..', '--kick', 'x....');
  assert.equal(score.cscore, null);
  assert.equal(score.swap, null);
  assert.match(score.notes.cscore, /multiple of 2 or 3/);
  assert.match(score.notes.swap, /equally many hits/);
});

test('the table names every metric in words and in its own name', () => {
  const { status, stdout } = backbeat('score', SON, '--kick', 'x...x...x...x...');
  assert.equal(status, 0);
  for (const words of ['Syncopation', 'LHL', '16 steps, 5 hits, metre 2,2,2,2', '0 to 15', 'per bar', 'kick']) {
    assert.ok(stdout.includes(words), words);
  }
  assert.match(stdout, /Swap distance .*equally many hits/);
});

test('no hit, all hits and a thousand steps are scored', () => {
  assert.equal(scoreJson('................').density, 0);
  assert.equal(scoreJson('xxxxxxxxxxxxxxxx').density, 1);
  assert.equal(scoreJson('x...'.repeat(256)).density, 0.25);
});

test('what cannot be read is refused in one sentence', () => {
  const refuse = (args, words) => assertRefused(backbeat('score', ...args), words);
  refuse(['x..q'], /'q'/);
  refuse([''], /steps/);
  refuse(['x'], /steps/);
  refuse(['x...'.repeat(257)], /steps/);
  refuse([SON, '--kick', 'x...'], /kick has 4 steps and the snare 16/);
  refuse([SON, '--kick', ''], /steps/);
  refuse([SON, '--hat', 'x...'], /hat has 4 steps/);
  refuse([SON, '--metre', '2,2,3'], /2,2,3/);
  refuse([SON, '--metre', 'waltz'], /metre/i);
  refuse([], /snare/);
  refuse([SON, '--tempo', '3'], /--tempo/);
});
