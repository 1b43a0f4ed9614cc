import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bringBack} from '../../web/last_visit.js';
import {Model} from '../../web/model.js';
import {Scripting} from '../../web/scripting.js';
import {whyUnsupported} from '../../web/support.js';
import {settle} from './fakes.mjs';

// An app that keeps the commands it got and gives the requests it is told to.
class FakeApp {
  commands = [];
  requests = [];
  answers = {};

  command(command, bytes) {
    this.commands.push(bytes ? [command, bytes] : command);
    const answer = this.answers[command.type];
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(command) : answer;
  }

  outbox() {
    return this.requests.splice(0);
  }
}

test('requests wait until somebody can carry them out', () => {
  const app = new FakeApp();
  const model = new Model(app, () => {});
  app.requests.push({type: 'set_volume', volume: 0.5});
  model.send({type: 'play'});
  const done = [];
  model.connect({set_volume: ({volume}) => done.push(volume)});
  assert.deepEqual(done, [0.5]);
});

test('requests are carried out after each command, in order, also those that a handler causes', () => {
  const app = new FakeApp();
  let changes = 0;
  const model = new Model(app, () => changes++);
  const done = [];
  model.connect({
    first() {
      done.push('first');
      app.requests.push({type: 'third'});
      model.send({type: 'stop'});
    },
    second: () => done.push('second'),
    third: () => done.push('third'),
  });
  app.requests.push({type: 'first'}, {type: 'second'});
  model.send({type: 'play'});
  assert.deepEqual(done, ['first', 'second', 'third']);
  assert.equal(changes, 2);
});

test('a refusal is thrown by send and shown by report', () => {
  const app = new FakeApp();
  app.answers.set_tempo = new Error('Tempo goes from 20 to 300.');
  const model = new Model(app, () => {});
  assert.throws(() => model.send({type: 'set_tempo'}), /20 to 300/);
  model.report({type: 'set_tempo'});
  assert.deepEqual(app.commands.at(-1), {type: 'notice', level: 'error', text: 'Tempo goes from 20 to 300.'});
});

test('a request that goes wrong is shown and keeps the others from nothing', () => {
  const app = new FakeApp();
  const model = new Model(app, () => {});
  const done = [];
  model.connect({
    download() { throw new Error('There is no agent.'); },
    save: () => done.push('save'),
  });
  app.requests.push({type: 'download'}, {type: 'save'});
  model.drain();
  assert.deepEqual(done, ['save']);
  assert.equal(app.commands.at(-1).text, 'There is no agent.');
});

// --- The last visit ---

// What comes with the page is on the list of agents, too.
const atHand = [{type: 'add_kept', name: 'agent-16.safetensors', origin: 'shipped'}, new Uint8Array([9])];

function visit({document = null, agent = null, agentB = null, shipped = Promise.resolve(new Uint8Array([9])), answers = {}, kept = [], aside = []}) {
  const app = new FakeApp();
  app.answers = answers;
  const model = new Model(app, () => {});
  const storage = {setAside: async () => {}, loadAside: () => null, loadDocument: () => document, loadAgent: async (side) => (side === 'b' ? agentB : agent),
    loadKept: async () => kept, setAsideKept: async (refused) => aside.push(...refused)};
  return bringBack(model, storage, shipped).then(settle).then(() => app.commands);
}

test('a first visit plays the shipped agent', async () => {
  assert.deepEqual(await visit({}), [
    {type: 'first_visit'},
    [{type: 'load_agent', name: 'agent-16.safetensors', origin: 'shipped'}, new Uint8Array([9])],
    atHand,
  ]);
});

test('the last document and agent come back', async () => {
  const commands = await visit({document: {tempo_bpm: 90}, agent: {name: 'mine', bytes: new Uint8Array([5])}});
  assert.deepEqual(commands, [
    {type: 'restore', origin: 'stored', document: {tempo_bpm: 90}},
    [{type: 'load_agent', name: 'mine', origin: 'stored'}, new Uint8Array([5])],
    atHand,
  ]);
});

test('the list of agents comes back, with the one of the page; what is refused stays aside', async () => {
  const kept = [{name: 'good', bytes: new Uint8Array([5])}, {name: 'bad', bytes: new Uint8Array([6])}];
  const aside = [];
  const commands = await visit({
    kept,
    aside,
    answers: {add_kept: ({name}) => { if (name === 'bad') throw new Error('It is cut short.'); }},
  });
  const added = commands.filter((command) => command[0]?.type === 'add_kept').map(([{name, origin}]) => [name, origin]);
  assert.deepEqual(added, [['good', 'stored'], ['bad', 'stored'], ['agent-16.safetensors', 'shipped']]);
  assert.deepEqual(aside, [kept[1]]);
  assert.match(commands.find(({type}) => type === 'notice').text, /"bad" is skipped, and a copy kept/);
});

