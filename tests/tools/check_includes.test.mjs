import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFile, parseDependencies } from '../../tools/check_includes.mjs';

const dependencies = parseDependencies(`
backbeat_library(core EXTERNAL json)
backbeat_library(rhythm DEPENDS core)
if(EMSCRIPTEN)
  backbeat_library(ui DEPENDS rhythm EXTERNAL imgui embedded)
endif()
backbeat_library(trainer
  DEPENDS rhythm)
`);

test('a folder may include what it depends on, directly or not', () => {
  assert.deepEqual([...dependencies.get('ui')], ['ui', 'rhythm', 'core']);
  assert.deepEqual([...dependencies.get('trainer')], ['trainer', 'rhythm', 'core']);
  assert.deepEqual(checkFile('ui/panel.cpp', '#include "core/rng.h"\n#include "ui/look.h"\n', dependencies), []);
});

test('an include against the direction is named with its line', () => {
  const [problem] = checkFile('core/rng.h', '\n#include "rhythm/pattern.h"\n', dependencies);
  assert.equal(problem, 'src/core/rng.h:2: core may not include rhythm');
});

test('an include that does not start at src is refused', () => {
  assert.equal(checkFile('rhythm/a.cpp', '#include "pattern.h"', dependencies).length, 1);
  assert.equal(checkFile('rhythm/a.cpp', '#include "../core/rng.h"', dependencies).length, 1);
});

test('the platform, clocks and generators are known to ui and to the *_api.cpp files only', () => {
  for (const line of ['#include <emscripten.h>', '#include <chrono>', '#include <random>', '#include "imgui.h"', '#ifdef __EMSCRIPTEN__']) {
    assert.notEqual(checkFile('trainer/trainer.cpp', line, dependencies).length, 0, line);
    assert.equal(checkFile('trainer/trainer_api.cpp', line, dependencies).length, 0, line);
    assert.equal(checkFile('ui/panel.cpp', line, dependencies).length, 0, line);
  }
});

test('distributions of the standard library are refused everywhere', () => {
  assert.equal(checkFile('ui/panel.cpp', 'std::uniform_int_distribution<int> die(1, 6);', dependencies).length, 1);
});

test('a room has arrows of its own: up the house they are refused', () => {
  const rooms = parseDependencies(`
backbeat_library(session/song)
backbeat_library(session/player DEPENDS session/song)
backbeat_library(session DEPENDS session/player)
backbeat_library(session/wire DEPENDS session)`);
  const include = (file) => `#include "${file}"`;
  assert.deepEqual(checkFile('session/player/player.h', include('session/song/slot.h'), rooms), []);
  assert.deepEqual(checkFile('session/wire/commands.h', include('session/session.h'), rooms), []);
  assert.match(checkFile('session/song/slot.h', include('session/player/player.h'), rooms)[0], /session\/song may not include session\/player/);
  assert.match(checkFile('session/player/player.h', include('session/session.h'), rooms)[0], /may not include session/);
  assert.match(checkFile('session/session.h', include('session/wire/commands.h'), rooms)[0], /may not include session\/wire/);
});

test('a folder that the build does not know is a mistake', () => {
  assert.match(checkFile('extra/a.cpp', '', dependencies)[0], /no backbeat_library/);
});
