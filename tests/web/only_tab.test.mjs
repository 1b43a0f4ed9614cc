import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {OnlyTab, otherTabWrote, secondTab} from '../../web/only_tab.js';
import {Autosave} from '../../web/autosave.js';
import {settle} from './fakes.mjs';

// Web Locks of one name: whoever asks first has it until it lets go.
class FakeLocks {
  queue = [];
  holder = null;

  request(name, callback) {
    return new Promise((resolve, reject) => {
      this.queue.push({callback, resolve, reject});
      this.next();
    });
  }

  next() {
    if (this.holder || this.queue.length === 0) return;
    this.holder = this.queue.shift();
    const {holder} = this;
    Promise.resolve().then(holder.callback).then((value) => {
      if (this.holder === holder) this.holder = null;
      holder.resolve(value);
      this.next();
    });
  }

  async query() {
    return {held: this.holder ? [{name: 'backbeat.session'}] : [], pending: []};
  }

  /** The tab that holds it is closed. */
  closeTab() {
    this.holder = null;
    this.next();
  }
}

let locks;
let timers;
let kept; // what the tabs have written

// A tab with a document of its own, which reads what is kept once it knows whether it may write.
function openTab(document, ask = () => locks) {
  const sentences = [];
  const tab = new OnlyTab({
    locks: ask, later: (callback) => timers.push(callback), onSecond: (sentence) => sentences.push(sentence)});
  const autosave = new Autosave({send: () => document}, {saveDocument: (value) => { kept = value; }}, tab);
  const save = async () => {
    autosave.mark({document: true});
    autosave.flush();
    await settle();
  };
  const opened = {tab, sentences, save, read: undefined};
  tab.start().then(() => { opened.read = kept; });
  return opened;
}
const aSecondPasses = async () => {
  for (const callback of timers.splice(0)) callback();
  await settle();
};

beforeEach(() => {
  locks = new FakeLocks();
  timers = [];
  kept = null;
});

test('the only tab writes', async () => {
  const {save, sentences} = openTab('A');
  await settle();
  await save();
  assert.equal(kept, 'A');
  await aSecondPasses();
  assert.deepEqual(sentences, []);
});

test('the second tab says so and writes nothing, however often it changes', async () => {
  const first = openTab('A');
  await settle();
  const second = openTab('B');
  await first.save();
  await aSecondPasses();
  await second.save();
  await second.save();
  assert.equal(kept, 'A');
  assert.deepEqual(second.sentences, [secondTab]);
  assert.deepEqual(first.sentences, []);
});

test('when the first is closed, the second does not replace what that one kept', async () => {
  const first = openTab('A');
  await settle();
  const second = openTab('B');
  await first.save();
  await aSecondPasses();
  locks.closeTab();
  await settle();
  await second.save();
  assert.equal(kept, 'A');
  assert.equal(second.tab.mayWrite, false);
});

test('a page that takes the place of the one before reads what that one wrote last, and writes then', async () => {
  const before = openTab('A');
  await settle();
  const reloaded = openTab('A again');
  await settle();
  assert.equal(reloaded.read, undefined, 'not yet');
  await before.save();
  locks.closeTab();
  await settle();
  assert.equal(reloaded.read, 'A');
  await reloaded.save();
  assert.equal(kept, 'A again');
  await aSecondPasses();
  assert.deepEqual(reloaded.sentences, []);
});

const never = () => new Promise(() => {});
const noLocks = {
  'no locks on a page that is not secure': () => undefined,
  'a getter that throws': () => { throw new Error('SecurityError'); },
  'a request that throws': () => ({request() { throw new Error('SecurityError'); }}),
  'a request that gives no promise': () => ({request() {}}),
  'a request that is refused': () => ({request: async () => { throw new Error('SecurityError'); }}),
  'a lock manager that never answers': () => ({request: never, query: never}),
  'a lock that never comes although nobody has it': () => ({request: never, query: async () => ({held: []})}),
  'a lock manager that cannot be asked': () => ({request: never}),
};
for (const [what, ask] of Object.entries(noLocks)) {
  test(`with ${what}, a tab writes until it notices that another has`, async () => {
    const {tab, sentences, save} = openTab('A', ask);
    for (let second = 0; second < 3; ++second) await aSecondPasses();
    await save();
    assert.equal(kept, 'A');
    kept = 'of another tab';
    tab.otherWrote();
    tab.otherWrote();
    await save();
    assert.equal(kept, 'of another tab');
    assert.deepEqual(sentences, [otherTabWrote]);
  });
}
