// Agents as files: out, in again by picker and by drop, and bad files; what the browser keeps until the next visit.

import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;
let folder;
before(async () => {
  bench = await Bench.start();
  folder = await mkdtemp(path.join(os.tmpdir(), 'backbeat-'));
});
after(async () => {
  await bench?.close();
  await rm(folder, {recursive: true, force: true});
});

const open = async () => { desk = await bench.open(); };
const close = () => desk?.close();

/** Trains for a moment and returns the agent as downloaded. */
async function trainedFile() {
  await desk.click('train');
  await desk.until(({agent}) => agent.origin === 'trained');
  await desk.call('pause');
  await desk.rest('training');
  await desk.unfold('panel_agent', 'download_agent');
  return desk.download(() => desk.click('download_agent'));
}

/** The weights in an agent file: all after its header, which a name given on the way may change. */
function weights(bytes) {
  const header = Number(Buffer.from(bytes).readBigUInt64LE(0));
  return Buffer.from(bytes).subarray(8 + header).toString('hex');
}

async function choose(name, bytes) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  await desk.unfold('panel_agent', 'open_agent');
  const [chooser] = await Promise.all([desk.page.waitForEvent('filechooser'), desk.click('open_agent')]);
  await chooser.setFiles(file);
}

/** Drops a file on the page, or on this control, as a hand would: enter, over, drop. */
async function drop(name, bytes, control) {
  const base64 = Buffer.from(bytes).toString('base64');
  const transfer = await desk.page.evaluateHandle(([fileName, text]) => {
    const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const result = new DataTransfer();
    result.items.add(new File([data], fileName));
    return result;
  }, [name, base64]);
  await desk.page.dispatchEvent('body', 'dragenter', {dataTransfer: transfer});
  const shown = await desk.page.isVisible('#drop');
  await desk.page.dispatchEvent('body', 'dragover', {dataTransfer: transfer});
  const [x, y, width, height] = control ? (await desk.page.evaluate((key) => window.backbeat.widgets()[key], control)) : [0, 0, 0, 0];
  await desk.page.dispatchEvent('body', 'drop', {dataTransfer: transfer, clientX: x + width / 2, clientY: y + height / 2});
  return shown;
}

const clearStore = () => desk.page.evaluate(async () => {
  localStorage.clear();
  await new Promise((resolve) => {
    const request = indexedDB.open('backbeat');
    request.onsuccess = () => {
      const transaction = request.result.transaction('files', 'readwrite');
      transaction.objectStore('files').clear();
      transaction.oncomplete = resolve;
    };
  });
});

describe('an agent goes out and comes back', () => {
  beforeEach(open);
  afterEach(close);

  for (const [how, give] of [['through the picker', choose], ['dropped on the page', drop]]) {
    test(how, async () => {
      const {name, bytes} = await trainedFile();
      assert.match(name, /\.safetensors$/);
      const before = (await desk.state()).agent;
      await desk.rest('saving');
      await clearStore();
      await desk.reload();
      assert.equal((await desk.state()).agent.origin, 'shipped');
      const shown = await give(name, bytes);
      if (give === drop) assert.equal(shown, true, 'the page shows that it takes the file');
      const {agent} = await desk.until((state) => state.agent.origin === 'file');
      assert.equal(agent.env_steps, before.env_steps);
      assert.equal(agent.gradient_steps, before.gradient_steps);
      assert.equal(weights(await desk.agentBytes()), weights(bytes));
      assert.equal(await desk.page.isVisible('#drop'), false);
      assert.deepEqual(desk.problems, []);
    });
  }

  test("dropped on a row's name it plays that row alone, after a reload too, until another is chosen", async () => {
    const {parts} = await desk.state();
    assert.deepEqual(parts.map(({voice}) => voice), ['snare']);
    const {name, bytes} = await trainedFile();
    await desk.call('command', {type: 'set_step', voice: 'hat', step: 0, velocity: 100});
    await desk.inPage((control) => control in window.backbeat.widgets(), 'row_hat');
    await drop(name, bytes, 'row_hat');
    const hat = (state) => state.parts.find(({voice}) => voice === 'hat');
    const seated = await desk.until((state) => hat(state)?.agent && state);
    assert.equal(seated.parts.find(({voice}) => voice === 'snare').agent, '');
    await desk.rest('saving');
    await desk.reload();
    assert.equal(hat(await desk.state()).agent, hat(seated).agent);
    await desk.click('row_hat');
    await desk.clickSettled('row_seat');
    await desk.clickSettled('seat_at_hand');
    await desk.until((state) => hat(state).agent === '');
    assert.deepEqual(desk.problems, []);
  });

  test('by script', async () => {
    const bytes = await desk.agentBytes();
    const card = await desk.page.evaluate((list) => window.backbeat.importAgent(new Uint8Array(list), 'mine.safetensors'), [...bytes]);
    assert.equal(card.origin, 'file');
    assert.equal(weights(await desk.agentBytes()), weights(bytes));
  });
});

