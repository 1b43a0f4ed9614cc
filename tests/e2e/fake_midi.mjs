// web-midi-test's fake ports in place of the system's in a page.

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {recorded} from '../web/midi_ports.mjs';

const source = await readFile(createRequire(import.meta.url).resolve('web-midi-test'), 'utf8');

// Runs in the page before it loads.
function plugIn({outputs, inputs}) {
  window.asked = undefined; // the options that the page asked for MIDI with
  window.sent = []; // what the page sent, and for when, as recorded() notes it
  window.received = []; // {name, bytes, at}: what a device got, and when
  window.devices = {};
  for (const name of outputs) {
    const device = new WMT.MidiDst(name);
    device.receive = (bytes) => window.received.push({name, bytes: [...bytes], at: performance.now()});
    device.connect();
    window.devices[name] = device;
  }
  for (const name of inputs) new WMT.MidiSrc(name).connect();
  let access;
  navigator.requestMIDIAccess = async (options) => {
    window.asked = options;
    access = await WMT.requestMIDIAccess(options);
    return recorded(access, window.sent, (output, bytes, timeMs) => output.send(bytes, timeMs));
  };
  // Everything that was sent has come out or, on an unplugged device, gone: the fake's own timer has been called since.
  window.allOut = async () => {
    const pause = () => new Promise((done) => { setTimeout(done, 5); });
    while (window.sent.some(({timeMs}) => timeMs > performance.now())) await pause();
    await pause();
  };
  // A device says something. When it did so is its driver's to say, however late the page comes to hear it.
  window.say = (name, bytes, timeStamp = performance.now()) => {
    for (const input of access.inputs.values()) {
      if (input.name === name) input.onmidimessage?.({data: Uint8Array.from(bytes), timeStamp});
    }
  };
}

/**
 * Fake devices by name: outputs the page may play to, inputs it may listen to. For Bench.open's `before`.
 * @param {{outputs?: string[], inputs?: string[]}} names
 */
export const withFakePorts = ({outputs = [], inputs = []}) => (page) => page.addInitScript(`
  ${source}
  ${recorded}
  (${plugIn})(${JSON.stringify({outputs, inputs})});
`);
