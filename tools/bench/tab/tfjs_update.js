// The same full DQN update by TensorFlow.js: forward of the target network on the next observations and of the online
// network on the observations, Huber loss of the actions taken, its gradient, clipped by its norm, Adam with bias
// correction, and a soft step of the target network. As quick as we know how to write it: fused layers, no work that could be done once.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const inputs = 32;
const actions = 17;

/** To be awaited once: the WebAssembly backend with SIMD, one thread (the page is not cross-origin isolated). */
export async function startTfjs(folder) {
  setWasmPaths(folder);
  await tf.setBackend('wasm');
  await tf.ready();
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('TensorFlow.js found no SIMD.');
}

export class TfjsUpdate {
  /** @param {object} problem plain arrays, as bench_numbers() of tests/bench/bench_api.cpp gives them */
  constructor(hidden, problem) {
    const batch = problem.actions.length;
    const [learningRate, delta, beta1, beta2, epsilon, targetRate, longestGradient] = problem.settings;
    const layers = splitLayers(problem.parameters, [inputs, hidden, hidden, actions]);
    this.online = layers.map((values) => tf.variable(values));
    this.target = layers.map((values) => tf.variable(values, false));
    for (const values of layers) values.dispose();
    this.optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
    this.observations = tf.tensor2d(problem.observations, [batch, inputs]);
    this.nextObservations = tf.tensor2d(problem.nextObservations, [batch, inputs]);
    this.actions = tf.tensor1d(Int32Array.from(problem.actions), 'int32');
    this.returns = tf.tensor1d(problem.returns);
    this.discounts = tf.tensor1d(problem.discounts);
    this.delta = tf.scalar(delta);
    this.half = tf.scalar(0.5);
    this.one = tf.scalar(1);
    this.targetRate = tf.scalar(targetRate);
    this.longestGradient = tf.scalar(longestGradient);
  }

  update() {
    tf.tidy(() => {
      const next = tf.max(forward(this.target, this.nextObservations), 1);
      const wanted = tf.add(this.returns, tf.mul(this.discounts, next));
      const taken = tf.oneHot(this.actions, actions);
      const { grads } = tf.variableGrads(() => this.loss(taken, wanted), this.online);
      this.optimizer.applyGradients(this.clip(grads));
      for (const [i, target] of this.target.entries()) {
        target.assign(tf.add(target, tf.mul(this.targetRate, tf.sub(this.online[i], target))));
      }
    });
  }

  /** Mean Huber loss; `wanted` is a constant to the gradient. */
  loss(taken, wanted) {
    const values = tf.sum(tf.mul(forward(this.online, this.observations), taken), 1);
    const error = tf.abs(tf.sub(values, wanted));
    const near = tf.minimum(error, this.delta);
    return tf.mean(tf.add(tf.mul(this.half, tf.square(near)), tf.mul(this.delta, tf.sub(error, near))));
  }

  /** Pascanu 2013: no longer than longestGradient, all variables taken together. */
  clip(grads) {
    const names = Object.keys(grads);
    const norm = tf.sqrt(tf.addN(names.map((name) => tf.sum(tf.square(grads[name])))));
    const scale = tf.minimum(this.one, tf.div(this.longestGradient, norm));
    return Object.fromEntries(names.map((name) => [name, tf.mul(grads[name], scale)]));
  }

  /** Weights (O, I) row by row, then biases, layer by layer. */
  parameters() {
    return this.online.flatMap((variable) =>
      tf.tidy(() => [...(variable.rank === 2 ? tf.transpose(variable) : variable.clone()).dataSync()]),
    );
  }

  dispose() {
    const own = [this.observations, this.nextObservations, this.actions, this.returns, this.discounts, this.delta, this.half];
    tf.dispose([...this.online, ...this.target, ...own, this.one, this.targetRate, this.longestGradient]);
    this.optimizer.dispose();
  }
}

/** [weights (I, O), biases (O), ...], as TensorFlow multiplies them. */
function splitLayers(parameters, sizes) {
  const tensors = [];
  let at = 0;
  for (let layer = 0; layer + 1 < sizes.length; ++layer) {
    const [from, to] = [sizes[layer], sizes[layer + 1]];
    const weights = parameters.slice(at, at + from * to);
    tensors.push(tf.tidy(() => tf.transpose(tf.tensor2d(weights, [to, from]))));
    at += from * to;
    tensors.push(tf.tensor1d(parameters.slice(at, at + to)));
    at += to;
  }
  return tensors;
}

function forward(layers, input) {
  let values = input;
  for (let i = 0; i < layers.length; i += 2) {
    const activation = i + 2 < layers.length ? 'relu' : 'linear';
    values = tf.fused.matMul({ a: values, b: layers[i], bias: layers[i + 1], activation });
  }
  return values;
}
