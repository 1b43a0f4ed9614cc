// Grooves leave the page and come into it: notes, sound, one file of everything, and links.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {parseMidi} from 'midi-file';
import {Bench} from './browser.mjs';

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const rowsOf = async (desk) => (await desk.state()).voices.map(({name, row}) => `${name} ${row}`);

/** Gives a file to the page's picker. */
async function open(desk, name, bytes) {
  const [chooser] = await Promise.all([desk.page.waitForEvent('filechooser'), desk.click('open_groove')]);
  await chooser.setFiles({name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes)});
}

describe('a groove', () => {
  let desk;
  before(async () => {
    desk = await bench.open();
    await desk.call('command', {type: 'starter', name: 'UK garage'});
    await desk.unfold('panel_groove', 'song_add');
    await desk.reveal('save_midi');
  });
  after(() => desk.close());

  test('is saved as notes, which come back as the same rows', async () => {
    const {name, bytes} = await desk.download(() => desk.click('save_midi'));
    assert.match(name, /\.mid$/);
    const {header, tracks} = parseMidi(bytes);
    assert.equal(header.format, 1);
    const hits = (await desk.state()).voices.reduce((sum, {velocities}) => sum + velocities.filter((velocity) => velocity > 0).length, 0);
    assert.equal(tracks.flat().filter(({type}) => type === 'noteOn').length, hits);
    const before = await rowsOf(desk);
    await desk.call('command', {type: 'select_slot', slot: 5});
    await open(desk, name, bytes);
    await desk.until(({notices}) => notices.some(({text}) => /is in pattern F/.test(text)));
    assert.deepEqual(await rowsOf(desk), before);
    assert.equal((await desk.state()).tempo_bpm, 132);
    await desk.call('undo');
    assert.notDeepEqual(await rowsOf(desk), before);
    await desk.call('command', {type: 'select_slot', slot: 0});
  });

  test('is saved as sound: as long as a bar and its tail, as loud as it is heard', async () => {
    const {name, bytes} = await desk.download(() => desk.click('save_wav'));
    assert.match(name, /\.wav$/);
    assert.equal(bytes.toString('latin1', 0, 4), 'RIFF');
    assert.equal(bytes.readUInt32LE(24), 48000);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + 44 + bytes.readUInt32LE(40)));
    const barSeconds = 4 * 60 / 132;
    assert.ok(Math.abs(samples.length / 2 / 48000 - barSeconds - 2) < 0.01, `${samples.length / 96000} s`);
    const peak = (from, to) => samples.subarray(Math.round(from * 96000), Math.round(to * 96000)).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(peak(0, 0.05) > 3000, `the kick on one: ${peak(0, 0.05)}`);
    assert.ok(peak(barSeconds + 1.9, barSeconds + 2) < 100, 'it has died away');
  });

  test('goes as a link: whoever opens it has it in the first pattern, and undo brings back their own', async () => {
    await desk.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.click('share_link');
    await desk.until(({notices}) => notices.some(({text}) => /link is copied/.test(text)));
    const link = await desk.page.evaluate(() => navigator.clipboard.readText());
    assert.ok(link.includes('#g1.') && link.length < 8000, `${link.length} characters`);
    const before = await rowsOf(desk);
    const theirs = await bench.open();
    const own = await rowsOf(theirs);
    await theirs.page.evaluate((fragment) => { location.hash = fragment; }, link.slice(link.indexOf('#')));
    await theirs.inPage(() => window.backbeat?.state().notices.some(({text}) => /groove of the link/.test(text)));
    assert.deepEqual(await rowsOf(theirs), before);
    assert.equal(await theirs.page.evaluate(() => location.hash), '');
    await theirs.call('undo');
    assert.deepEqual(await rowsOf(theirs), own);
    await theirs.close();
  });

  test('a damaged link says so, and the page goes on', async () => {
    const theirs = await bench.open();
    const own = await rowsOf(theirs);
    await theirs.page.goto(`${theirs.url}#g1.abc.AAAA`);
    await theirs.inPage(() => window.backbeat?.state().notices.some(({text}) => /damaged/.test(text)));
    assert.deepEqual(await rowsOf(theirs), own);
    await theirs.close();
  });

  test('everything goes as one file, the agent with it', async () => {
    const {name, bytes} = await desk.download(() => desk.click('save_groove'));
    assert.equal(name, 'backbeat.backbeat');
    const before = await rowsOf(desk);
    await desk.call('command', {type: 'clear'});
    await open(desk, name, bytes);
    await desk.until((state) => state.agent.origin === 'file');
    assert.deepEqual(await rowsOf(desk), before);
    await open(desk, 'bad.backbeat', '{"backbeat": 1}');
    await desk.until(({notices}) => notices.some(({level}) => level === 'error'));
    assert.deepEqual(await rowsOf(desk), before);
    await open(desk, 'bad.mid', 'MThd no');
    await desk.until(({notices}) => notices.some(({text}) => /bad.mid was not opened/.test(text)));
    assert.deepEqual(await rowsOf(desk), before);
    assert.deepEqual(desk.problems, []);
  });
});
