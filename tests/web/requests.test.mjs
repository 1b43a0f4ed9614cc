import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {makeRequestHandlers} from '../../web/requests.js';
import {settle} from './fakes.mjs';

const reward = {terms: {lhl: {weight: 1}}, liked: null};

// Keeps what it is called with; `answers` are what its questions resolve or reject with.
class FakeTrainer {
  calls = [];
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

}

class FakeEvaluation {
  calls = [];
  answers = {};

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
let evaluation;
let commands;
let handlers;
let race;
let scripting;

beforeEach(() => {
  trainer = new FakeTrainer();
  evaluation = new FakeEvaluation();
  commands = [];
  const send = (command) => {
    commands.push(command);
    return {name: 'agent.safetensors'};
  };
  race = {on: false};
  scripting = {state: () => ({race: {winner: 1}, evaluation: {status: 'ready'}}), emit() {}};
  handlers = makeRequestHandlers({
    trainer,
    evaluation,
    model: {send, report: send, app: {bytes: () => new Uint8Array([7])}},
    race,
    heartbeat: {setTraining() {}},
    scripting,
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

test('the best answer comes back to the model, without the training worker', async () => {
  evaluation.answers.truth = {kick: 'x...', best: null};
  handlers.truth({type: 'truth', kick: 'x...', reward, previews: true});
  await settle();
  assert.deepEqual(evaluation.calls, [['truth', {kick: 'x...', reward, previews: true}]]);
  assert.deepEqual(commands, [{type: 'truth', result: {kick: 'x...', best: null}}]);
});

test('a question that fails is answered too, so that the next one can come', async () => {
  evaluation.answers.truth = new Error('The evaluation stopped.');
  handlers.truth({type: 'truth', kick: 'x...', reward, previews: false});
  await settle();
  assert.deepEqual(commands, [{type: 'truth_error'}]);
});

test('an evaluation is judged by the reward of its request', async () => {
  evaluation.answers.evaluate = {steps: 16, report: {}};
  handlers.evaluate({type: 'evaluate', iterations: 16, starts: 2000, kicks: 200, think: true, reward, seed: 1});
  await settle();
  assert.deepEqual(trainer.calls, []);
  assert.deepEqual(evaluation.calls[0],
    ['evaluate', new Uint8Array([7]), {iterations: 16, starts: 2000, kicks: 200, think: true, reward, seed: 1}]);
  assert.deepEqual(commands.at(-1), {type: 'evaluation', result: {steps: 16, report: {}}});
});

test('while a race is on, its runners are told what the learner would be, and the one learner has ended', () => {
  const calls = [];
  const note = (name) => (...values) => calls.push([name, ...values]);
  race.begin = (start) => {
    calls.push(['begin', start]);
    race.on = true;
  };
  Object.assign(race, {start: note('start'), pause: note('pause'), setKicks: note('setKicks'), setReward: note('setReward')});
  trainer.close = note('close');
  handlers.race_start({configs: [{}, {}], kicks: ['x...'], reward, seconds: 20, judged_by: {kicks: 9, seed: 1}});
  handlers.train_pause({});
  handlers.train_start({config: {}, kicks: ['x...'], reward});
  handlers.train_kicks({kicks: ['..x.']});
  handlers.train_reward({reward});
  assert.deepEqual(calls, [
    ['close'], ['begin', {configs: [{}, {}], kicks: ['x...'], reward, seconds: 20, judgedBy: {kicks: 9, seed: 1}}],
    ['pause'], ['start'], ['setKicks', ['..x.']], ['setReward', reward]]);
  assert.deepEqual(trainer.calls, []);
});

test('the end of a race is told once the model is through with it', async () => {
  const told = [];
  race.keep = (runner) => {
    assert.equal(runner, 1);
    trainer.training = true;
  };
  scripting.emit = (...values) => told.push(values);
  handlers.race_keep({runner: 1});
  assert.deepEqual(told, []);
  await settle();
  assert.deepEqual(told, [['race', {winner: 1}]]);
});
