import assert from 'node:assert/strict';
import {beforeEach, describe, test} from 'node:test';
import createTrainer from '#wasm/trainer.mjs';
import {makeMessage, toPage, checkMessage} from '../../web/protocol.js';
import {TrainingLoop} from '../../web/training_loop.js';

// The learner of these tests: small, and learning from the first steps on.
const config = {steps: 8, hidden_units: 16, hidden_layers: 1, batch_size: 8, warm_up_steps: 16, seed: 3};
const kick = 'x...x...';
const original = {terms: {difference: {weight: 1}}};

// What a learner is made of, as the app's program writes it.
const learner = ({config: own = config, kicks = [kick], reward = original} = {}) =>
  ({config: JSON.stringify(own), kicks: JSON.stringify(kicks), reward: JSON.stringify(reward)});
const optionsText = (options) => ({options: JSON.stringify(options)});
const questionText = (question) => ({question: JSON.stringify(question)});

// A loop under a clock and a queue of our own. Each call into the program takes `callMs` of this clock.
async function makeLoop({callMs = 2, loadTrainer = createTrainer} = {}) {
  const harness = {time: 0, posted: [], turns: [], calls: [], callMs};
  harness.loop = new TrainingLoop({
    loadTrainer: async () => {
      const program = await loadTrainer();
      // Not on the program itself: Emscripten's exports replace themselves at their first call.
      const trainer = Object.create(program);
      trainer._trainer_run = (steps) => {
        harness.time += harness.callMs;
        harness.calls.push(steps);
        return program._trainer_run(steps);
      };
      harness.trainer = trainer;
      return trainer;
    },
    post: (message) => harness.posted.push(checkMessage(structuredClone(message), toPage)),
    yieldTo: (callback) => harness.turns.push(callback),
    now: () => harness.time,
  });
  harness.tell = (type, fields, run = 1) => harness.loop.handle(makeMessage(type, run, fields));
  harness.turn = (count = 1) => {
    for (let i = 0; i < count && harness.turns.length; i++) harness.turns.shift()();
  };
  harness.of = (type) => harness.posted.filter((message) => message.type === type);
  return harness;
}

