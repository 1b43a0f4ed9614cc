// Agents for other programs, each read by a reader of the test's own and compared with the agent file itself.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertRefused, backbeat, temporaryFolder } from './backbeat.mjs';
import { onnxModel, runOnnx } from './onnx.mjs';

const shipped = fileURLToPath(new URL('../../assets/agent-16.safetensors', import.meta.url));
const close = (a, b, about) => {
  assert.equal(a.length, b.length);
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= 1e-5 * Math.max(1, Math.abs(b[i])), `${about} ${i}: ${value}, ${b[i]}`));
};

function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A safetensors file: its metadata, and its tensors as {shape, values}. */
function readAgent(file) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...entries } = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  const tensors = Object.fromEntries(
    Object.entries(entries).map(([name, { shape, data_offsets: [from, to] }]) => [
      name,
      { shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + 8 + length + from, bytes.byteOffset + 8 + length + to)) },
    ]),
  );
  return { metadata, tensors };
}

/** The MLP of an agent file, as its tensors say: observation -> Q-values. */
function mlpOf({ tensors }) {
  const layers = Object.keys(tensors).filter((name) => name.endsWith('.weight')).length;
  return (observation) => {
    let values = Array.from(observation);
    for (let layer = 0; layer < layers; layer++) {
      const { shape: [outputs, inputs], values: weights } = tensors[`q.${layer}.weight`];
      const biases = tensors[`q.${layer}.bias`].values;
      const from = values;
      values = Array.from({ length: outputs }, (_, o) => {
        let sum = biases[o];
        for (let i = 0; i < inputs; i++) sum += weights[o * inputs + i] * from[i];
        return layer + 1 < layers ? Math.max(0, sum) : sum;
      });
    }
    return values;
  };
}

/** JSON of dense layers with weights [input][output]. */
const dense = (observation, layers) =>
  layers.reduce((values, { weights, biases, relu }) =>
    biases.map((bias, o) => {
      const sum = values.reduce((total, value, i) => total + value * weights[i][o], bias);
      return relu ? Math.max(0, sum) : sum;
    }), Array.from(observation));

function original(context) {
  const folder = temporaryFolder(context);
  const file = path.join(folder, 'original.safetensors');
  const { status, stderr } = backbeat('train', '--original', '--steps', '8', '--episodes', '200', '--hidden-units', '16', '--seed', '3', '--name', 'Small /* one */', '--out', file);
  assert.equal(status, 0, stderr);
  const exported = (format, name) => {
    const out = path.join(folder, name);
    const { status: code, stderr: said } = backbeat('export', '--checkpoint', file, '--to', format, '--out', out);
    assert.equal(code, 0, said);
    return out;
  };
  const random = randomFrom(7);
  const observations = Array.from({ length: 1000 }, () => Array.from({ length: 24 }, () => random() * 2 - 1));
  return { folder, file, exported, agent: readAgent(file), q: mlpOf(readAgent(file)), observations };
}

test('RTNeural and FluCoMa JSON give the same Q-values on a thousand observations', (context) => {
  const { exported, agent, q, observations } = original(context);
  close(q(JSON.parse(agent.metadata.test_observation)), JSON.parse(agent.metadata.test_q_values), 'the reader of the agent file');
  const rtneural = JSON.parse(readFileSync(exported('rtneural', 'a.json'), 'utf8'));
  assert.deepEqual(rtneural.in_shape, [null, 24]);
  const rtLayers = rtneural.layers.map(({ type, activation, shape, weights: [weights, biases] }) => {
    assert.equal(type, 'dense');
    assert.equal(shape[1], biases.length);
    return { weights, biases, relu: activation === 'relu' };
  });
  const flucoma = JSON.parse(readFileSync(exported('flucoma', 'b.json'), 'utf8'));
  const flLayers = flucoma.layers.map(({ activation, rows, cols, weights, biases }) => {
    assert.deepEqual([weights.length, weights[0].length], [rows, cols]);
    return { weights, biases, relu: activation === 2 };
  });
  for (const observation of observations) {
    const expected = q(observation);
    close(dense(observation, rtLayers), expected, 'RTNeural');
    close(dense(observation, flLayers), expected, 'FluCoMa');
  }
  close(dense(rtneural.meta.test_observation, rtLayers), rtneural.meta.test_q_values, 'the test vector');
});

test('ONNX of an MLP is a chain of Gemm and Relu that gives the same Q-values', (context) => {
  const { exported, q, observations } = original(context);
  const model = onnxModel(readFileSync(exported('onnx', 'a.onnx')));
  assert.equal(model.opset, 13);
  assert.deepEqual(model.nodes.map(({ op }) => op), ['Gemm', 'Relu', 'Gemm', 'Relu', 'Gemm']);
  for (const observation of observations.slice(0, 200)) {
    const { q_values: { values } } = runOnnx(model, { observation: { shape: [1, 24], values: observation } });
    close(Array.from(values), q(observation), 'ONNX');
  }
});

