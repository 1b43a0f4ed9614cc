// Agents that learn from each other, from the command line.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertRefused, backbeat, backbeatJson, temporaryFolder } from './backbeat.mjs';

const shipped = fileURLToPath(new URL('../../assets/agent-16.safetensors', import.meta.url));
const keys = ['joint_regret', 'joint_optimal_share', 'mean_reward', 'mean_optimum', 'mean_hill_climb', 'mean_random', 'rounds'];

for (const method of ['independent', 'decomposition']) {
  test(`a duo that learned by ${method} plays close to the best joint answers`, (context) => {
    const out = path.join(temporaryFolder(context), 'duo.safetensors');
    const { status, stdout, stderr } = backbeat('train', '--band', 'Duo', '--method', method, '--steps', '8', '--seconds', '2', '--seed', '1', '--out', out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Duo: \d+ kicks of 8 steps/);
    const judged = backbeatJson('evaluate', '--checkpoint', out, '--band', 'Duo', '--method', method, '--kicks', '100', '--seed', '7', '--json');
    for (const key of keys) assert.equal(typeof judged[key], 'number', key);
    assert.equal(judged.exact, true);
    assert.ok(judged.joint_regret <= 0.03, `${judged.joint_regret}`);
    assert.ok(judged.mean_random < judged.mean_reward && judged.mean_reward <= judged.mean_optimum + 1e-9);
  });
}

test('the agent that comes with the page plays in a band of three, at least as well as climbing', () => {
  const judged = backbeatJson('evaluate', '--checkpoint', shipped, '--band', 'Trio', '--kicks', '5', '--json');
  assert.equal(judged.steps, 16);
  assert.equal(judged.exact, false);
  assert.ok(judged.joint_regret <= judged.hill_climb_regret + 0.02, `${judged.joint_regret}, ${judged.hill_climb_regret}`);
});

test('what a band cannot be is refused in one sentence', (context) => {
  const out = path.join(temporaryFolder(context), 'x.safetensors');
  assertRefused(backbeat('train', '--band', 'Orchestra', '--out', out), /Duo/);
  assertRefused(backbeat('train', '--band', 'Duo', '--method', 'telepathy', '--out', out), /independent/);
  assertRefused(backbeat('train', '--band', 'Duo', '--original', '--out', out), /shared network/);
  assert.notEqual(backbeat('train', '--band', 'Duo', '--preset', 'Clave', '--out', out).status, 0);
});
