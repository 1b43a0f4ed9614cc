import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Progress} from '../../web/progress.js';
import {settle} from './fakes.mjs';

let asked; // what waits for its verdict
let verdicts;
let timers;
let progress;
const bytes = new Uint8Array(1);
const after = (updates) => ({updates, seconds: updates / 100});

beforeEach(() => {
  asked = [];
  verdicts = [];
  timers = [];
  progress = new Progress({
    evaluation: {judge: (file, options) => new Promise((resolve, reject) => { asked.push({options, resolve, reject}); })},
    onVerdict: ({updates, verdict}) => verdicts.push([updates, verdict]),
    later: (callback) => timers.push(callback),
  });
  progress.start('reward', {kicks: 100, seed: 7});
});

async function answer(verdict) {
  asked.shift().resolve(verdict);
  await settle();
  timers.splice(0).forEach((callback) => callback());
  await settle();
}

test('marks are judged first and all of them, of the others the newest alone, one at a time', async () => {
  progress.add(bytes, after(5));
  progress.add(bytes, after(6));
  progress.addMark(bytes, after(1));
  progress.add(bytes, after(7));
  progress.addMark(bytes, after(10));
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0].options, {reward: 'reward', kicks: 100, seed: 7});
  for (const verdict of ['a', 'b', 'c', 'd']) await answer(verdict);
  assert.deepEqual(verdicts, [[5, 'a'], [1, 'b'], [10, 'c'], [7, 'd']]);
  assert.equal(progress.underWay, false);
});

test('another reward drops what was asked by the old one', async () => {
  progress.add(bytes, after(5));
  progress.setReward('other');
  await answer('old');
  assert.deepEqual(verdicts, []);
  progress.add(bytes, after(6));
  assert.equal(asked[0].options.reward, 'other');
  await answer('new');
  assert.deepEqual(verdicts, [[6, 'new']]);
});

test('the same reward goes on where it was', () => {
  progress.add(bytes, after(5));
  progress.start('reward', {kicks: 100, seed: 7});
  assert.equal(progress.underWay, true);
});

test('a judge that fails three times in a row is not asked any more, and nothing is asked before a start', async () => {
  for (let turn = 0; turn < 3; turn++) {
    progress.add(bytes, after(turn));
    asked.shift().reject(new Error('gone'));
    await settle();
    timers.splice(0).forEach((callback) => callback());
  }
  progress.add(bytes, after(9));
  assert.equal(asked.length, 0);
  progress.start('reward', {kicks: 100, seed: 7});
  progress.add(bytes, after(9));
  assert.equal(asked.length, 1);
  progress.stop();
  progress.addMark(bytes, after(10));
  assert.equal(asked.length, 1);
});
