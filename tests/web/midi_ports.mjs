// web-midi-test's fake ports, with a record of what was sent and for when.

import WMT from 'web-midi-test';

const plugged = [];

/** Plugs in a fake device. */
export function plugIn(name) {
  const device = new WMT.MidiDst(name);
  device.connect();
  plugged.push(device);
  return device;
}

/** Plugs in a fake device that speaks: `emit([status, …])`. */
export function plugInSource(name) {
  const device = new WMT.MidiSrc(name);
  device.connect();
  plugged.push(device);
  return device;
}

/** Unplugs all fake devices, so that tests do not see each other's. */
export function unplugAll() {
  for (const device of plugged.splice(0)) device.disconnect();
}

/**
 * A navigator whose MIDI works as web-midi-test's; everything sent through it is added to `log`.
 * @param {{port: string, bytes: number[], timeMs: number, sentMs: number}[]} log
 */
export function makeNavigator(log = []) {
  const asked = [];
  return {
    asked,
    async requestMIDIAccess(options) {
      asked.push(options);
      // Refuses malformed bytes and unplugged ports. At once: the fake would keep a timer for each message of the
      // future, and the tests' own clock is minutes ahead.
      return recorded(await WMT.requestMIDIAccess(options), log, (output, bytes) => output.send(bytes));
    },
  };
}

/**
 * Fake MIDI that notes what is sent, and for when. Needs nothing around it, so that a page can be given its source.
 * @param {MIDIAccess} access
 * @param {{port: string, bytes: number[], timeMs: number, sentMs: number}[]} log
 * @param {(output: MIDIOutput, bytes: number[], timeMs: number) => void} send sends it on
 */
export function recorded(access, log, send) {
  const recordedOutput = (output) => ({
    id: output.id,
    name: output.name,
    get state() { return output.state; },
    get connection() { return output.connection; },
    set onstatechange(handler) { output.onstatechange = handler; },
    open: () => output.open(),
    // No clear(): Chromium has none, so nothing that was sent can be taken back.
    send(bytes, timeMs) {
      send(output, bytes, timeMs);
      log.push({port: output.name, bytes: [...bytes], timeMs, sentMs: performance.now()});
    },
  });
  const outputs = new Map(); // the recorders, one per MIDIOutput
  const wrap = (output) => {
    if (!output) return undefined;
    if (!outputs.has(output.id)) outputs.set(output.id, recordedOutput(output));
    return outputs.get(output.id);
  };
  return {
    set onstatechange(handler) { access.onstatechange = handler; },
    inputs: access.inputs,
    outputs: {
      values: () => [...access.outputs.values()].map(wrap),
      get: (id) => wrap(access.outputs.get(id)),
    },
  };
}

/**
 * Notes that sound for ever on a port, given what was sent to it.
 * @param {{bytes: number[], timeMs: number, sentMs: number}[]} log
 * @param {(arrivesMs: number) => boolean} [arrives] whether a message of that time reaches the device
 */
export function stuckNotes(log, arrives = () => true) {
  const heard = log
    .map(({bytes, timeMs, sentMs}) => ({bytes, at: Math.max(timeMs, sentMs)}))
    .filter(({at}) => arrives(at))
    .sort((a, b) => a.at - b.at);
  const sounding = new Set();
  for (const {bytes: [status, note, velocity]} of heard) {
    const key = `${(status & 0x0f) + 1}/${note}`;
    if ((status & 0xf0) === 0x90 && velocity > 0) sounding.add(key);
    else if ((status & 0xf0) === 0x80 || (status & 0xf0) === 0x90) sounding.delete(key);
  }
  return [...sounding];
}
