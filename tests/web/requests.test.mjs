import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {makeRequestHandlers} from '../../web/requests.js';
import {settle} from './fakes.mjs';

const reward = {terms: {lhl: {weight: 1}}, liked: null};

// Keeps what it is called with; `answers` are what its questions resolve or reject with.
class FakeTrainer {
  calls = [];
  answers = {};
  alive = false;

  ensure(...values) {
    this.calls.push(['ensure', ...values]);
    const started = !this.alive;
    this.alive = true;
    return started;
  }

  reset(...values) { this.calls.push(['reset', ...values]); }
  start() { this.calls.push(['start']); }
  setReward(...values) { this.calls.push(['setReward', ...values]); }

  async truth(question) {
    this.calls.push(['truth', question]);
    if (this.answers.truth instanceof Error) throw this.answers.truth;
    return this.answers.truth;
  }

  async evaluate(bytes, options) {
    this.calls.push(['evaluate', bytes, options]);
    return this.answers.evaluate;
  }
}

let trainer;
let commands;
let handlers;

beforeEach(() => {
  trainer = new FakeTrainer();
  commands = [];
  const send = (command) => {
    commands.push(command);
    return {name: 'agent.safetensors'};
  };
  handlers = makeRequestHandlers({
    trainer,
    model: {send, report: send, app: {bytes: () => new Uint8Array([7])}},
    heartbeat: {setTraining() {}},
    scripting: {state: () => ({config: {steps: 16}, evaluation: {status: 'ready'}}), emit() {}},
  });
});

test('a learner gets the reward with its kicks, new or reset', () => {
  handlers.train_reset({config: {steps: 16}, kicks: ['x...'], reward});
  handlers.train_reset({config: {steps: 16}, kicks: ['x...'], reward});
  assert.deepEqual(trainer.calls, [
    ['ensure', {steps: 16}, ['x...'], reward],
    ['ensure', {steps: 16}, ['x...'], reward],
    ['reset', {steps: 16}, ['x...'], reward],
  ]);
});

test('a moved slider is told to the learner', () => {
  handlers.train_reward({type: 'train_reward', reward});
  assert.deepEqual(trainer.calls, [['setReward', reward]]);
});

test('the best answer comes back to the model, without starting a worker', async () => {
  trainer.answers.truth = {kick: 'x...', best: null};
  handlers.truth({type: 'truth', kick: 'x...', reward, previews: true});
  await settle();
  assert.deepEqual(trainer.calls, [['truth', {kick: 'x...', reward, previews: true}]]);
  assert.deepEqual(commands, [{type: 'truth', result: {kick: 'x...', best: null}}]);
});

test('a question that fails is answered too, so that the next one can come', async () => {
  trainer.answers.truth = new Error('The training worker stopped answering.');
  handlers.truth({type: 'truth', kick: 'x...', reward, previews: false});
  await settle();
  assert.deepEqual(commands, [{type: 'truth_error'}]);
});

test('an evaluation is judged by the reward of its request', async () => {
  trainer.answers.evaluate = {steps: 16, report: {}};
  handlers.evaluate({type: 'evaluate', iterations: 16, starts: 2000, kicks: 200, think: true, reward, seed: 1});
  await settle();
  assert.deepEqual(trainer.calls[0], ['ensure', {steps: 16}, [], reward]);
  assert.deepEqual(trainer.calls[1],
    ['evaluate', new Uint8Array([7]), {iterations: 16, starts: 2000, kicks: 200, think: true, reward, seed: 1}]);
  assert.deepEqual(commands.at(-1), {type: 'evaluation', result: {steps: 16, report: {}}});
});
