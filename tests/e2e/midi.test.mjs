// MIDI in the browser: the real "no MIDI" of a machine without a MIDI system, and web-midi-test's fake ports in its place.

import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {Bench} from './browser.mjs';
import {fakeMidi} from './fake_midi.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
afterEach(() => desk?.close());

// Puts fake ports in place before the page loads; what they receive is in window.received.
const withFakePorts = (page) => page.addInitScript(`
  ${fakeMidi}
  window.received = [];
  window.sentTimes = [];
  window.device = new WMT.MidiDst('Test drums');
  window.device.receive = (bytes) => window.received.push({bytes: [...bytes], at: performance.now()});
  window.device.connect();
  navigator.requestMIDIAccess = async (options) => {
    window.asked = options;
    return WMT.requestMIDIAccess(options);
  };
`);

const received = () => desk.page.evaluate(() => window.received);

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

// Waits until every note has ended: the fake port delivers in its own time, late on a busy machine.
async function settled() {
  for (const deadline = Date.now() + 4000; Date.now() < deadline;) {
    const messages = await received();
    if (stuck(messages).length === 0 && messages.some(({bytes}) => bytes[1] === 120)) break;
    await desk.page.waitForTimeout(100);
  }
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
    desk = await bench.open({before: withFakePorts});
    assert.equal(await desk.page.evaluate(() => window.asked), undefined);
    await connect();
    const {midi} = await desk.until((state) => state.midi.status === 'ready');
    assert.deepEqual(await desk.page.evaluate(() => window.asked), {sysex: false});
    assert.equal(midi.ports.find(({id}) => id === midi.selected).name, 'Test drums');
    await desk.record('schedule');
    await desk.click('play');
    await desk.page.waitForTimeout(2600);
    await desk.click('play');
    await desk.page.waitForTimeout(300);
    const notes = (await received()).filter(({bytes}) => bytes[0] === 0x99);
    const {snare} = await desk.state();
    assert.ok(notes.length >= [...snare].filter((step) => step !== '.').length, `${notes.length} notes`);
    assert.ok(notes.every(({bytes}) => bytes[1] === 38), 'only the snare, the kick is off by default');
    const lots = await desk.seen('schedule');
    const scheduled = lots.flatMap(({detail}) => detail.events.filter(({kind, bytes}) => kind === 1 && bytes[0] === 0x99));
    notes.forEach(({at}, i) => {
      assert.ok(at - scheduled[i].timeMs > -1 && at - scheduled[i].timeMs < 60, 'the fake port delivers in its own time');
    });
    assert.deepEqual(stuck(await settled()), []);
    assert.deepEqual(desk.problems, []);
  });

  test('unplugged in mid-bar and back: the music goes on, then the notes do', async () => {
    desk = await bench.open({before: withFakePorts});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.click('play');
    await desk.page.waitForTimeout(700);
    await desk.page.evaluate(() => window.device.disconnect());
    const {midi, playing} = await desk.until((state) => state.midi.status === 'unplugged');
    assert.match(midi.sentence, /Test drums/);
    assert.equal(playing, true);
    await desk.page.evaluate(() => {
      window.received.length = 0;
      window.device.connect();
    });
    await desk.until((state) => state.midi.status === 'ready');
    await desk.page.waitForTimeout(1200);
    await desk.click('play');
    await desk.page.waitForTimeout(300);
    const messages = await settled();
    assert.ok(messages.some(({bytes}) => bytes[0] === 0x99));
    assertSilenced(messages);
  });

  test('leaving the page ends what sounds', async () => {
    desk = await bench.open({before: withFakePorts});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.call('command', {type: 'set_midi', note_length_ms: 900});
    await desk.click('play');
    await desk.page.waitForTimeout(900);
    await desk.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    await desk.page.waitForTimeout(1200);
    assertSilenced(await settled());
  });

  test('the port is remembered for the next visit', async () => {
    desk = await bench.open({before: withFakePorts});
    await connect();
    await desk.until((state) => state.midi.status === 'ready');
    await desk.reload();
    assert.equal((await desk.state()).midi.status, 'off', 'access is asked on a click only');
    await connect();
    const {midi} = await desk.until((state) => state.midi.status === 'ready');
    assert.equal(midi.selected, 'Test drums/0');
  });
});
