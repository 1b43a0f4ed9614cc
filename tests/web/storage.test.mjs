import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {isSessionKey, Storage} from '../../web/storage.js';
import {FakeDatabase, FakeLocalStorage} from './fakes.mjs';

let local;
let database;
let troubles;
let storage;

beforeEach(() => {
  local = new FakeLocalStorage();
  database = new FakeDatabase();
  troubles = [];
  storage = new Storage({local: () => local, database, onTrouble: (sentence) => troubles.push(sentence)});
});

test('a first visit finds nothing and hears nothing', async () => {
  assert.equal(storage.loadDocument(), null);
  assert.equal(storage.loadMidiPort('out'), null);
  assert.equal(await storage.loadAgent(), null);
  assert.deepEqual(troubles, []);
});

test('document, MIDI port and agent come back', async () => {
  storage.saveDocument({tempo_bpm: 120});
  storage.saveMidiPort('out', {id: 'a/0', name: 'TR-8S'});
  await storage.saveAgent({bytes: new Uint8Array([1, 2]), name: 'noon.safetensors'});
  assert.deepEqual(storage.loadDocument(), {tempo_bpm: 120});
  assert.deepEqual(storage.loadMidiPort('out'), {id: 'a/0', name: 'TR-8S'});
  assert.deepEqual(await storage.loadAgent(), {bytes: new Uint8Array([1, 2]), name: 'noon.safetensors'});
});

test('the agents of both sides come back apart, and B can be gone', async () => {
  const [a, b] = [1, 2].map((byte) => ({bytes: new Uint8Array([byte]), name: `${byte}.safetensors`}));
  await storage.saveAgent(a, 'a');
  await storage.saveAgent(b, 'b');
  assert.deepEqual(await storage.loadAgent('a'), a);
  assert.deepEqual(await storage.loadAgent('b'), b);
  await storage.saveAgent(null, 'b');
  assert.deepEqual(await storage.loadAgent('a'), a);
  assert.equal(await storage.loadAgent('b'), null);
});

test('a corrupt document is told and skipped', () => {
  local.items.set('backbeat.document', '{"tempo');
  assert.equal(storage.loadDocument(), null);
  assert.match(troubles[0], /pattern.*skipped/);
});

test('a MIDI port of a wrong shape is no port', () => {
  local.items.set('backbeat.midi_port', '{"id":7}');
  assert.equal(storage.loadMidiPort('out'), null);
});

test('a corrupt agent is told and skipped', async () => {
  for (const stored of ['bytes', {bytes: [1, 2], name: 'x'}, {bytes: new Uint8Array(1)}, null]) {
    troubles.length = 0;
    database.items.set('agent', stored);
    assert.equal(await storage.loadAgent(), null);
    assert.match(troubles[0], /agent.*skipped/);
  }
});

test('a browser that forbids storage is like a first visit, and is told once at saving', async () => {
  const forbidden = () => { throw Object.assign(new Error('denied'), {name: 'SecurityError'}); };
  storage = new Storage({
    local: forbidden,
    database: {get: async () => forbidden(), put: async () => forbidden()},
    onTrouble: (sentence) => troubles.push(sentence),
  });
  assert.equal(storage.loadDocument(), null);
  assert.equal(await storage.loadAgent(), null);
  assert.deepEqual(troubles, []);
  storage.saveDocument({});
  await storage.saveAgent({bytes: new Uint8Array(1), name: 'x'});
  storage.saveDocument({});
  assert.equal(troubles.length, 1);
  assert.match(troubles[0], /does not allow/);
});

