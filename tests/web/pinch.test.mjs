// Two fingers, as the app program gets them.

import assert from 'node:assert/strict';
import {beforeEach, describe, test} from 'node:test';
import {phase, Pinch} from '../../web/pinch.js';

let told;
let pinch;
beforeEach(() => {
  told = [];
  pinch = new Pinch({
    pointer: (what, kind, x, y) => told.push(['pointer', what, x, y]),
    zoom: (x, y, factor) => told.push(['zoom', x, y, factor]),
    wheel: (x, y, dx) => told.push(['wheel', x, y, dx]),
  });
});

const finger = (pointerId, what, at, more = {}) =>
  pinch.take({pointerType: 'touch', pointerId, isPrimary: pointerId === 1, ...more}, what, at);

describe('two fingers', () => {
  test('one finger and a mouse are nobody\'s pinch', () => {
    assert.equal(finger(1, phase.down, [10, 10]), false);
    assert.equal(finger(1, phase.move, [50, 10]), false);
    assert.equal(finger(1, phase.up, [50, 10]), false);
    assert.equal(finger(7, phase.down, [0, 0], {pointerType: 'mouse'}), false);
    assert.deepEqual(told, []);
  });

  test('a second one ends what the first had begun, and as they part all gets larger between them', () => {
    finger(1, phase.down, [100, 50]);
    assert.equal(finger(2, phase.down, [200, 50]), true);
    assert.deepEqual(told, [['pointer', phase.cancel, 100, 50]]);
    told = [];
    assert.equal(finger(2, phase.move, [300, 50]), true);
    assert.deepEqual(told, [['zoom', 200, 50, 2], ['wheel', 200, 50, -50]]);
  });

  test('moved together they scroll', () => {
    finger(1, phase.down, [100, 50]);
    finger(2, phase.down, [200, 50]);
    told = [];
    finger(1, phase.move, [80, 50]);
    finger(2, phase.move, [180, 50]);
    const moved = told.filter(([what]) => what === 'wheel').reduce((sum, [, , , dx]) => sum + dx, 0);
    const larger = told.filter(([what]) => what === 'zoom').reduce((product, [, , , factor]) => product * factor, 1);
    assert.equal(moved, 20);
    assert.ok(Math.abs(larger - 1) < 1e-9);
  });

  test('until both are lifted the one that stays does nothing, then the next one draws again', () => {
    finger(1, phase.down, [100, 50]);
    finger(2, phase.down, [200, 50]);
    assert.equal(finger(2, phase.up, [200, 50]), true);
    told = [];
    assert.equal(finger(1, phase.move, [20, 50]), true);
    assert.deepEqual(told, []);
    assert.equal(finger(1, phase.up, [20, 50]), true);
    assert.equal(finger(3, phase.down, [5, 5], {isPrimary: true}), false);
  });

  test('fingers on one place make nothing infinitely large', () => {
    finger(1, phase.down, [100, 50]);
    finger(2, phase.down, [100, 50]);
    told = [];
    finger(2, phase.move, [150, 50]);
    assert.deepEqual(told.map(([what]) => what), ['wheel']);
  });
});
