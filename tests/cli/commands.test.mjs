import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { assertRefused, backbeat, backbeatJson, temporaryFolder } from './backbeat.mjs';

function train(folder, ...args) {
  const out = path.join(folder, 'agent.safetensors');
  const result = backbeat('train', '--out', out, '--steps', '4', '--episodes', '20', ...args);
  assert.equal(result.status, 0, result.stderr);
  return out;
}

test('bad arguments get a sentence and exit status 2', (t) => {
  const out = path.join(temporaryFolder(t), 'x.safetensors');
  assertRefused(backbeat(), /subcommand/);
  assertRefused(backbeat('sing'), /sing|subcommand/);
  assertRefused(backbeat('train'), /--out/);
  assertRefused(backbeat('train', '--out', out, '--steps', '65'), /steps goes from 2 to 64/);
  assertRefused(backbeat('train', '--out', out, '--original', '--lengths', '8,12'), /An MLP has one length/);
  assertRefused(backbeat('train', '--out', out, '--learning-rate', 'fast'), /learning_rate.*"fast" is not a number/);
  assertRefused(backbeat('train', '--out', out, '--exploration', 'luck'), /exploration is one of softmax, epsilon/);
  assertRefused(backbeat('train', '--out', out, '--episodes', '0'), /--episodes/);
  assertRefused(backbeat('train', '--out', out, '--episodes', '5', '--seconds', '5'), /excludes/);
  assertRefused(backbeat('train', '--out', out, '--start-state', 'user_kick'), /needs a kick/);
  assertRefused(backbeat('train', '--out', out, '--kick', 'x...'), /has 4 steps and the agent 16/);
  assert.ok(!existsSync(out));
});

test('an agent that cannot be written is said so', (t) => {
  const out = path.join(temporaryFolder(t), 'missing', 'x.safetensors');
  const result = backbeat('train', '--out', out, '--steps', '2', '--episodes', '1');
  assert.equal(result.status, 2);
  assert.match(result.stderr, /Cannot write/);
});

test('bad files get a sentence and exit status 2', (t) => {
  const folder = temporaryFolder(t);
  const good = readFileSync(train(folder));
  const bad = path.join(folder, 'bad.safetensors');
  for (const bytes of [Buffer.alloc(0), Buffer.from('not an agent'), good.subarray(0, good.length - 1)]) {
    writeFileSync(bad, bytes);
    assertRefused(backbeat('info', bad), /bad\.safetensors/);
    assertRefused(backbeat('test', '--checkpoint', bad), /bad\.safetensors/);
  }
  assertRefused(backbeat('info', path.join(folder, 'nowhere')), /Cannot read/);
  assertRefused(backbeat('info', folder), /Cannot read/);
});

test('test prints the start and one reward and pattern per iteration', (t) => {
  const file = train(temporaryFolder(t));
  for (const scenario of ['best', 'worst', 'random']) {
    const result = backbeatJson('test', '--checkpoint', file, '--scenario', scenario, '--iterations', '7', '--json');
    assert.equal(result.scenario, scenario);
    assert.equal(result.rewards.length, 8);
    assert.equal(result.sequences.length, 8);
    for (const sequence of result.sequences) assert.match(sequence, /^[x.]{4}$/);
  }
  const { stdout } = backbeat('test', '--checkpoint', file, '--scenario', 'worst', '--iterations', '1');
  assert.match(stdout, /^start, reward -1\.0000\nx o o o \[kick\]\nx o o o \[snare\]\n\niteration 1, reward /);
  assertRefused(backbeat('test', '--checkpoint', file, '--scenario', 'odd'), /best, worst or random/);
});

test('info says what the file holds', (t) => {
  const file = train(temporaryFolder(t), '--name', 'Noon', '--note', 'for Ada', '--hidden-units', '24');
  const info = backbeatJson('info', file, '--json');
  assert.equal(info.name, 'Noon');
  assert.equal(info.note, 'for Ada');
  assert.equal(info.config.steps, 4);
  assert.equal(info.config.hidden_units, 24);
  // Whole turns of the environments: up to all of them end an episode at once.
  assert.ok(info.env_steps >= 20 * info.config.episode_steps && info.env_steps <= info.config.environments * info.config.episode_steps);
  assert.match(backbeat('info', file).stdout, /name +Noon/);
});

test('the same seed writes the same bytes', (t) => {
  const [one, again, other] = ['7', '7', '8'].map((seed) => readFileSync(train(temporaryFolder(t), '--seed', seed)));
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
});

test('seconds end a training instead of episodes', (t) => {
  const out = path.join(temporaryFolder(t), 'agent.safetensors');
  const result = backbeat('train', '--out', out, '--steps', '4', '--seconds', '0.3');
  assert.equal(result.status, 0, result.stderr);
  assert.ok(existsSync(out));
  assert.ok(!existsSync(`${out}.part`));
});

test('presets lists what an answer can be rewarded for', () => {
  const presets = backbeatJson('presets', '--json');
  assert.deepEqual(Object.keys(presets), ['Original', 'Straight', 'Backbeat', 'Half-time', 'One drop',
    'Dembow', 'Motor', 'Clave', 'Bell', 'Busy', 'Sparse', 'Syncopated answer']);
  assert.deepEqual(presets.Original.terms.difference, { weight: 1, mode: 'maximise', level: 0.5 });
  const mixes = backbeatJson('presets', '--mixes', '--json');
  assert.deepEqual(Object.keys(mixes).filter((name) => !(name in presets)), ['Backbeat mix', 'Sparse mix', 'Busy mix', 'Clave mix']);
  assert.match(backbeat('presets').stdout, /Sparse: .*\n(.*\n)*? +Busyness +density +\+0\.10 +target 0\.125/);
});

test('train takes a preset, keeps it in the file, and refuses one that is not there', (t) => {
  const folder = temporaryFolder(t);
  const info = backbeatJson('info', train(folder, '--preset', 'sparse'), '--json');
  assert.equal(info.reward.terms.density.mode, 'target');
  const out = path.join(folder, 'none.safetensors');
  assertRefused(backbeat('train', '--preset', 'Waltz', '--out', out), /use Original, Straight, .* or Syncopated answer/);
  assert.ok(!existsSync(out));
});

test('render prints patterns as the environment renders them', () => {
  const { stdout } = backbeat('render', 'x...x...', '..x...x.');
  assert.equal(stdout, 'x o o o x o o o [kick]\no o x o o o x o [snare]\ndifference 0\n');
  assertRefused(backbeat('render', 'x..y'), /character 'y'/);
  assertRefused(backbeat('render', 'x...', 'x..'), /make them equal/);
});

test('help lists every hyper-parameter with its default and range', () => {
  const { status, stdout } = backbeat('train', '--help');
  assert.equal(status, 0);
  for (const option of ['--learning-rate', '--no-leave-it', '--exploration', '--replay-capacity']) {
    assert.ok(stdout.includes(option), option);
  }
});
