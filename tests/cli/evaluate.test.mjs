// backbeat evaluate: an agent against the true optimum.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertRefused, backbeat, backbeatJson, temporaryFolder } from './backbeat.mjs';

const KEYS = [
  'regret', 'regret_network_alone', 'regret_tabu', 'regret_annealing', 'regret_hill_climb', 'regret_euclid',
  'optimal_share', 'optimal_share_tabu', 'optimal_share_hill_climb', 'optimal_share_euclid', 'beats_tabu', 'beats_hill_climb',
  'mean_reward', 'mean_optimum', 'mean_tabu', 'mean_annealing', 'mean_hill_climb', 'mean_euclid', 'mean_random',
  'scorings', 'scorings_search',
];

const shipped = fileURLToPath(new URL('../../assets/agent-16.safetensors', import.meta.url));
const evaluateJson = (...args) => backbeatJson('evaluate', '--checkpoint', shipped, ...args, '--json');

test('the report has its keys, and they agree with one another', () => {
  const report = evaluateJson('--preset', 'Syncopated answer', '--kicks', '50', '--seed', '7');
  for (const key of KEYS) assert.equal(typeof report[key], 'number', key);
  assert.equal(report.preset, 'Syncopated answer');
  assert.equal(report.method, 'exact');
  assert.equal(report.kicks, 50);
  assert.equal(report.steps, 16);
  const gap = report.mean_optimum - report.mean_random;
  assert.ok(Math.abs(report.regret - (report.mean_optimum - report.mean_reward) / gap) < 1e-12);
  assert.ok(report.mean_optimum >= report.mean_hill_climb && report.mean_hill_climb > report.mean_random);
  assert.ok(report.mean_tabu >= report.mean_hill_climb, 'the walk goes on where the climber stops');
  assert.ok(report.scorings > 400 && report.scorings <= 513 && report.scorings_search > 400, 'with the model an agent scores the neighbours, as a search does');
});

test('another metre is another task', () => {
  const usual = evaluateJson('--preset', 'Syncopated answer', '--kicks', '5', '--steps', '16');
  assert.equal(usual.metre, '2,2,2,2');
  const other = evaluateJson('--preset', 'Syncopated answer', '--kicks', '5', '--metre', '4,2,2');
  assert.equal(other.metre, '4,2,2');
  assert.notEqual(other.mean_optimum, usual.mean_optimum);
});

test('the best reward for the original is 1 and the random one a half', () => {
  const report = evaluateJson('--preset', 'original', '--kicks', '20');
  assert.equal(report.preset, 'Original');
  assert.equal(report.mean_optimum, 1);
  assert.equal(report.mean_hill_climb, 1);
  assert.equal(report.mean_random, 0.5);
});

test('an agent that practised 16 steps answers other lengths', () => {
  const twelve = evaluateJson('--preset', 'Original', '--kicks', '20', '--steps', '12');
  assert.equal(twelve.steps, 12);
  assert.equal(twelve.method, 'exact');
  assert.ok(twelve.regret < 0.1 && twelve.scorings > 0);
  const twenty = evaluateJson('--preset', 'Original', '--kicks', '1', '--steps', '20');
  assert.equal(twenty.method, 'annealing');
  assert.ok(twenty.regret < 0.1);
});

test('the same seed asks for the same kicks', () => {
  const one = evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '3');
  assert.deepEqual(evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '3'), one);
  assert.notEqual(evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '4').mean_optimum, one.mean_optimum);
});

test('the table says what was compared', () => {
  const { status, stdout } = backbeat('evaluate', '--checkpoint', shipped, '--preset', 'Clave', '--kicks', '10');
  assert.equal(status, 0);
  for (const words of ['Clave: 10 kicks', 'no training draws', 'network alone', 'tabu walk', 'annealing', 'hill climbing', 'Euclidean fill', 'random snares', 'exact']) {
    assert.ok(stdout.includes(words), words);
  }
});

test('what cannot be evaluated is refused in one sentence', (t) => {
  const folder = temporaryFolder(t);
  const broken = path.join(folder, 'broken.safetensors');
  writeFileSync(broken, 'not an agent');
  const refuse = (args, words) => assertRefused(backbeat('evaluate', ...args), words);
  refuse(['--checkpoint', broken], /broken\.safetensors/);
  refuse(['--checkpoint', path.join(folder, 'missing')], /Cannot read/);
  refuse(['--checkpoint', folder], /Cannot read/);
  refuse(['--checkpoint', broken, '--preset', 'Waltz'], /use Original, Straight, .* or Syncopated answer/);
  refuse(['--checkpoint', broken, '--kicks', '0'], /between 1 and 4096/);
  refuse(['--checkpoint', broken, '--kicks', 'many'], /--kicks/);
  refuse(['--checkpoint', shipped, '--steps', '1'], /between 2 and 1024/);
  refuse(['--checkpoint', shipped, '--metre', '3,2,2'], /12/);
  refuse(['--checkpoint', shipped, '--metre', 'waltz'], /metre/);
  refuse([], /--checkpoint/);
});
