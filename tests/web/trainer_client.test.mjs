import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {makeMessage} from '../../web/protocol.js';
import {TrainerClient} from '../../web/trainer_client.js';
import {FakeWorker} from './fakes.mjs';

let workers;
let heard;
let client;

beforeEach(() => {
  workers = [];
  heard = [];
  const listen = (name) => (...values) => heard.push([name, ...values]);
  client = new TrainerClient(
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1);
    },
    {
      onReady: listen('ready'), onState: listen('state'), onStats: listen('stats'), onAgent: listen('agent'),
      onError: listen('error'), onCrash: listen('crash'),
    });
});

test('the worker is started once, with config, kicks and reward', () => {
  const learner = ['{"steps":16}', '["x..."]', '{"terms":{}}'];
  assert.equal(client.ensure(...learner), true);
  assert.equal(client.ensure(...learner), false);
  assert.equal(workers.length, 1);
  const [config, kicks, reward] = learner;
  assert.deepEqual(workers[0].sent, [makeMessage('init', 1, {config, kicks, reward})]);
});

test('run rises with every reset and every loaded agent', () => {
  client.ensure('{}', '[]', '{}');
  client.reset('{}', '[]', '{}');
  client.loadAgent(new Uint8Array(4));
  client.start();
  assert.deepEqual(workers[0].sent.map(({type, run}) => [type, run]),
    [['init', 1], ['reset', 2], ['load_agent', 3], ['start', 3]]);
});

test('what an older learner still had under way is dropped', () => {
  client.ensure('{}', '[]', '{}');
  client.reset('{}', '[]', '{}');
  workers[0].say(makeMessage('stats', 1, {stats: 'old'}));
  workers[0].say(makeMessage('agent', 1, {bytes: new Uint8Array(1)}));
  assert.deepEqual(heard, []);
  assert.ok(!workers[0].types().includes('agent_ack'));
  workers[0].say(makeMessage('stats', 2, {stats: 'new', training_ms: 20, env_steps_per_s: 500}));
  assert.deepEqual(heard, [['stats', 'new', {trainingMs: 20, envStepsPerS: 500}]]);
});

test('an agent is acknowledged once it was taken', () => {
  client.ensure('{}', '[]', '{}');
  const bytes = new Uint8Array([1, 2, 3]);
  workers[0].say(makeMessage('agent', 1, {bytes, training_ms: 40, paused: true}));
  assert.deepEqual(heard, [['agent', bytes, {trainingMs: 40, paused: true}]]);
  assert.equal(workers[0].types().at(-1), 'agent_ack');
});

test('a worker of another version is an error and is stopped', () => {
  client.ensure('{}', '[]', '{}');
  workers[0].say({...makeMessage('ready', 1), v: 0});
  assert.equal(heard[0][0], 'crash');
  assert.match(heard[0][1], /reload/);
  assert.equal(workers[0].terminated, true);
});

test('a crash is told in a sentence, and the next start gets a new worker with a higher run', () => {
  client.ensure('{}', '[]', '{}');
  client.start();
  workers[0].say(makeMessage('error', 1, {message: 'Training stopped: unreachable', fatal: true}));
  assert.deepEqual(heard, [['crash', 'Training stopped: unreachable']]);
  assert.equal(client.link, null);
  client.start(); // without a worker: nothing happens, nothing throws
  assert.equal(client.ensure('{}', '[]', '{}'), true);
  assert.equal(workers[1].sent[0].run, 2);
  workers[0].say(makeMessage('stats', 9, {stats: '{}'}));
  assert.equal(heard.length, 1);
});

test('a script error of the worker is a crash', () => {
  client.ensure('{}', '[]', '{}');
  workers[0].onerror({message: 'out of memory', preventDefault() {}});
  assert.match(heard[0][1], /out of memory/);
});

test('a refusal is no crash', () => {
  client.ensure('{}', '[]', '{}');
  workers[0].say(makeMessage('error', 1, {message: 'No such step.', fatal: false, about: 'set_pattern', id: null}));
  assert.deepEqual(heard, [['error', 'No such step.', 'set_pattern']]);
  assert.ok(client.link);
});

test('a new reward goes to the learner that is there', () => {
  client.ensure('{}', '[]', '{}');
  client.setReward('{"terms":{}}');
  assert.deepEqual(workers[0].sent[1], makeMessage('set_reward', 1, {reward: '{"terms":{}}'}));
});

test('a training worker that says nothing for ten seconds has hung', () => {
  client.ensure('{}', '[]', '{}');
  client.start();
  for (let ms = 0; ms <= 9000; ms += 100) client.watch(ms);
  workers[0].say(makeMessage('stats', 1, {stats: '{}'}));
  for (let ms = 9000; ms <= 18000; ms += 100) client.watch(ms);
  assert.ok(!heard.some(([name]) => name === 'crash'));
  for (let ms = 18000; ms <= 20000; ms += 100) client.watch(ms);
  assert.deepEqual(heard.at(-1), ['crash', 'The training worker stopped answering.']);
});

test('a worker whose program is still on its way has two minutes', () => {
  client.ensure('{}', '[]', '{}');
  client.start();
  for (let ms = 0; ms <= 119000; ms += 100) client.watch(ms);
  assert.deepEqual(heard, []);
  for (let ms = 119000; ms <= 121000; ms += 100) client.watch(ms);
  assert.match(heard.at(-1)[1], /has not come: check the connection/);
});

test('a sleeping machine is not taken for a hung worker', () => {
  client.ensure('{}', '[]', '{}');
  client.start();
  client.watch(0);
  client.watch(3600000);
  assert.deepEqual(heard, []);
});

test('a closed client has no worker, and the next learner gets a new one', () => {
  client.ensure('{}', '[]', '{}');
  client.start();
  client.close();
  assert.equal(workers[0].terminated, true);
  assert.equal(client.link, null);
  workers[0].say(makeMessage('stats', 1, {stats: '{}'}));
  for (let ms = 0; ms <= 20000; ms += 100) client.watch(ms);
  assert.deepEqual(heard, []);
  assert.equal(client.ensure('{}', '[]', '{}'), true);
  client.close();
  client.close();
});

test('an adopted worker goes on with its learner under the new handlers, and the old worker ends', () => {
  client.ensure('{}', '[]', '{}');
  const others = [];
  const other = new TrainerClient(() => workers[workers.push(new FakeWorker()) - 1], {onStats: (stats) => others.push(stats)});
  other.ensure('{}', '[]', '{}');
  other.reset('{}', '[]', '{}');
  other.start();
  client.adopt(other);
  assert.equal(workers[0].terminated, true);
  assert.equal(workers[1].terminated, false);
  assert.equal(other.link, null);
  workers[1].say(makeMessage('stats', 1, {stats: 'old'}));
  workers[1].say(makeMessage('stats', 2, {stats: 'new', training_ms: 20, env_steps_per_s: null}));
  assert.deepEqual(heard, [['stats', 'new', {trainingMs: 20, envStepsPerS: null}]]);
  assert.deepEqual(others, []);
  client.pause();
  assert.deepEqual(workers[1].sent.at(-1), makeMessage('pause', 2));
});