describe('the training loop with the real trainer', () => {
  let harness;
  beforeEach(async () => {
    harness = await makeLoop();
    await harness.tell('init', learner());
  });

  test('says that it is ready with an agent that has learned nothing, and trains only when told', () => {
    assert.deepEqual(harness.posted.map(({type}) => type), ['ready', 'agent']);
    assert.equal(harness.turns.length, 0);
  });

  test('yields after about 20 ms', async () => {
    await harness.tell('start');
    harness.turn();
    assert.ok(harness.time >= 20 && harness.time < 25, `a chunk of ${harness.time} ms`);
    assert.equal(harness.turns.length, 1);
  });

  test('a pause lands between two chunks and gives the last numbers and the last agent', async () => {
    await harness.tell('start');
    harness.turn(3);
    const steps = harness.calls.reduce((sum, count) => sum + count, 0);
    await harness.tell('agent_ack');
    await harness.tell('pause');
    harness.turn(5);
    assert.equal(harness.calls.reduce((sum, count) => sum + count, 0), steps);
    assert.equal(harness.turns.length, 0);
    assert.equal(JSON.parse(harness.of('stats').at(-1).stats).env_steps, steps);
    assert.equal(harness.posted.at(-1).state, 'paused');
    await harness.tell('start');
    harness.turn();
    assert.ok(harness.calls.reduce((sum, count) => sum + count, 0) > steps);
  });

  test('pause and start in one breath leave one loop running', async () => {
    await harness.tell('start');
    await harness.tell('pause');
    await harness.tell('start');
    harness.turn(3);
    assert.equal(harness.turns.length, 1);
  });

  test('numbers come at most ten times a second, agents at most twice and only after the receipt', async () => {
    await harness.tell('start');
    while (harness.time < 3000) harness.turn();
    const stats = harness.of('stats').length;
    assert.ok(stats >= 20 && stats <= 31, `${stats} stats in 3 s`);
    assert.equal(harness.of('agent').length, 1);
    for (const start = harness.time; harness.time < start + 3000;) {
      harness.turn();
      await harness.tell('agent_ack');
    }
    const agents = harness.of('agent').length - 1;
    assert.ok(agents >= 4 && agents <= 7, `${agents} agents in 3 s`);
  });

  test('an agent of the loop is a safetensors file that the loop takes back', async () => {
    await harness.tell('pause');
    const {bytes} = harness.of('agent')[0];
    assert.equal(String.fromCharCode(bytes[8]), '{');
    await harness.tell('load_agent', {bytes}, 2);
    assert.deepEqual(harness.of('error'), []);
    await harness.tell('evaluate', {id: 7, bytes, ...optionsText({iterations: 4, starts: 50, seed: 1})}, 2);
    const [answer] = harness.of('evaluation');
    assert.equal(answer.id, 7);
    assert.equal(answer.run, 2);
    const {worst} = JSON.parse(answer.result);
    assert.equal(worst.rewards.length, 5);
    assert.equal(worst.rewards[0], -1);
  });

  test('the best answer for a kick is told, with previews when they are asked for', async () => {
    const reward = original;
    await harness.tell('truth', {id: 1, ...questionText({kick: 'x...', reward, previews: false})});
    await harness.tell('truth', {id: 2, ...questionText({kick, reward, previews: true})});
    assert.deepEqual(harness.of('truth').map(({id}) => id), [1, 2]);
    const [first, second] = harness.of('truth').map(({result}) => JSON.parse(result));
    assert.deepEqual(first, {kick: 'x...', best: {snare: '.xxx', reward: 1}});
    assert.equal(second.best.snare, '.xxx.xxx');
    assert.equal(second.previews.overlap.length, 8);
    await harness.tell('truth', {id: 3, ...questionText({reward})});
    const [error] = harness.of('error');
    assert.deepEqual([error.about, error.id, error.fatal], ['truth', 3, false]);
  });

  test('a new reward goes on with the learner, and what is no reward is refused with a sentence', async () => {
    await harness.tell('start');
    harness.turn(3);
    await harness.tell('set_reward', {reward: '{"terms":{"overlap":{"weight":-1}}}'});
    await harness.tell('set_reward', {reward: '{"terms":{"swing":{"weight":1}}}'});
    const [error] = harness.of('error');
    assert.equal(error.about, 'set_reward');
    assert.match(error.message, /^\w.*\.$/);
    const steps = harness.calls.reduce((sum, count) => sum + count, 0);
    await harness.tell('pause');
    assert.equal(JSON.parse(harness.of('stats').at(-1).stats).env_steps, steps);
  });

  test('an evaluation by another reward than the original has a report and no scenarios', async () => {
    await harness.tell('pause');
    const {bytes} = harness.of('agent')[0];
    const options = {kicks: 5, seed: 1, reward: {terms: {backbeat: {weight: 1}}}};
    await harness.tell('evaluate', {id: 1, bytes, ...optionsText(options)});
    await harness.tell('evaluate', {id: 2, bytes, ...optionsText({...options, reward: original})});
    const [other, scenarios] = harness.of('evaluation').map(({result}) => JSON.parse(result));
    assert.equal(other.report.kicks, 5);
    assert.equal(other.best, undefined);
    assert.equal(scenarios.report.kicks, 5);
    assert.equal(scenarios.best.rewards.length, 17);
  });

  test('a bad file is refused, and training goes on with what was there', async () => {
    await harness.tell('start');
    harness.turn(2);
    await harness.tell('load_agent', {bytes: new Uint8Array([1, 2, 3])}, 2);
    const [error] = harness.of('error');
    assert.equal(error.about, 'load_agent');
    assert.equal(error.fatal, false);
    harness.turn(2);
    assert.ok(harness.turns.length === 1);
  });

  test('a file larger than any agent is refused', async () => {
    await harness.tell('evaluate', {id: 1, bytes: new Uint8Array(20e6), options: '{}'});
    assert.match(harness.of('error')[0].message, /larger/);
  });

  test('refused hyper-parameters and patterns get a sentence each', async () => {
    await harness.tell('set_config', {config: '{"learning_rate":-1}'});
    await harness.tell('set_config', {config: '{"learning_rate":'});
    await harness.tell('set_pattern', {kicks: '["x."]'});
    assert.deepEqual(harness.of('error').map(({about}) => about), ['set_config', 'set_config', 'set_pattern']);
    for (const {message} of harness.of('error')) assert.match(message, /^\w.*\.$/);
  });

  test('a reset begins a new run with counters at zero and goes on if it was training', async () => {
    await harness.tell('start');
    harness.turn(10);
    await harness.tell('reset', learner({config: {...config, seed: 4}}), 2);
    assert.equal(harness.of('state').at(-1).state, 'training');
    harness.turn(5);
    await harness.tell('pause', {}, 2);
    const stats = harness.of('stats').at(-1);
    assert.equal(stats.run, 2);
    assert.ok(stats.training_ms <= 5 * 25);
    assert.equal(JSON.parse(stats.stats).policy.length, 8);
  });

  test('a reset that is refused leaves no learner and says why', async () => {
    await harness.tell('start');
    await harness.tell('reset', learner({config: {steps: 1}, kicks: []}), 2);
    assert.equal(harness.of('error')[0].about, 'reset');
    harness.turn(3);
    assert.equal(harness.turns.length, 0);
  });
});

