// MIDI in the browser: the real "no MIDI" of a machine without a MIDI system, and web-midi-test's fake ports in its place.

import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {Bench} from './browser.mjs';
import {withFakePorts} from './fake_midi.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
afterEach(() => desk?.close());

const withDrums = withFakePorts({outputs: ['Test drums']});

const received = () => desk.page.evaluate(() => window.received);
const isSnare = ({bytes}) => bytes[0] === 0x99;

/** Waits until so many snares have come out. */
const snares = (count) => desk.inPage((least) => window.received.filter(({bytes}) => bytes[0] === 0x99).length >= least, count);

function stuck(messages) {
  const sounding = new Set();
  for (const {bytes: [status, note, velocity]} of messages) {
    if ((status & 0xf0) === 0x90 && velocity > 0) sounding.add(note);
    if ((status & 0xf0) === 0x80) sounding.delete(note);
  }
  return [...sounding];
}

// A panic is CC123, then CC120. What the port still holds back comes after them, each note with its own note-off:
// browsers without MIDIOutput.clear() play it.
function assertSilenced(messages) {
  const off = messages.findLastIndex(({bytes}) => bytes[0] === 0xb9 && bytes[1] === 123);
  assert.ok(off >= 0, 'no panic was sent');
  assert.deepEqual(messages[off + 1].bytes.slice(0, 2), [0xb9, 120]);
  assert.ok(messages.slice(off + 2).every(({bytes}) => [0x80, 0x90].includes(bytes[0] & 0xf0)));
  assert.deepEqual(stuck(messages), []);
}

/** The panel is folded where the page is low. */
async function connect() {
  await desk.unfold('panel_midi', 'midi_connect');
  await desk.click('midi_connect');
}

// Waits until the panic and all that was sent has come out: the fake port delivers in its own time.
async function settled() {
  await desk.inPage(() => window.received.some(({bytes}) => bytes[1] === 120));
  await desk.page.evaluate(() => window.allOut());
  return received();
}

test('without a MIDI system one click gives a sentence that helps, and the page plays on', async () => {
  desk = await bench.open();
  assert.equal((await desk.state()).midi.status, 'off');
  await desk.context.grantPermissions(['midi']).catch(() => {});
  await connect();
  const {midi} = await desk.until((state) => !['off'].includes(state.midi.status));
  assert.ok(['failed', 'no_device', 'refused'].includes(midi.status), midi.status);
  assert.match(midi.sentence, /^[A-Z].*\.$/);
  await desk.click('play');
  assert.equal((await desk.state()).playing, true);
});

test('a browser without Web MIDI says where there is one', async () => {
  desk = await bench.open({before: (page) => page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'requestMIDIAccess', {value: undefined});
  })});
  await connect();
  const {midi} = await desk.until((state) => state.midi.status !== 'off');
  assert.equal(midi.status, 'no_api');
  assert.match(midi.sentence, /Chrome/);
});

describe('with a device', () => {
  test('Connect asks without sysex, and the snare plays there in time', async () => {
    desk = await bench.open({before: withDrums});
    assert.equal(await desk.page.evaluate(() => window.asked), undefined);
    await connect();
    const {midi} = await desk.until((state) => state.midi.status === 'ready');
    assert.deepEqual(await desk.page.evaluate(() => window.asked), {sysex: false});
    assert.equal(midi.ports.find(({id}) => id === midi.selected).name, 'Test drums');
    await desk.record('schedule');
    const {snare} = await desk.state();
    await desk.click('play');
    await snares([...snare].filter((step) => step !== '.').length);
    await desk.click('play');
    const messages = await settled();
    const notes = messages.filter(isSnare);
    assert.ok(notes.every(({bytes}) => bytes[1] === 38), 'only the snare, the kick is off by default');
    const sent = (await desk.page.evaluate(() => window.sent)).filter(isSnare);
    const lots = await desk.seen('schedule');
    const scheduled = lots.flatMap(({detail}) => detail.events.filter((event) => event.kind === 1 && isSnare(event)));
    assert.deepEqual([notes.length, sent.length], [scheduled.length, scheduled.length]);
    scheduled.forEach(({timeMs}, i) => {
      // What the page came too late for goes out a moment after it was sent.
      assert.ok(sent[i].timeMs === timeMs || (timeMs < sent[i].sentMs + 1 && sent[i].timeMs < sent[i].sentMs + 2), `note ${i}`);
      assert.ok(notes[i].at >= timeMs, 'not before its time');
    });
    assert.deepEqual(stuck(messages), []);
    assert.deepEqual(desk.problems, []);
  });

  test('unplugged in mid-bar and back: the music goes on, then the notes do', async () => {
    desk = await bench.open({before: withDrums});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.click('play');
    await snares(1);
    await desk.page.evaluate(() => window.devices['Test drums'].disconnect());
    const {midi, playing} = await desk.until((state) => state.midi.status === 'unplugged');
    assert.match(midi.sentence, /Test drums/);
    assert.equal(playing, true);
    await desk.page.evaluate(async () => {
      await window.allOut();
      window.received.length = 0;
      window.sent.length = 0;
      window.devices['Test drums'].connect();
    });
    await desk.until((state) => state.midi.status === 'ready');
    await snares(1);
    await desk.click('play');
    assertSilenced(await settled());
  });

  test('leaving the page ends what sounds', async () => {
    desk = await bench.open({before: withDrums});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.call('command', {type: 'set_midi', note_length_ms: 900});
    await desk.click('play');
    await snares(1);
    await desk.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    assertSilenced(await settled());
  });

  test('the port is remembered for the next visit', async () => {
    desk = await bench.open({before: withDrums});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.reload();
    assert.equal((await desk.state()).midi.status, 'off', 'access is asked on a click only');
    await connect();
    const {midi} = await desk.until((state) => state.midi.status === 'ready');
    assert.equal(midi.selected, 'Test drums/0');
  });
});
