import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Clock, tickMs} from '../../web/clock.js';
import {startWorker} from '../../web/worker_link.js';
import {settle} from './fakes.mjs';

function makeClock() {
  const worker = {sent: [], postMessage(message) { this.sent.push(message); }, terminate() {}};
  const told = {ticks: 0, troubles: 0};
  const clock = new Clock(worker, () => { ++told.ticks; }, () => { ++told.troubles; });
  return {worker, told, clock};
}

test('the worker ticks while the clock runs, and what comes late is nothing', () => {
  const {worker, told, clock} = makeClock();
  clock.start();
  clock.start();
  worker.onmessage();
  clock.stop();
  worker.onmessage();
  assert.deepEqual(worker.sent, ['start', 'stop']);
  assert.equal(told.ticks, 1);
});

test('where the worker breaks, the page ticks itself, at once if it runs and only while it runs', (context) => {
  context.mock.timers.enable({apis: ['setInterval']});
  const {worker, told, clock} = makeClock();
  clock.start();
  worker.onerror();
  assert.equal(told.troubles, 1);
  context.mock.timers.tick(2 * tickMs);
  assert.equal(told.ticks, 2);
  clock.stop();
  context.mock.timers.tick(10 * tickMs);
  assert.equal(told.ticks, 2);
  clock.start();
  context.mock.timers.tick(tickMs);
  assert.equal(told.ticks, 3);
  clock.stop();
});

test('a worker that says nothing is replaced after a while, one that ticks is not', (context) => {
  context.mock.timers.enable({apis: ['setInterval', 'setTimeout']});
  const silent = makeClock();
  silent.clock.start();
  const lively = makeClock();
  lively.clock.start();
  lively.worker.onmessage();
  const stopped = makeClock();
  stopped.clock.start();
  stopped.clock.stop();
  for (let second = 0; second < 4; ++second) context.mock.timers.tick(1000);
  assert.deepEqual([silent, lively, stopped].map(({told}) => told.troubles), [1, 0, 0]);
  assert.ok(silent.told.ticks > 10);
  for (const {clock} of [silent, lively]) clock.stop();
});

test('a worker that the browser refuses is one that breaks, with the reason', async (context) => {
  context.after(() => { delete globalThis.Worker; });
  globalThis.Worker = class { constructor() { throw new Error('refused by a policy'); } };
  const worker = startWorker(new URL('file:///worker.js'), 'training');
  let why = '';
  worker.onerror = ({message}) => { why = message; };
  worker.postMessage('start');
  await settle();
  worker.terminate();
  assert.equal(why, 'refused by a policy');
});