test('an agent that was put aside comes back to side B, whoever plays', async () => {
  const agentB = {name: 'other', bytes: new Uint8Array([6])};
  const back = [{type: 'load_agent', name: 'other', origin: 'stored', side: 'b'}, new Uint8Array([6])];
  for (const agent of [null, {name: 'mine', bytes: new Uint8Array([5])}]) {
    const commands = await visit({agent, agentB});
    assert.equal(commands.length, 4);
    assert.deepEqual(commands[2], back);
  }
});

test('a document and an agent that the model refuses are told, and the shipped agent plays', async () => {
  const commands = await visit({
    document: {},
    agent: {name: 'mine', bytes: new Uint8Array([5])},
    answers: {
      restore: new Error('It has no pattern.'),
      load_agent: ({origin}) => {
        if (origin === 'stored') throw new Error('It is cut short.');
      },
    },
  });
  const notices = commands.filter(({type}) => type === 'notice').map(({text}) => text);
  assert.deepEqual(notices, [
    'Your pattern of last time is skipped, and a copy kept: It has no pattern.',
    'Your agent of last time is skipped, and a copy kept: It is cut short.',
  ]);
  assert.ok(commands.some((command) => command[0]?.type === 'load_agent' && command[0].origin === 'shipped'));
});

test('a shipped agent that cannot be loaded is told with what to do', async () => {
  const commands = await visit({shipped: Promise.reject(new Error('the server said 404'))});
  assert.match(commands.find(({type}) => type === 'notice').text, /press Train.*404/);
});

// --- Scripting ---

test('scripting turns calls into commands and throws the sentence of a refusal', () => {
  const app = new FakeApp();
  const backbeat = new Scripting(new Model(app, () => {}));
  backbeat.setPattern('x...');
  backbeat.setPattern({snare: '..x.', locks: '..x.'});
  backbeat.setTempo(90);
  backbeat.setDensity(-0.5);
  backbeat.setDynamics(false);
  backbeat.abStore();
  backbeat.abClear();
  assert.deepEqual(app.commands, [
    {type: 'set_pattern', kick: 'x...'},
    {type: 'set_pattern', snare: '..x.', locks: '..x.'},
    {type: 'set_tempo', tempo_bpm: 90},
    {type: 'set_density', density: -0.5},
    {type: 'set_dynamics', on: false},
    {type: 'ab_store'},
    {type: 'ab_clear'},
  ]);
  app.answers.ab_toggle = {side: 'b'};
  assert.equal(backbeat.abToggle(), 'b');
  app.answers.set_steps = new Error('A pattern has 2 to 1024 steps.');
  assert.throws(() => backbeat.setSteps(1), /2 to 1024/);
});

test('scripting has the sequencer and undo', () => {
  const app = new FakeApp();
  const backbeat = new Scripting(new Model(app, () => {}));
  backbeat.setGroove({swing_percent: 60});
  backbeat.setDetail('hat', 3, {ratchets: 2});
  backbeat.setVoice('rim', {mute: true});
  backbeat.selectSlot(4);
  backbeat.undo();
  backbeat.redo();
  assert.deepEqual(app.commands, [
    {type: 'set_groove', swing_percent: 60},
    {type: 'set_detail', voice: 'hat', step: 3, ratchets: 2},
    {type: 'set_voice', voice: 'rim', mute: true},
    {type: 'select_slot', slot: 4},
    {type: 'undo'},
    {type: 'redo'},
  ]);
});

test('an evaluation by script resolves with the report or rejects with the sentence', async () => {
  const app = new FakeApp();
  const backbeat = new Scripting(new Model(app, () => {}));
  const good = backbeat.evaluate({starts: 10});
  assert.deepEqual(app.commands.at(-1), {type: 'evaluate', starts: 10});
  backbeat.emit('evaluation', {status: 'ready', result: {reached: 1}});
  assert.deepEqual(await good, {reached: 1});
  const bad = backbeat.evaluate();
  backbeat.emit('evaluation', {status: 'failed', sentence: 'The worker is gone.'});
  await assert.rejects(bad, /gone/);
  app.answers.evaluate = new Error('There is no agent.');
  await assert.rejects(backbeat.evaluate(), /no agent/);
});

// --- Support ---

test('this Node has all that the page needs', () => {
  assert.equal(whyUnsupported({WebAssembly, Worker: class {}}), '');
});

test('each missing part has its sentence', () => {
  assert.match(whyUnsupported({}), /WebAssembly/);
  assert.match(whyUnsupported({WebAssembly: {validate: () => false}}), /SIMD/);
  assert.match(whyUnsupported({WebAssembly}), /workers/);
});

test('what an event tells is made for the first listener who looks, and once', () => {
  const scripting = new Scripting(new Model(new FakeApp(), () => {}));
  let made = 0;
  const make = () => ({env_steps: ++made});
  scripting.emitLazily('stats', make);
  assert.equal(made, 0);
  const seen = [];
  for (let i = 0; i < 2; i++) scripting.addEventListener('stats', ({detail}) => seen.push(detail));
  scripting.emitLazily('stats', make);
  assert.deepEqual(seen, [{env_steps: 1}, {env_steps: 1}]);
});
