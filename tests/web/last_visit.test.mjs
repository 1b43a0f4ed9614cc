import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {bringBack} from '../../web/last_visit.js';
import {settle} from './fakes.mjs';

let model;
let timers;
const later = (callback) => timers.push(callback);
const nothingStored = {loadDocument: () => null, loadAside: () => null, loadAgent: async () => null, loadKept: async () => [], async setAside() {}};

beforeEach(() => {
  timers = [];
  model = {
    agent: null,
    status: 'idle',
    notices: [],
    send(command) {
      if (command.type === 'state') return {agent: this.agent, training: {status: this.status}};
      if (command.type === 'load_agent') this.agent = command.origin;
      return null;
    },
    notice(level, text) { this.notices.push(text); },
  };
});

test('the agent that comes with the page is there when the page shows itself', async () => {
  await bringBack(model, nothingStored, Promise.resolve(new Uint8Array(1)), later);
  assert.equal(model.agent, 'shipped');
  assert.deepEqual(model.notices, []);
});

test('a server that does not answer holds the page up for a second only, and the agent is loaded when it comes', async () => {
  let arrive;
  const done = bringBack(model, nothingStored, new Promise((resolve) => { arrive = resolve; }), later);
  await settle();
  timers.shift()();
  await done;
  assert.equal(model.agent, null);
  assert.match(model.notices[0], /still on its way/);
  arrive(new Uint8Array(1));
  await settle();
  assert.equal(model.agent, 'shipped');
});

test('an agent that comes late does not replace what was trained or opened meanwhile', async () => {
  let arrive;
  const done = bringBack(model, nothingStored, new Promise((resolve) => { arrive = resolve; }), later);
  await settle();
  timers.shift()();
  await done;
  model.agent = 'trained';
  arrive(new Uint8Array(1));
  await settle();
  assert.equal(model.agent, 'trained');
});

test('an agent that comes late does not take the place of one that is being trained', async () => {
  let arrive;
  const done = bringBack(model, nothingStored, new Promise((resolve) => { arrive = resolve; }), later);
  await settle();
  timers.shift()();
  await done;
  model.status = 'training';
  arrive(new Uint8Array(1));
  await settle();
  assert.equal(model.agent, null);
});

test('what this page refuses is kept aside, and what an earlier one did comes back when there is nothing newer', async () => {
  const aside = [];
  const refusing = {...nothingStored, loadDocument: () => ({version: 99}), loadAside: () => ({version: 98}), setAside: async (what) => aside.push(what)};
  const restored = [];
  const {send} = model;
  model.send = (command) => {
    if (command.type !== 'restore') return send.call(model, command);
    if (command.document.version > 98) throw new Error('It comes from a newer version.');
    restored.push(command.document.version);
    return null;
  };
  await bringBack(model, refusing, Promise.resolve(new Uint8Array(1)), later);
  assert.deepEqual(aside, ['document']);
  assert.deepEqual(restored, [98]);
  assert.match(model.notices[0], /skipped, and a copy kept: It comes from a newer version/);
});

test('an agent that cannot be fetched is told of', async () => {
  await bringBack(model, nothingStored, Promise.reject(new Error('the server said 404')), later);
  assert.match(model.notices[0], /press Train.*404/);
});