test('calls are halved while they take too long, so that a slow machine still pauses quickly', async () => {
  const harness = await makeLoop({callMs: 50});
  await harness.tell('init', learner());
  await harness.tell('start');
  harness.turn(8);
  assert.equal(harness.calls.at(-1), 1);
});

test('messages that come while the program loads are answered afterwards, in order', async () => {
  let finish;
  const harness = await makeLoop({loadTrainer: () => new Promise((resolve) => { finish = () => resolve(createTrainer()); })});
  const loaded = harness.tell('init', learner());
  await harness.tell('start');
  await harness.tell('pause');
  assert.deepEqual(harness.posted, []);
  finish();
  await loaded;
  assert.deepEqual(harness.posted.map(({type, state}) => state ?? type), ['ready', 'agent', 'training', 'stats', 'paused']);
  assert.equal(harness.posted.at(-1).agent_follows, true);
  await harness.tell('agent_ack');
  assert.equal(harness.posted.at(-1).type, 'agent');
});

test('a trap of the program is a fatal error, and the loop says nothing more', async () => {
  const harness = await makeLoop();
  await harness.tell('init', learner());
  harness.trainer._trainer_run = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  await harness.tell('start');
  harness.turn();
  const [error] = harness.of('error');
  assert.equal(error.fatal, true);
  assert.match(error.message, /unreachable/);
  const count = harness.posted.length;
  await harness.tell('start');
  assert.equal(harness.posted.length, count);
});

test('a program that cannot be loaded is a fatal error', async () => {
  const harness = await makeLoop({loadTrainer: async () => { throw new Error('no network'); }});
  await harness.tell('init', learner());
  assert.match(harness.of('error')[0].message, /no network/);
  assert.equal(harness.of('error')[0].fatal, true);
});

test('a message without the text it should carry is a fatal error that names it', async () => {
  const harness = await makeLoop();
  await harness.tell('init', {...learner(), reward: original});
  const [error] = harness.of('error');
  assert.equal(error.fatal, true);
  assert.match(error.message, /"init" has no text "reward"/);
});

test('a message of another version is a fatal error', async () => {
  const harness = await makeLoop();
  await harness.loop.handle({...makeMessage('init', 1, learner()), v: 0});
  assert.match(harness.of('error')[0].message, /different versions/);
  assert.equal(harness.of('error')[0].fatal, true);
});

test('without a learner the program answers questions, and nothing else', async () => {
  const trained = await makeLoop();
  await trained.tell('init', learner());
  await trained.tell('agent_ack');
  await trained.tell('start');
  trained.turn(30); // more than half a second after the first
  await trained.tell('agent_ack');
  await trained.tell('pause');
  const {bytes, training_ms: trainingMs, paused} = trained.of('agent').at(-1);
  assert.equal(paused, true);
  assert.ok(trainingMs > 0);
  assert.deepEqual(trained.of('agent').slice(0, 2).map(({paused: resting}) => resting), [true, false]);

  const harness = await makeLoop();
  const loading = harness.tell('load', {}, 0);
  const question = {reward: JSON.stringify(original), kicks: 5, seed: 1};
  await harness.tell('judge', {id: 4, bytes, ...question}, 0); // waits for the program
  await loading;
  await harness.tell('evaluate', {id: 5, bytes, ...optionsText({reward: original, kicks: 5, seed: 1})}, 0);
  await harness.tell('judge', {id: 6, bytes: bytes.subarray(9), ...question}, 0);
  await harness.tell('start', {}, 0);
  assert.deepEqual(harness.posted.map(({type, id}) => [type, id]), [['verdict', 4], ['evaluation', 5], ['error', 6]]);
  const [verdict, evaluation] = harness.posted.slice(0, 2).map(({result}) => JSON.parse(result));
  assert.equal(verdict.regret, evaluation.report.regret);
  assert.equal(harness.turns.length, 0);
});
