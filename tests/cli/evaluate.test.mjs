// backbeat evaluate: an agent against the true optimum.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const program = process.env.BACKBEAT_CLI ?? 'build/native/backbeat';
const run = (...args) => spawnSync(program, args, { encoding: 'utf8' });
const evaluate = (...args) => run('evaluate', ...args);

const KEYS = [
  'regret', 'regret_hill_climb', 'regret_euclid', 'optimal_share', 'optimal_share_hill_climb', 'optimal_share_euclid',
  'beats_hill_climb', 'mean_reward', 'mean_optimum', 'mean_hill_climb', 'mean_euclid', 'mean_random',
];

const shipped = 'assets/agent-16.safetensors';
const needsAgent = { skip: existsSync(shipped) ? false : `there is no ${shipped} yet` };

function evaluateJson(...args) {
  const { status, stdout, stderr } = evaluate('--checkpoint', shipped, ...args, '--json');
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function assertRefused(args, words) {
  const { status, stdout, stderr } = evaluate(...args);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, words);
}

test('the report has its keys, and they agree with one another', needsAgent, () => {
  const report = evaluateJson('--preset', 'Syncopated answer', '--kicks', '50', '--seed', '7');
  for (const key of KEYS) assert.equal(typeof report[key], 'number', key);
  assert.equal(report.preset, 'Syncopated answer');
  assert.equal(report.method, 'exact');
  assert.equal(report.kicks, 50);
  assert.equal(report.steps, 16);
  const gap = report.mean_optimum - report.mean_random;
  assert.ok(Math.abs(report.regret - (report.mean_optimum - report.mean_reward) / gap) < 1e-12);
  assert.ok(report.mean_optimum >= report.mean_hill_climb && report.mean_hill_climb > report.mean_random);
});

test('the best reward for the original is 1 and the random one a half', needsAgent, () => {
  const report = evaluateJson('--preset', 'original', '--kicks', '20');
  assert.equal(report.preset, 'Original');
  assert.equal(report.mean_optimum, 1);
  assert.equal(report.mean_hill_climb, 1);
  assert.equal(report.mean_random, 0.5);
});

test('the same seed asks for the same kicks', needsAgent, () => {
  const one = evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '3');
  assert.deepEqual(evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '3'), one);
  assert.notEqual(evaluateJson('--preset', 'Busy', '--kicks', '10', '--seed', '4').mean_optimum, one.mean_optimum);
});

test('the table says what was compared', needsAgent, () => {
  const { status, stdout } = evaluate('--checkpoint', shipped, '--preset', 'Clave', '--kicks', '10');
  assert.equal(status, 0);
  for (const words of ['Clave: 10 kicks', 'no training draws', 'hill climbing', 'Euclidean fill', 'random snares', 'exact']) {
    assert.ok(stdout.includes(words), words);
  }
});

test('what cannot be evaluated is refused in one sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backbeat-'));
  try {
    const broken = join(folder, 'broken.safetensors');
    writeFileSync(broken, 'not an agent');
    assertRefused(['--checkpoint', broken], /^backbeat: .+\.\n$/);
    assertRefused(['--checkpoint', join(folder, 'missing')], /check that the file exists/);
    assertRefused(['--checkpoint', folder], /Cannot read/);
    assertRefused(['--checkpoint', broken, '--preset', 'Waltz'], /use Original, Backbeat, .* or Clave/);
    assertRefused(['--checkpoint', broken, '--kicks', '0'], /between 1 and 4096/);
    assertRefused(['--checkpoint', broken, '--kicks', 'many'], /--kicks/);
    assertRefused([], /--checkpoint/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
