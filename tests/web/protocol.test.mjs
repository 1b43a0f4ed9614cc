import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkMessage, isOutdated, makeMessage, protocolVersion, toPage, toWorker} from '../../web/protocol.js';

test('an envelope carries version, type and run besides its fields', () => {
  assert.deepEqual(makeMessage('reset', 3, {kicks: '[]'}), {v: protocolVersion, type: 'reset', run: 3, kicks: '[]'});
});

test('fields cannot overwrite the envelope', () => {
  assert.equal(makeMessage('start', 1, {v: 99, type: 'pause', run: 7}).type, 'start');
});

test('another version is an error that names both', () => {
  const message = {...makeMessage('stats', 1), v: protocolVersion + 1};
  assert.throws(() => checkMessage(message, toPage), new RegExp(`${protocolVersion} and ${protocolVersion + 1}.*reload`));
});

test('unknown types, and types of the other direction, are errors', () => {
  assert.throws(() => checkMessage(makeMessage('dance', 1), toWorker), /dance/);
  assert.throws(() => checkMessage(makeMessage('toString', 1), toWorker), /toString/);
  assert.throws(() => checkMessage(makeMessage('stats', 1), toWorker), /stats/);
});

test('messages without a run, and things that are no messages, are errors', () => {
  assert.throws(() => checkMessage({v: protocolVersion, type: 'start'}, toWorker), /run/);
  assert.throws(() => checkMessage({v: protocolVersion, type: 'start', run: -1}, toWorker), /run/);
  for (const thing of [null, undefined, 'start', 7]) assert.throws(() => checkMessage(thing, toWorker), /no object/);
});

test('what is forwarded has to be there, as text', () => {
  assert.doesNotThrow(() => checkMessage(makeMessage('stats', 1, {stats: '{}'}), toPage));
  for (const stats of [undefined, null, {env_steps: 5}]) {
    assert.throws(() => checkMessage(makeMessage('stats', 1, {stats}), toPage), /"stats" has no text "stats"/);
  }
  assert.throws(() => checkMessage(makeMessage('init', 1, {config: '{}', kicks: '[]'}), toWorker), /no text "reward"/);
});

test('a message of an older run is outdated, one of the present run is not', () => {
  assert.equal(isOutdated(makeMessage('stats', 1), 2), true);
  assert.equal(isOutdated(makeMessage('stats', 2), 2), false);
});
