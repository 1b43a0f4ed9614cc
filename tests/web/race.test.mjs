import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {makeMessage} from '../../web/protocol.js';
import {Race} from '../../web/race.js';
import {TrainerClient} from '../../web/trainer_client.js';
import {FakeWorker, settle} from './fakes.mjs';

const reward = '{"terms":{"lhl":{"weight":1}}}';
const judgedBy = {kicks: 100, seed: 9};

let workers;
let heard;
let verdicts; // asked for and not given yet: {bytes, options, resolve, reject}
let race;

const createWorker = () => workers[workers.push(new FakeWorker()) - 1];
const begin = (count = 2) => race.begin(
  {configs: Array.from({length: count}, (_, i) => `{"seed":${i + 1}}`), kicks: '["x..."]', reward, seconds: 20, judgedBy});
const agent = (worker, seconds, {paused = false, run = 1} = {}) => {
  const bytes = new Uint8Array([workers.indexOf(worker), seconds]);
  worker.say(makeMessage('agent', run, {bytes, training_ms: 1000 * seconds, paused}));
};
const stats = (worker, seconds) => worker.say(makeMessage('stats', 1, {stats: '{}', training_ms: 1000 * seconds}));
const give = async (regret) => {
  verdicts.shift().resolve(`regret ${regret}`);
  await settle();
};
const of = (name) => heard.filter(([type]) => type === name).map(([, ...values]) => values);

beforeEach(() => {
  workers = [];
  heard = [];
  verdicts = [];
  const listen = (name) => (...values) => heard.push([name, ...values]);
  race = new Race({
    createWorker,
    evaluation: {
      judge: (bytes, options) => new Promise((resolve, reject) => verdicts.push({bytes, options, resolve, reject})),
    },
    handlers: {
      onStats: listen('stats'), onVerdict: listen('verdict'), onDropped: listen('dropped'), onJudgeFailed: listen('failed'),
    },
  });
});

test('each runner has a worker and a learner of its own, and all start', () => {
  begin(3);
  assert.equal(race.on, true);
  assert.deepEqual(workers.map(({sent}) => sent), [1, 2, 3].map((seed) => [
    makeMessage('init', 1, {config: `{"seed":${seed}}`, kicks: '["x..."]', reward}), makeMessage('start', 1)]));
});

test('what the musician does goes to all of them', () => {
  begin();
  race.pause();
  race.start();
  race.setKicks('["..x."]');
  race.setReward('{"terms":{}}');
  race.setConfigs(['first', 'second']);
  for (const [i, worker] of workers.entries()) {
    assert.deepEqual(worker.sent.slice(2), [
      makeMessage('pause', 1), makeMessage('start', 1), makeMessage('set_pattern', 1, {kicks: '["..x."]'}),
      makeMessage('set_reward', 1, {reward: '{"terms":{}}'}),
      makeMessage('set_config', 1, {config: ['first', 'second'][i]})]);
  }
});

test('agents are judged one at a time and by turns, on the same kicks, not oftener than once a second of training', async () => {
  begin();
  agent(workers[0], 0.1);
  assert.equal(verdicts.length, 0, 'nothing is learned yet');
  agent(workers[0], 1);
  agent(workers[1], 1);
  assert.equal(verdicts.length, 1);
  assert.deepEqual(verdicts[0].options, {reward, ...judgedBy});
  agent(workers[0], 3); // came while its last one is being judged
  await give(0.5);
  assert.deepEqual([...verdicts[0].bytes], [1, 1], 'the other comes first');
  await give(0.4);
  assert.deepEqual([...verdicts[0].bytes], [0, 3]);
  await give(0.3);
  agent(workers[0], 3.5);
  assert.equal(verdicts.length, 0);
  assert.deepEqual(of('verdict').map(([runner, {seconds, verdict}]) => [runner, seconds, verdict]),
    [[0, 1, 'regret 0.5'], [1, 1, 'regret 0.4'], [0, 3, 'regret 0.3']]);
});