for (const [name, words] of [['UnknownError', /has failed \(UnknownError: backing store\)/], ['VersionError', /has failed \(VersionError/]]) {
  test(`a store that fails with ${name} is told at once, by its reason, and what may be there is not written over`, async () => {
    const failing = async () => { throw Object.assign(new Error('backing store'), {name}); };
    storage = new Storage({local: () => local, database: {get: failing, put: failing}, onTrouble: (sentence) => troubles.push(sentence)});
    assert.equal(await storage.loadAgent(), null);
    assert.equal(troubles.length, 1);
    assert.match(troubles[0], words);
    assert.match(troubles[0], /^The browser's storage.*agent of last time, if there was one, is not here/);
    await storage.saveAgent({bytes: new Uint8Array(1), name: 'x'});
    assert.match(troubles[1], /^The agent is not kept for your next visit: the browser's storage has failed.*Download it/);
  });
}

test('a full storage is told once', () => {
  local.setItem = () => { throw Object.assign(new Error(), {name: 'QuotaExceededError'}); };
  storage.saveDocument({});
  storage.saveDocument({});
  assert.deepEqual(troubles, ["Your patterns and settings are not kept for your next visit: the browser's storage is full."]);
});

test('what could not be read is kept aside, the first of it, and comes back for a page that can read it', async () => {
  local.items.set('backbeat.document', '{"version": 99}');
  await storage.setAside('document');
  storage.saveDocument({version: 2});
  await storage.setAside('document');
  assert.deepEqual(storage.loadAside(), {version: 99});
  local.items.delete('backbeat.document_aside');
  local.items.set('backbeat.document', '{torn');
  assert.equal(storage.loadDocument(), null);
  assert.equal(local.items.get('backbeat.document_aside'), '{torn');
  assert.equal(storage.loadAside(), null);
  assert.equal(troubles.length, 1, 'of the document, not of what is aside');
  const [old, next] = [{bytes: new Uint8Array([9]), name: 'old'}, {bytes: new Uint8Array([1]), name: 'new'}];
  await storage.saveAgent(old);
  await storage.setAside('a');
  await storage.saveAgent(next);
  await storage.setAside('a');
  assert.deepEqual(database.items.get('agent_aside'), old);
});

test('the list of kept agents comes back, without what is no agent', async () => {
  const [first, second] = [1, 2].map((byte) => ({bytes: new Uint8Array([byte]), name: `${byte}`}));
  assert.deepEqual(await storage.loadKept(), []);
  await storage.saveKept([first, second]);
  assert.deepEqual(await storage.loadKept(), [first, second]);
  database.items.set('kept_agents', [null, {name: 'no bytes'}, second]);
  assert.deepEqual(await storage.loadKept(), [second]);
  database.items.set('kept_agents', 'torn');
  assert.deepEqual(await storage.loadKept(), []);
  assert.deepEqual(troubles, []);
});

test('a list of kept agents that could not be read is not written over, and the first refused stay aside', async () => {
  const [old, next] = [1, 2].map((byte) => [{bytes: new Uint8Array([byte]), name: `${byte}`}]);
  await storage.saveKept(old);
  await storage.setAsideKept(old);
  await storage.setAsideKept(next);
  assert.deepEqual(database.items.get('kept_agents_aside'), old);
  const {get} = database;
  database.get = async () => { throw Object.assign(new Error('backing store'), {name: 'UnknownError'}); };
  assert.deepEqual(await storage.loadKept(), []);
  database.get = get;
  await storage.saveKept(next);
  assert.deepEqual(database.items.get('kept_agents'), old);
  assert.match(troubles[0], /agent of last time.*is not here/);
  database.items.delete('kept_agents');
  await storage.saveKept(next);
  assert.deepEqual(await storage.loadKept(), next, 'there was nothing after all');
});

test('other tabs hear that an agent was kept, as they hear of a document', async () => {
  await storage.saveAgent({bytes: new Uint8Array([9]), name: 'old'});
  const stamp = local.items.get('backbeat.agent_saved');
  assert.ok(isSessionKey('backbeat.agent_saved') && isSessionKey('backbeat.document') && !isSessionKey('backbeat.midi_port'));
  await storage.saveAgent({bytes: new Uint8Array([9]), name: 'old'});
  assert.notEqual(local.items.get('backbeat.agent_saved'), stamp);
});