test('ONNX of a shared network gives the test vector of its agent file, and plays any length', (context) => {
  const out = path.join(temporaryFolder(context), 'shared.onnx');
  const { status, stderr } = backbeat('export', '--checkpoint', shipped, '--to', 'onnx', '--out', out);
  assert.equal(status, 0, stderr);
  const model = onnxModel(readFileSync(out));
  const { metadata } = readAgent(shipped);
  const numbers = JSON.parse(metadata.test_observation);
  const [features, globals] = [26, 60];
  const pattern = (inputs, steps) => ({
    inputs: { shape: [1, features, steps], values: Array.from({ length: features * steps }, (_, i) => inputs[(i % steps) * features + Math.floor(i / steps)]) },
    globals: { shape: [1, globals], values: numbers.slice(16 * features) },
  });
  const { outputs } = runOnnx(model, pattern(numbers, 16));
  close(Array.from(outputs.values), JSON.parse(metadata.test_q_values), 'ONNX');
  assert.equal(model.metadata.test_outputs.length > 10, true);
  // Turning the pattern turns what comes out; twice the pattern gives the same twice.
  const turned = [...numbers.slice(4 * features, 16 * features), ...numbers.slice(0, 4 * features)];
  const { outputs: after } = runOnnx(model, pattern(turned, 16));
  close(Array.from(after.values), [...outputs.values.slice(4), ...outputs.values.slice(0, 4)], 'turned');
  const { outputs: twice } = runOnnx(model, pattern([...numbers.slice(0, 16 * features), ...numbers.slice(0, 16 * features)], 32));
  close(Array.from(twice.values), [...outputs.values, ...outputs.values], 'twice');
  for (const steps of [2, 3, 5]) assert.equal(runOnnx(model, pattern(numbers, steps)).outputs.values.length, steps);
});

test('the C header compiles without a warning, gives the same Q-values and plays the greedy answers', (context) => {
  const { folder, exported, q } = original(context);
  exported('c-header', 'agent.h');
  const source = path.join(folder, 'main.c');
  writeFileSync(source, `#include <stdio.h>
#include "agent.h"
int main(void) {
  unsigned char kick[8], snare[8];
  float q[BACKBEAT_ACTIONS];
  int n, i;
  for (n = 0; n < 200; n++) {
    for (i = 0; i < 8; i++) { kick[i] = (unsigned char)((n * 37 + 11) >> i & 1); snare[i] = (unsigned char)((n * 101) >> i & 1); }
    backbeat_q_values(kick, snare, q);
    for (i = 0; i < BACKBEAT_ACTIONS; i++) printf("%.9g ", (double)q[i]);
    backbeat_answer(kick, snare, 0);
    for (i = 0; i < 8; i++) printf("%d", snare[i] != 0);
    printf("\\n");
  }
  return 0;
}
`);
  for (const compiler of ['gcc', 'clang-19', 'clang']) {
    if (spawnSync(compiler, ['--version']).error) continue; // one of them is always there: it built this program
    const program = path.join(folder, compiler);
    const built = spawnSync(compiler, ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Werror', '-O1', source, '-o', program], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
    const lines = spawnSync(program, { encoding: 'utf8' }).stdout.trim().split('\n');
    assert.equal(lines.length, 200);
    lines.forEach((line, n) => {
      const parts = line.split(' ');
      const bits = (value) => Array.from({ length: 8 }, (_, i) => (value >> i) & 1);
      const kick = bits(n * 37 + 11);
      const snare = bits(n * 101);
      const observe = () => [...kick, ...snare].map((hit) => (hit ? 1 : -1)).concat(kick.map((hit, i) => (hit ? 1 : -1) * (snare[i] ? 1 : -1)));
      close(parts.slice(0, -1).map(Number), q(observe()), `${compiler}, ${n}`);
      const seen = new Set();
      for (let toggles = 0; toggles < 16 && !seen.has(snare.join('')); toggles++) {
        seen.add(snare.join(''));
        const values = q(observe());
        const best = values.slice(0, 8).reduce((top, value, i) => (value > values[top] ? i : top), 0);
        if (values.length > 8 && values[8] >= values[best]) break;
        snare[best] ^= 1;
      }
      assert.equal(parts.at(-1), snare.join(''), `${compiler}, kick ${kick.join('')}`);
    });
  }
});

test('what a format cannot hold is refused in one sentence that says what to do', (context) => {
  const out = path.join(temporaryFolder(context), 'x');
  for (const format of ['rtneural', 'flucoma', 'c-header']) {
    assertRefused(backbeat('export', '--checkpoint', shipped, '--to', format, '--out', out), /--original/);
  }
  const conditioned = path.join(temporaryFolder(context), 'conditioned.safetensors');
  assert.equal(backbeat('train', '--network', 'mlp', '--conditioned', '--steps', '8', '--episodes', '20', '--hidden-units', '8', '--out', conditioned).status, 0);
  for (const format of ['onnx', 'rtneural', 'c-header']) {
    assertRefused(backbeat('export', '--checkpoint', conditioned, '--to', format, '--out', out), /heads/);
  }
  assertRefused(backbeat('export', '--checkpoint', shipped, '--to', 'tape', '--out', out), /onnx/);
  assertRefused(backbeat('export', '--checkpoint', '/nowhere', '--to', 'onnx', '--out', out), /Cannot read/);
});
