// Learning held against facts: the original experiment's setting, and the default one.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { backbeat, backbeatJson, temporaryFolder } from './backbeat.mjs';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function train(folder, seed, ...args) {
  const out = path.join(folder, `agent-${seed}.safetensors`);
  const result = backbeat('train', '--seed', String(seed), '--out', out, ...args);
  assert.equal(result.status, 0, result.stderr);
  return { out, stdout: result.stdout };
}

function rewards(checkpoint, scenario, iterations) {
  return backbeatJson('test', '--checkpoint', checkpoint, '--scenario', scenario, '--iterations', String(iterations), '--json').rewards;
}

const original = ['--original', '--steps', '8', '--episodes', '300', '--exploration', 'softmax'];

test("the original's setting climbs from the worst case and hovers at the best, for 10 of 10 seeds", (t) => {
  const folder = temporaryFolder(t);
  for (const seed of seeds) {
    const { out } = train(folder, seed, ...original, '--no-leave-it');
    const worst = rewards(out, 'worst', 20);
    assert.equal(worst[0], -1, `seed ${seed}`);
    const arrival = worst.indexOf(1);
    assert.ok(arrival > 0 && arrival <= 8, `seed ${seed}: reached the best after ${arrival} iterations`);
    // Every turn toggles a step, so the best it can do is to leave and come back.
    worst.slice(arrival).forEach((reward, i) => assert.equal(reward, i % 2 === 0 ? 1 : 0.75, `seed ${seed}: ${worst}`));
    assert.ok(Math.min(...rewards(out, 'best', 20)) >= 0.75, `seed ${seed}`);
  }
});

test('with "leave it" the agent stays at the best, for 10 of 10 seeds', (t) => {
  const folder = temporaryFolder(t);
  for (const seed of seeds) {
    const { out } = train(folder, seed, ...original);
    const worst = rewards(out, 'worst', 20);
    const arrival = worst.indexOf(1);
    assert.ok(arrival > 0 && arrival <= 8, `seed ${seed}: reached the best after ${arrival} iterations`);
    assert.ok(worst.slice(arrival).every((reward) => reward === 1), `seed ${seed}: ${worst}`);
    assert.ok(rewards(out, 'best', 20).every((reward) => reward === 1), `seed ${seed}`);
  }
});

test('a 16-step MLP brings 99 % of 2,000 starts to the best in the fewest toggles', (t) => {
  const folder = temporaryFolder(t);
  for (const seed of [1, 2, 3]) {
    const { stdout } = train(folder, seed, '--original', '--episodes', '1500');
    const fewest = Number(/, ([\d.]+) % in the fewest toggles/.exec(stdout)?.[1]);
    assert.ok(fewest >= 99, `seed ${seed}: ${stdout}`);
  }
});

test('trained for a preset, the greedy answer beats hill climbing, and thinking longer is nearly always best', (t) => {
  const folder = temporaryFolder(t);
  // A fifth of what the README's table takes, so the limits are wider than its numbers: 8 steps, 14 held-out kicks.
  const { out, stdout } = train(folder, 1, '--steps', '8', '--preset', 'Syncopated answer', '--episodes', '2500', '--hidden-units', '64');
  assert.match(stdout, /Syncopated answer: on 14 held-out kicks a regret of/);
  const judged = backbeatJson('evaluate', '--checkpoint', out, '--json');
  assert.equal(judged.preset, 'Syncopated answer');
  assert.ok(judged.regret <= 0.05, `regret ${judged.regret}`);
  assert.ok(judged.regret <= judged.regret_hill_climb, `${judged.regret} against ${judged.regret_hill_climb}`);
  const thought = backbeatJson('evaluate', '--checkpoint', out, '--think', '--json');
  assert.ok(thought.regret <= 0.002, `regret ${thought.regret} with thinking`);
  assert.ok(thought.mean_reward >= judged.mean_reward);
  assert.equal(thought.mean_optimum, judged.mean_optimum);
});

test('a reward-conditioned agent answers weights that it was never asked for, better than hill climbing', (t) => {
  const folder = temporaryFolder(t);
  const { out } = train(folder, 1, '--steps', '8', '--conditioned', '--episodes', '6000', '--hidden-units', '64');
  const judged = backbeatJson('evaluate', '--checkpoint', out, '--preset', 'random', '--json');
  assert.equal(judged.preset, 'Random settings');
  assert.ok(judged.regret <= 0.05, `regret ${judged.regret}`);
  assert.ok(judged.regret < judged.regret_hill_climb, `${judged.regret} against ${judged.regret_hill_climb}`);
});
