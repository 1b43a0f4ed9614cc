import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLength } from '../../tools/check_sizes.mjs';

const lines = (count) => 'x\n'.repeat(count);

test('a file of 400 lines is let through, one of 401 is not', () => {
  assert.deepEqual(checkLength('web/main.js', lines(400)), []);
  assert.match(checkLength('web/main.js', lines(401))[0], /web\/main\.js has 401 lines, more than 400/);
});

test('a header of the session has 150', () => {
  assert.deepEqual(checkLength('src/session/session.h', lines(150)), []);
  assert.equal(checkLength('src/session/player/player.h', lines(151)).length, 1);
  assert.deepEqual(checkLength('src/session/session.cpp', lines(300)), []);
});
