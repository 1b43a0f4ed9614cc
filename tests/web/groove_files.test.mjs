// Grooves as links, sound and whole sessions.

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import createApp from '#wasm/app.mjs';

import {App} from '../../web/app.js';
import {linkOf, openLink, openSession, sessionFile} from '../../web/groove_files.js';
import {decodeLink, encodeLink} from '../../web/groove_link.js';
import {Model} from '../../web/model.js';
import {encodeWav} from '../../web/wav.js';

const newModel = async () => new Model(new App(await createApp()), () => {});
const address = {origin: 'https://example.org', pathname: '/backbeat/'};

describe('a link', () => {
  it('brings the pattern, its sound, its tempo, its band and its sliders to somebody else', async () => {
    const mine = await newModel();
    mine.send({type: 'starter', name: 'UK garage'});
    mine.send({type: 'set_band', name: 'Duo'});
    mine.send({type: 'set_detail', voice: 'kick', step: 0, micro: -12, probability: 60});
    mine.send({type: 'set_sound', voice: 'snare', pitch: 0.7});
    mine.send({type: 'set_term', term: 'density', weight: 0.8, mode: 'target', level: 0.5});
    const link = await linkOf(mine, address);
    assert.ok(link.length < 8000, `${link.length} characters`);
    const theirs = await newModel();
    theirs.send({type: 'set_step', voice: 'kick', step: 3, velocity: 90});
    const before = theirs.send({type: 'document'});
    await openLink(theirs, link.slice(link.indexOf('#')));
    const [a, b] = [mine, theirs].map((model) => model.send({type: 'state'}));
    for (const key of ['voices', 'details', 'tempo_bpm', 'parts', 'kit', 'sounds', 'steps', 'signature']) {
      assert.deepEqual(b[key], a[key], key);
    }
    theirs.send({type: 'undo'});
    assert.deepEqual(theirs.send({type: 'document'}).bank, before.bank);
  });

  it('that was cut off, changed or made by a newer page gets a sentence, and nothing changes', async () => {
    const model = await newModel();
    const link = await encodeLink(model.send({type: 'groove'}));
    const before = model.send({type: 'document'});
    for (let cut = 4; cut < link.length; cut += 11) {
      await assert.rejects(openLink(model, link.slice(0, cut)), /damaged/);
    }
    for (let at = 4; at < link.length; at += 9) {
      const other = link[at] === 'A' ? 'B' : 'A';
      await assert.rejects(openLink(model, link.slice(0, at) + other + link.slice(at + 1)), /damaged/);
    }
    await assert.rejects(openLink(model, await encodeLink({version: 9, slot: {}})), /newer version/);
    await assert.rejects(openLink(model, await encodeLink({version: 1})), /no pattern/);
    await assert.rejects(openLink(model, await encodeLink({version: 1, slot: {steps: 5000}})), /damaged/);
    await assert.rejects(decodeLink(`#g1.0.${'A'.repeat(70_000)}`), /too long/);
    assert.deepEqual(model.send({type: 'document'}), before);
  });
});

describe('everything as one file', () => {
  it('comes back with all patterns', async () => {
    const mine = await newModel();
    mine.send({type: 'starter', name: 'House'});
    mine.send({type: 'select_slot', slot: 3});
    mine.send({type: 'randomise', voice: 'low_tom', seed: 3});
    const text = sessionFile(mine);
    const theirs = await newModel();
    openSession(theirs, text, 'mine.backbeat');
    assert.deepEqual(theirs.send({type: 'document'}), mine.send({type: 'document'}));
  });

  it('that is none gets a sentence, and nothing changes', async () => {
    const model = await newModel();
    const before = model.send({type: 'document'});
    const damaged = JSON.parse(sessionFile(model));
    damaged.document.bank[2].steps = -1;
    const withAgent = {...JSON.parse(sessionFile(model)), agent: 'AAAA'};
    withAgent.document.bank[0].rows.kick = withAgent.document.bank[0].rows.kick.map(() => 50);
    for (const text of [JSON.stringify(withAgent), JSON.stringify({...withAgent, agent: '!'}), '', '{}', 'null', '[1]', '{"backbeat": 9}', JSON.stringify(damaged)]) {
      assert.throws(() => openSession(model, text, 'bad.backbeat'), Error);
    }
    assert.deepEqual(model.send({type: 'document'}), before);
  });
});

describe('a sound file', () => {
  it('says its rate, its channels and its bits, and holds the samples', () => {
    const left = Float32Array.from([0, 1, -1, 0.5]);
    const right = Float32Array.from([0.25, 2, -2, 0]);
    for (const bits of [16, 24]) {
      const bytes = encodeWav([left, right], 44100, bits);
      const view = new DataView(bytes.buffer);
      const text = (at) => String.fromCharCode(...bytes.slice(at, at + 4));
      assert.deepEqual([text(0), text(8), text(12), text(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
      assert.equal(view.getUint32(4, true), bytes.length - 8);
      assert.deepEqual([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)], [2, 44100, bits]);
      assert.equal(view.getUint32(40, true), (4 * 2 * bits) / 8);
      const read = (i) => (bits === 16
        ? view.getInt16(44 + 2 * i, true) / 32767
        : ((view.getInt16(45 + 3 * i, true) << 8) | view.getUint8(44 + 3 * i)) / 8388607);
      const expected = [0, 0.25, 1, 1, -1, -1, 0.5, 0];
      expected.forEach((value, i) => assert.ok(Math.abs(read(i) - value) < 1e-4, `${bits} bits, sample ${i}: ${read(i)}`));
    }
  });
});
