import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Autosave} from '../../web/autosave.js';

function makeAutosave() {
  const saved = [];
  const names = {a: 'noon.safetensors', b: 'dusk.safetensors'};
  const model = {
    send: () => ({tempo_bpm: 99}),
    exportAgent(side) {
      if (!names[side]) throw new Error('There is no agent.');
      return {name: names[side], bytes: new Uint8Array([7])};
    },
    exportKept: () => [{name: 'kept', bytes: new Uint8Array([8])}],
  };
  const autosave = new Autosave(model, {
    saveDocument: (value) => saved.push(['document', value]),
    saveAgent: (value, side) => saved.push(['agent', side, value]),
    saveKept: (value) => saved.push(['kept', value]),
  });
  return {autosave, saved, names};
}

test('changes in quick succession are saved once, a little later', (context) => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const {autosave, saved} = makeAutosave();
  for (let i = 0; i < 10; i++) {
    autosave.mark({document: true, agent: false});
    context.mock.timers.tick(30);
  }
  assert.deepEqual(saved, []);
  context.mock.timers.tick(400);
  assert.deepEqual(saved, [['document', {tempo_bpm: 99}]]);
});

test('an agent that changes twice a second is saved every few seconds, not never', (context) => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const {autosave, saved} = makeAutosave();
  for (let i = 0; i < 20; i++) {
    autosave.mark({agent: true});
    context.mock.timers.tick(500);
  }
  assert.equal(saved.length, 3);
});

test('leaving the page saves what is unsaved, and only that', (context) => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const {autosave, saved} = makeAutosave();
  autosave.mark({agent: true});
  autosave.flush();
  autosave.flush();
  assert.deepEqual(saved, [['agent', 'a', {name: 'noon.safetensors', bytes: new Uint8Array([7])}]]);
});

test('agent B is saved by itself, and forgotten when it is gone', () => {
  const {autosave, saved, names} = makeAutosave();
  autosave.mark({agent_b: true});
  autosave.flush();
  assert.deepEqual(saved, [['agent', 'b', {name: 'dusk.safetensors', bytes: new Uint8Array([7])}]]);
  delete names.b;
  autosave.mark({agent_b: true});
  autosave.flush();
  assert.deepEqual(saved[1], ['agent', 'b', null]);
});

test('the list of kept agents is saved by itself', () => {
  const {autosave, saved} = makeAutosave();
  autosave.mark({kept: true});
  assert.equal(autosave.underWay, true);
  autosave.flush();
  assert.deepEqual(saved, [['kept', [{name: 'kept', bytes: new Uint8Array([8])}]]]);
});
