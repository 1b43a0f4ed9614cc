import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {makeRequestHandlers} from '../../web/requests.js';
import {settle} from './fakes.mjs';

// Text that is only passed on.
const config = '{"steps":16}';
const kicks = '["x..."]';
const reward = '{"terms":{"lhl":{"weight":1}}}';

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
let progress;
let scripting;

beforeEach(() => {
  trainer = new FakeTrainer();
  evaluation = new FakeEvaluation();
  commands = [];
  progress = [];
  const send = (command) => commands.push(command);
  race = {on: false};
  scripting = {state: () => ({race: {winner: 1}, evaluation: {status: 'ready'}}), emit() {}};
  handlers = makeRequestHandlers({
    trainer,
    evaluation,
    model: {send, report: send, exportAgent: () => ({name: 'agent.safetensors', bytes: new Uint8Array([7])})},
    race,
    samples: {set() {}},
    progress: {
      start: (...values) => progress.push(['start', ...values]),
      setReward: (...values) => progress.push(['setReward', ...values]),
      stop: () => progress.push(['stop']),
      again: () => progress.push(['again']),
    },
    heartbeat: {setTraining() {}},
    scripting,
  });
});

test('a learner gets the reward with its kicks, new or reset', () => {
  handlers.train_reset({config, kicks, reward});
  handlers.train_reset({config, kicks, reward});
  assert.deepEqual(trainer.calls, [
    ['ensure', config, kicks, reward],
    ['ensure', config, kicks, reward],
    ['reset', config, kicks, reward],
  ]);
});

test('a moved slider is told to the learner', () => {
  handlers.train_reward({type: 'train_reward', reward});
  assert.deepEqual(trainer.calls, [['setReward', reward]]);
});

test('the best answer comes back to the model, without the training worker', async () => {
  evaluation.answers.truth = '{"best":null}';
  handlers.truth({type: 'truth', question: '{"kick":"x..."}'});
  await settle();
  assert.deepEqual(evaluation.calls, [['truth', '{"kick":"x..."}']]);
  assert.deepEqual(commands, [{type: 'truth', result: '{"best":null}'}]);
});

test('a question that fails is answered too, so that the next one can come', async () => {
  evaluation.answers.truth = new Error('The evaluation stopped.');
  handlers.truth({type: 'truth', question: '{"kick":"x..."}'});
  await settle();
  assert.deepEqual(commands, [{type: 'truth_error'}]);
});

test('an evaluation is of the agent that plays, by the options of its request', async () => {
  evaluation.answers.evaluate = '{"steps":16}';
  handlers.evaluate({type: 'evaluate', options: '{"kicks":200}'});
  await settle();
  assert.deepEqual(trainer.calls, []);
  assert.deepEqual(evaluation.calls[0], ['evaluate', new Uint8Array([7]), '{"kicks":200}']);
  assert.deepEqual(commands.at(-1), {type: 'evaluation', result: '{"steps":16}'});
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
  handlers.race_start({configs: [config, config], kicks, reward, seconds: 20, judged_by: {kicks: 9, seed: 1}});
  handlers.train_pause({});
  handlers.train_start({config, kicks, reward});
  handlers.train_kicks({kicks: '["..x."]'});
  handlers.train_reward({reward});
  assert.deepEqual(calls, [
    ['close'], ['begin', {configs: [config, config], kicks, reward, seconds: 20, judgedBy: {kicks: 9, seed: 1}}],
    ['pause'], ['start'], ['setKicks', '["..x."]'], ['setReward', reward]]);
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
