import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Database, NoAnswer, Storage} from '../../web/storage.js';
import {FakeLocalStorage, settle} from './fakes.mjs';

// IndexedDB as it behaves on a bad day. `opens` says what each open() does in turn, the last one ever after.
class FakeIndexedDB {
  items = new Map();
  connections = [];
  opened = 0;

  constructor(...opens) {
    this.opens = opens;
  }

  open() {
    const fate = this.opens[Math.min(this.opened++, this.opens.length - 1)];
    const request = {};
    if (fate === 'hang') return request;
    if (fate === 'throw') throw new Error('denied');
    queueMicrotask(() => {
      if (fate === 'fail') {
        request.error = new Error('corrupt');
        return request.onerror();
      }
      if (fate === 'block') return request.onblocked();
      const connection = new FakeConnection(this, fate);
      this.connections.push(connection);
      request.result = connection;
      return request.onsuccess();
    });
    return request;
  }
}

class FakeConnection {
  closed = false;

  constructor(factory, fate) {
    this.factory = factory;
    this.fate = fate;
  }

  close() {
    this.closed = true;
  }

  transaction() {
    if (this.closed) throw Object.assign(new Error('The connection is closing.'), {name: 'InvalidStateError'});
    const {items} = this.factory;
    const transaction = {};
    const store = {
      get: (key) => ({result: items.get(key)}),
      put: (value, key) => (items.set(key, value), {}),
      delete: (key) => (items.delete(key), {}),
    };
    if (this.fate === 'stuck') return {objectStore: () => store};
    queueMicrotask(() => {
      if (this.fate !== 'full') return transaction.oncomplete();
      transaction.error = Object.assign(new Error('full'), {name: 'QuotaExceededError'});
      return transaction.onabort();
    });
    return Object.assign(transaction, {objectStore: () => store});
  }
}

let timers;
const later = (callback) => timers.push(callback);
const aSecondPasses = async () => {
  for (let i = 0; i < 4; i++) await settle();
  for (const callback of timers.splice(0)) callback();
  await settle();
};
const databaseOn = (factory) => new Database(() => factory, later, () => {});

beforeEach(() => {
  timers = [];
});

test('what was put is got, over one connection', async () => {
  const factory = new FakeIndexedDB('work');
  const database = databaseOn(factory);
  await database.put('agent', 7);
  assert.equal(await database.get('agent'), 7);
  await database.remove('agent');
  assert.equal(await database.get('agent'), undefined);
  assert.equal(factory.opened, 1);
});

for (const [what, fate] of [['an open that never answers', 'hang'], ['a transaction that never ends', 'stuck']]) {
  test(`${what} is given up after a second, and the next request opens anew`, async () => {
    const factory = new FakeIndexedDB(fate, 'work');
    const database = databaseOn(factory);
    const asked = assert.rejects(database.get('agent'), NoAnswer);
    await aSecondPasses();
    await asked;
    factory.items.set('agent', 3);
    assert.equal(await database.get('agent'), 3);
  });
}

for (const fate of ['throw', 'fail', 'block']) {
  test(`a first attempt that ends in "${fate}" is made once more`, async () => {
    const factory = new FakeIndexedDB(fate, 'work');
    factory.items.set('agent', 5);
    assert.equal(await databaseOn(factory).get('agent'), 5);
    assert.equal(factory.opened, 2);
  });

  test(`two attempts that end in "${fate}" are an error, and a later request tries again`, async () => {
    const factory = new FakeIndexedDB(fate, fate, 'work');
    const database = databaseOn(factory);
    await assert.rejects(database.get('agent'));
    assert.equal(await database.get('agent'), undefined);
  });
}

test('a connection that died, or that a newer version asked for, is opened again', async () => {
  const factory = new FakeIndexedDB('work');
  const database = databaseOn(factory);
  await database.put('agent', 1);
  factory.connections[0].close(); // without a word, as after the system's sleep
  assert.equal(await database.get('agent'), 1);
  factory.connections[1].onclose();
  assert.equal(await database.get('agent'), 1);
  factory.connections[2].onversionchange();
  assert.equal(factory.connections[2].closed, true);
  assert.equal(await database.get('agent'), 1);
  assert.equal(factory.opened, 4);
});

test('a full disk is not tried twice', async () => {
  const factory = new FakeIndexedDB('full');
  await assert.rejects(databaseOn(factory).put('agent', 1), {name: 'QuotaExceededError'});
  assert.equal(factory.opened, 1);
});

test('an agent that nobody could read is told of once and not written over', async () => {
  const factory = new FakeIndexedDB('hang', 'hang', 'work');
  factory.items.set('agent', 'of last time');
  const troubles = [];
  const storage = new Storage({
    local: () => new FakeLocalStorage(), database: databaseOn(factory), onTrouble: (sentence) => troubles.push(sentence)});
  for (const side of ['a', 'b']) {
    const loaded = storage.loadAgent(side);
    await aSecondPasses();
    assert.equal(await loaded, null);
  }
  assert.equal(troubles.length, 1);
  assert.match(troubles[0], /does not answer.*left as it is.*reload/);
  await storage.saveAgent({bytes: new Uint8Array(1), name: 'new'});
  assert.equal(factory.items.get('agent'), 'of last time');
  assert.equal(troubles.length, 1);
});

for (const fate of ['throw', 'fail', 'block']) {
  test(`nor is one that a store with "${fate}" did not give; where there was none, the new one is kept`, async () => {
    for (const [kept, after] of [['of last time', 'of last time'], [undefined, 'new']]) {
      const factory = new FakeIndexedDB(fate, fate, 'work');
      if (kept) factory.items.set('agent', kept);
      const troubles = [];
      const storage = new Storage({
        local: () => new FakeLocalStorage(), database: databaseOn(factory), onTrouble: (sentence) => troubles.push(sentence)});
      assert.equal(await storage.loadAgent('a'), null);
      await storage.saveAgent({bytes: new Uint8Array(1), name: 'new'});
      const stored = factory.items.get('agent');
      assert.equal(stored?.name ?? stored, after);
      assert.equal(troubles.length, 1, 'told when it was asked for');
    }
  });
}
