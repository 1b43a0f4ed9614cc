import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {EvaluationClient} from '../../web/evaluation_client.js';
import {makeMessage} from '../../web/protocol.js';
import {FakeWorker} from './fakes.mjs';

let workers;
let crashes;
let timers;
let client;

beforeEach(() => {
  workers = [];
  crashes = [];
  timers = new Map();
  let next = 1;
  client = new EvaluationClient({
    createWorker: () => workers[workers.push(new FakeWorker()) - 1],
    onCrash: (sentence) => crashes.push(sentence),
    later: (callback) => {
      timers.set(next, callback);
      return next++;
    },
    cancel: (timer) => timers.delete(timer),
  });
});

const question = '{"kick":"x..."}';

test('a question that comes while the page loads waits, and then starts the worker without a learner', async () => {
  const answer = client.truth(question);
  assert.equal(workers.length, 0);
  client.open();
  assert.deepEqual(workers[0].sent, [makeMessage('load', 0), makeMessage('truth', 0, {id: 1, question})]);
  workers[0].say(makeMessage('truth', 0, {id: 1, result: '{"best":null}'}));
  assert.equal(await answer, '{"best":null}');
});

test('nothing is started before something is asked', () => {
  client.open();
  assert.equal(workers.length, 0);
});

test('answers go to those who asked, in any order', async () => {
  client.open();
  const first = client.evaluate(new Uint8Array(1), '{"kicks":10}');
  const second = client.judge(new Uint8Array(2), {reward: '{}', kicks: 10, seed: 1});
  const third = client.truth(question);
  assert.equal(workers.length, 1);
  workers[0].say(makeMessage('error', 0, {message: 'This is no agent.', fatal: false, about: 'judge', id: 2}));
  workers[0].say(makeMessage('truth', 0, {id: 3, result: 'third'}));
  workers[0].say(makeMessage('evaluation', 0, {id: 1, result: 'first'}));
  await assert.rejects(second, /no agent/);
  assert.equal(await third, 'third');
  assert.equal(await first, 'first');
});

test('a crash is told, fails what was asked, and the next question starts a new worker', async () => {
  client.open();
  const lost = client.evaluate(new Uint8Array(1), '{}');
  workers[0].onerror({message: 'out of memory', preventDefault() {}});
  await assert.rejects(lost, /evaluation worker broke: out of memory/);
  assert.equal(crashes.length, 1);
  assert.match(crashes[0], /out of memory/);
  assert.equal(workers[0].terminated, true);
  const answer = client.truth(question);
  assert.equal(workers.length, 2);
  workers[1].say(makeMessage('truth', 0, {id: 2, result: '{}'}));
  assert.equal(await answer, '{}');
});

test('a fatal error is a crash', async () => {
  client.open();
  const lost = client.truth(question);
  workers[0].say(makeMessage('error', 0, {message: 'The evaluation stopped: unreachable', fatal: true, id: null}));
  await assert.rejects(lost, /unreachable/);
  assert.deepEqual(crashes, ['The evaluation stopped: unreachable']);
});

test('an idle worker ends after a while, but not one that has a question', async () => {
  client.open();
  const answered = client.truth(question);
  workers[0].say(makeMessage('truth', 0, {id: 1, result: '{}'}));
  await answered;
  assert.equal(timers.size, 1);
  const waiting = client.truth(question);
  assert.equal(timers.size, 1, 'the question put the end off, and is watched itself');
  workers[0].say(makeMessage('truth', 0, {id: 2, result: '{}'}));
  await waiting;
  [...timers.values()][0]();
  assert.equal(workers[0].terminated, true);
  client.truth(question);
  assert.equal(workers.length, 2);
});

test('a worker that does not answer is given up, and the next question starts another', async () => {
  client.open();
  const waiting = client.truth(question);
  [...timers.values()][0]();
  await assert.rejects(waiting, /does not answer/);
  assert.equal(workers[0].terminated, true);
  assert.equal(crashes.length, 1);
  assert.equal(timers.size, 0);
  client.truth(question);
  assert.equal(workers.length, 2);
});

test('a worker that cannot start is told of once, not at every question, and again after it had answered', async () => {
  client.open();
  const ask = async () => {
    const answer = client.truth(question);
    workers.at(-1).onerror({message: 'refused'});
    await assert.rejects(answer, /refused/);
  };
  await ask();
  await ask();
  assert.equal(crashes.length, 1);
});
