import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, test} from 'node:test';
import WMT from 'web-midi-test';
import {MidiOut} from '../../web/midi_out.js';
import {MidiAccess} from '../../web/midi_port.js';
import {settle} from './fakes.mjs';
import {makeNavigator, plugIn, unplugAll} from './midi_ports.mjs';

let states;
let remembered;
let sent;

beforeEach(() => {
  states = [];
  remembered = [];
  sent = [];
});
afterEach(unplugAll);

function makeMidi({navigator = makeNavigator(sent), secure = true, ...options} = {}) {
  return new MidiOut({
    access: new MidiAccess({navigator, secure}),
    onChange: (state) => states.push(state),
    remember: (port) => remembered.push(port),
    ...options,
  });
}

const last = () => states.at(-1);

describe('no MIDI', () => {
  test('nothing is asked before the click, and then never for sysex', async () => {
    const navigator = makeNavigator();
    const midi = makeMidi({navigator});
    await settle();
    assert.deepEqual(navigator.asked, []);
    await midi.connect();
    assert.deepEqual(navigator.asked, [{sysex: false}]);
    assert.match(states[0].sentence, /asks/);
  });

  test('an insecure page', async () => {
    await makeMidi({secure: false, navigator: {}}).connect();
    assert.equal(last().status, 'insecure');
    assert.match(last().sentence, /https/);
  });

  test('a browser without Web MIDI', async () => {
    await makeMidi({navigator: {}}).connect();
    assert.equal(last().status, 'no_api');
    assert.match(last().sentence, /Chrome/);
  });

  test('refused, and allowed at the next click', async () => {
    WMT.midi = false;
    const midi = makeMidi();
    await midi.connect();
    WMT.midi = true;
    assert.equal(last().status, 'refused');
    assert.match(last().sentence, /allow/);
    plugIn('Refused then allowed');
    await midi.connect();
    assert.equal(last().status, 'ready');
  });

  test("the system's MIDI does not start", async () => {
    const error = Object.assign(new Error('Platform dependent initialization failed'), {name: 'InvalidStateError'});
    await makeMidi({navigator: {requestMIDIAccess: () => Promise.reject(error)}}).connect();
    assert.equal(last().status, 'failed');
    assert.match(last().sentence, /Connect again/);
  });

  test('no device, until one is plugged in', async () => {
    await makeMidi().connect();
    assert.equal(last().status, 'no_device');
    assert.match(last().sentence, /plug/);
    plugIn('First device');
    assert.equal(last().status, 'ready');
    assert.equal(last().sentence, 'Playing to First device.');
    assert.deepEqual(last().ports, [{id: 'First device/0', name: 'First device'}]);
    assert.equal(last().selected, 'First device/0');
  });

  test('a device that another program holds', async () => {
    const device = plugIn('Held device');
    device.busy = true;
    await makeMidi().connect();
    await settle();
    assert.equal(last().status, 'failed');
    assert.match(last().sentence, /close the program/);
    device.busy = false;
  });

  test('two clicks while the browser asks are one question', async () => {
    const navigator = makeNavigator();
    const midi = makeMidi({navigator});
    await Promise.all([midi.connect(), midi.connect()]);
    assert.equal(navigator.asked.length, 1);
  });
});