describe('bad files are refused with the reason and change nothing', () => {
  beforeEach(open); // some are refused with the same sentence
  afterEach(close);

  async function refused(name, bytes, reason) {
    const before = await desk.state();
    const agent = await desk.agentBytes();
    await drop(name, bytes);
    const {notices} = await desk.until((state) => state.notices.some(({level}) => level === 'error'));
    const {text} = notices.find(({level}) => level === 'error');
    assert.match(text, reason, text);
    assert.match(text, /^[^{}]*\.$/, 'a sentence');
    const after = await desk.state();
    assert.deepEqual(after.agent, before.agent);
    assert.equal(after.snare, before.snare);
    assert.deepEqual(await desk.agentBytes(), agent);
    assert.deepEqual(desk.problems, []);
  }

  test('cut short', async () => {
    const bytes = await desk.agentBytes();
    await refused('short.safetensors', bytes.subarray(0, bytes.length - 100), /./);
  });

  test('a flipped bit in a weight', async () => {
    const bytes = await desk.agentBytes();
    bytes[bytes.length - 41] ^= 0x40;
    await refused('flipped.safetensors', bytes, /./);
  });

  test('not a safetensors file at all', async () => {
    await refused('letter.txt', Buffer.from('this is a letter, not an agent'), /./);
  });

  test('a sound dropped beside the rows, which is told where it belongs', async () => {
    const before = await desk.state();
    await drop('song.mp3', Buffer.from('ID3 this is a song, not an agent'));
    const {notices, agent, samples} = await desk.until((state) => state.notices.length > 0);
    assert.match(notices[0].text, /^Drop song\.mp3 onto the row that is to play it\.$/);
    assert.deepEqual([agent, samples], [before.agent, before.samples]);
  });

  test('empty', async () => {
    await refused('empty.safetensors', new Uint8Array(0), /./);
  });

  test('a header that claims to be huge', async () => {
    const bytes = new Uint8Array(64);
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 40n, true);
    await refused('huge-header.safetensors', bytes, /./);
  });

  test('too large to be one', async () => {
    await refused('film.mov', Buffer.alloc(17e6), /film\.mov is no agent: it has 17 MB/);
  });
});

describe('the next visit', () => {
  beforeEach(open);
  afterEach(close);

  test('brings pattern, tempo, MIDI settings and the trained agent back', async () => {
    await desk.call('setPattern', {kick: 'x..x..x.x..x..x.', snare: '....x...........', locks: '....x...........'});
    await desk.call('setTempo', 97.5);
    await desk.call('command', {type: 'set_midi', channel: 3, snare_note: 40});
    await trainedFile();
    const before = await desk.state();
    const bytes = await desk.agentBytes();
    await desk.rest('saving');
    await desk.reload();
    const {kick, locks, tempo_bpm: tempo, midi, agent, notices} = await desk.state();
    assert.deepEqual([kick, locks, tempo], [before.kick, before.locks, 97.5]);
    assert.deepEqual([midi.channel, midi.snare_note], [3, 40]);
    assert.equal(agent.origin, 'stored');
    assert.equal(weights(await desk.agentBytes()), weights(bytes));
    assert.deepEqual(notices, []);
  });

  test('what was changed a moment before leaving is kept', async () => {
    await desk.call('setTempo', 133);
    await desk.reload();
    assert.equal((await desk.state()).tempo_bpm, 133);
  });

  test('a corrupt store is told and skipped, and the page plays', async () => {
    await desk.close();
    desk = await bench.open({before: (page) => page.addInitScript(() => {
      if (sessionStorage.spoiled) return;
      sessionStorage.spoiled = 'yes';
      localStorage.setItem('backbeat.document', '{"tempo_bpm":');
      const request = indexedDB.open('backbeat', 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore('files');
        store.put({bytes: new Uint8Array([1, 2, 3]), name: 'broken.safetensors'}, 'agent');
      };
    })});
    const {notices, agent, why_no_answer: why} = await desk.state();
    assert.equal(notices.filter(({text}) => /skipped/.test(text)).length, 2);
    assert.equal(agent.origin, 'shipped');
    assert.equal(why, '');
    await desk.click('play');
    assert.equal((await desk.state()).playing, true);
    await desk.rest('saving');
    await desk.reload(); // what was saved since is sound
    assert.deepEqual((await desk.state()).notices.filter(({text}) => /pattern/.test(text)), []);
  });

  test('a document that no longer makes sense is told and skipped', async () => {
    await desk.page.evaluate(() => {
      window.addEventListener('pagehide', () => localStorage.setItem('backbeat.document', '{"tempo_bpm":9000}'));
    });
    await desk.reload();
    const {notices, tempo_bpm: tempo} = await desk.state();
    assert.match(notices[0].text, /pattern.*skipped/);
    assert.equal(tempo, 90, 'as on a first visit');
  });

  test('a browser that keeps nothing is told once, and the page plays', async () => {
    await desk.close();
    desk = await bench.open({before: (page) => page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }});
      Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('denied', 'SecurityError'); }});
    })});
    await desk.call('setTempo', 100);
    await desk.until(({notices}) => notices.some(({text}) => /Nothing is kept/.test(text)));
    assert.equal((await desk.state()).agent.origin, 'shipped');
  });
});