test('a runner that has trained long enough pauses, and its last agent is judged as the last', async () => {
  begin();
  stats(workers[0], 19.9);
  assert.ok(!workers[0].types().includes('pause'));
  stats(workers[0], 20);
  stats(workers[0], 20);
  assert.equal(workers[0].types().filter((type) => type === 'pause').length, 1);
  agent(workers[0], 19.8); // was on its way
  await give(0.2);
  agent(workers[0], 20, {paused: true});
  await give(0.1);
  assert.deepEqual(of('verdict').map(([, {seconds, finished}]) => [seconds, finished]), [[19.8, false], [20, true]]);
  // A pause and a start of the musician do not wake it.
  race.pause();
  race.start();
  assert.equal(workers[0].types().filter((type) => type === 'start').length, 1);
  assert.equal(workers[1].types().filter((type) => type === 'start').length, 2);
});

test('the agent of a musician\'s pause is not the last', async () => {
  begin();
  race.pause();
  agent(workers[0], 5, {paused: true});
  await give(0.2);
  assert.equal(of('verdict')[0][1].finished, false);
});

test('another reward: verdicts by the old one are dropped, and what is there is judged by the new one', async () => {
  begin();
  agent(workers[0], 2);
  const other = '{"terms":{"density":{"weight":-1}}}';
  race.setReward(other);
  await give(0.2);
  assert.deepEqual(of('verdict'), []);
  assert.deepEqual(verdicts[0].options.reward, other);
  await give(0.7);
  assert.deepEqual(of('verdict').map(([runner, {verdict}]) => [runner, verdict]), [[0, 'regret 0.7']]);
});

test('a runner that dies is dropped with its sentence; the others go on', async () => {
  begin();
  agent(workers[0], 2);
  workers[0].onerror({message: 'cosmic ray', preventDefault() {}});
  assert.deepEqual(of('dropped').length, 1);
  assert.match(of('dropped')[0][1], /cosmic ray/);
  await give(0.2);
  assert.deepEqual(of('verdict'), [], 'nobody asks for its verdict any more');
  agent(workers[1], 2);
  await give(0.3);
  assert.equal(of('verdict')[0][0], 1);
  assert.equal(workers[1].terminated, false);
});

test('a learner that is refused, or that hangs, is dropped too', () => {
  begin();
  workers[0].say(makeMessage('error', 1, {message: 'gamma goes from 0 to 0.999.', fatal: false, about: 'reset', id: null}));
  assert.deepEqual(of('dropped'), [[0, 'gamma goes from 0 to 0.999.']]);
  assert.equal(workers[0].terminated, true);
  workers[1].say(makeMessage('ready', 1));
  for (let ms = 0; ms <= 11000; ms += 100) race.watch(ms);
  assert.deepEqual(of('dropped')[1], [1, 'The training worker stopped answering.']);
  assert.equal(race.on, false);
});

test('the best is handed over with its learner, the others end', async () => {
  const trainer = new TrainerClient(createWorker, {onStats: (numbers, {trainingMs}) => heard.push(['kept', numbers, trainingMs])});
  begin();
  race.keep(1, trainer);
  assert.equal(race.on, false);
  assert.deepEqual(workers.map(({terminated}) => terminated), [true, false]);
  stats(workers[1], 21);
  assert.deepEqual(heard, [['kept', '{}', 21000]]);
});

test('stop ends all of them, and a verdict that comes later is dropped', async () => {
  begin();
  agent(workers[0], 2);
  race.stop();
  await give(0.2);
  assert.deepEqual(of('verdict'), []);
  assert.ok(workers.every(({terminated}) => terminated));
});

test('a failed verdict is tried again; after three in a row it is told', async () => {
  begin();
  agent(workers[0], 2);
  const fail = async () => {
    verdicts.shift().reject(new Error('The evaluation worker broke.'));
    await settle();
  };
  await fail();
  await give(0.2);
  assert.equal(of('verdict').length, 1);
  agent(workers[0], 4);
  await fail();
  await fail();
  assert.deepEqual(of('failed'), []);
  race.handlers.onJudgeFailed = (sentence) => {
    heard.push(['failed', sentence]);
    race.stop();
  };
  await fail();
  assert.deepEqual(of('failed'), [['The evaluation worker broke.']]);
  assert.equal(verdicts.length, 0);
});