describe('ports', () => {
  test('a real device is preferred to the system\'s "through" port', async () => {
    plugIn('Midi Through Port-0');
    plugIn('TR-8S');
    await makeMidi().connect();
    assert.equal(last().selected, 'TR-8S/0');
  });

  test('the choice is remembered and comes back in the next visit', async () => {
    plugIn('Left');
    plugIn('Right');
    const midi = makeMidi();
    await midi.connect();
    midi.select('Right/0');
    assert.deepEqual(remembered.at(-1), {id: 'Right/0', name: 'Right'});
    const later = makeMidi({recall: () => ({id: 'Right/0', name: 'Right'})});
    await later.connect();
    assert.equal(last().selected, 'Right/0');
  });

  test('a remembered device that is not there is asked for by name', async () => {
    plugIn('Other');
    await makeMidi({recall: () => ({id: 'x', name: 'Mine'})}).connect();
    assert.equal(last().status, 'unplugged');
    assert.match(last().sentence, /^Mine is not there.*or choose another port/);
    assert.equal(last().selected, null);
  });

  test('a device that is unplugged and comes back with its id goes on by itself', async () => {
    const device = plugIn('Cable');
    plugIn('Bystander');
    const midi = makeMidi({now: () => 0});
    await midi.connect();
    midi.select('Cable/0');
    device.disconnect();
    assert.equal(last().status, 'unplugged');
    midi.send([0x99, 38, 100], 0); // to nowhere, without an error
    device.connect();
    assert.equal(last().selected, 'Cable/0');
    midi.send([0x99, 38, 100], 12.5);
    assert.deepEqual(sent.map(({port, timeMs}) => [port, timeMs]), [['Cable', 12.5]]);
  });

  test('what is late takes its place behind what was sent before it', async () => {
    plugIn('Cable');
    let time = 1000;
    const midi = makeMidi({now: () => time});
    await midi.connect();
    midi.send([0xfa], 1000.4);
    time = 1001.6; // a moment later both are late
    midi.send([0xf8], 1001.4);
    midi.send([0xf8], 1030);
    assert.deepEqual(sent.map(({bytes: [status], timeMs}) => [status, timeMs]), [[0xfa, 1001], [0xf8, 1002.6], [0xf8, 1030]]);
  });

  test('a device that comes back with another id is found by its name', async () => {
    const device = plugIn('Box');
    const midi = makeMidi();
    await midi.connect();
    device.disconnect();
    const again = plugIn('Box');
    assert.notEqual(again.id, device.id);
    assert.equal(last().status, 'ready');
    assert.equal(last().selected, again.id);
  });

  test('after unplugging and plugging in, the next unplugging is noticed too', async () => {
    const device = plugIn('Loose contact');
    await makeMidi().connect();
    for (let i = 0; i < 3; i++) {
      device.disconnect();
      assert.equal(last().status, 'unplugged');
      device.connect();
      assert.equal(last().status, 'ready');
    }
  });

  test('no port can be chosen, and stays chosen when devices come', async () => {
    plugIn('Unwanted');
    const midi = makeMidi();
    await midi.connect();
    midi.select(null);
    plugIn('Also unwanted');
    assert.equal(last().selected, null);
    midi.send([0x99, 38, 100], 0);
    assert.deepEqual(sent, []);
    midi.select('Unwanted/0');
    assert.equal(last().selected, 'Unwanted/0');
  });

  test('the list follows what is plugged in', async () => {
    plugIn('One');
    await makeMidi().connect();
    const two = plugIn('Two');
    assert.deepEqual(last().ports.map(({name}) => name), ['One', 'Two']);
    two.disconnect();
    assert.deepEqual(last().ports.map(({name}) => name), ['One']);
  });

  test('a panic reaches the port it is meant for, also after another was chosen', async () => {
    plugIn('Old');
    plugIn('New');
    const midi = makeMidi();
    await midi.connect();
    midi.select('New/0');
    midi.panic('Old/0', [[0, 0x89, 38, 0], [0, 0xb9, 123, 0]]);
    midi.panic('Gone/0', [[0, 0x89, 38, 0]]);
    assert.deepEqual(sent.map(({port, bytes}) => [port, bytes]), [['Old', [0x89, 38, 0]], ['Old', [0xb9, 123, 0]]]);
  });

  test('malformed bytes are our own mistake and are not hidden', async () => {
    plugIn('Strict');
    const midi = makeMidi();
    await midi.connect();
    assert.throws(() => midi.send([38, 100], 0), TypeError);
  });
});
