// A port of the system's MIDI: asked for on a click, chosen, lost and found again.
//
// Everything the outside decides (no API, refused, no device, a cable pulled) ends in a status with a sentence that says
// what to do. The page asks for access once; every MidiPort made with the same MidiAccess hears of it.

import {samePort} from './port_names.js';

const sentences = {
  off: 'MIDI is off: click Connect to choose a device.',
  asking: 'Your browser asks whether this page may use MIDI: allow it.',
  silent: 'MIDI does not answer: look for the question near the address, or click Connect to be asked again.',
  insecure: 'MIDI needs a secure page: open this one with https:// or on localhost.',
  no_api: 'This browser has no Web MIDI: open this page in Chrome, Edge or Firefox.',
  refused: 'MIDI was refused: allow it for this site (the icon left of the address), then click Connect again.',
  failed: "The system's MIDI could not be started: close other programs that use it, then click Connect again.",
  busy: 'The device could not be opened: close the program that uses it, then click Connect again.',
  no_device: 'No MIDI device is there: plug one in or start a virtual port, and it appears here by itself.',
  muted: 'MIDI is connected: choose a port.',
};

/** So long a person may think about the question before the page says where to look for it. */
const silentMs = 10000;

// Linux always offers "Midi Through", which is rarely what somebody plugged in.
function isThrough(port) {
  return /through/i.test(port.name);
}

/**
 * Sends one message, each for itself: of several the others still go out.
 * @param {MIDIOutput} port
 * @param {number[]} bytes
 * @param {number} [timeMs] on the clock of performance.now()
 */
export function sendTo(port, bytes, timeMs) {
  try {
    if (timeMs === undefined) port.send(bytes);
    else port.send(bytes, timeMs);
  } catch (error) {
    // A cable pulled a moment ago: the state change is on its way. Malformed bytes, though, are our own mistake.
    if (error instanceof TypeError) throw error;
  }
}

/** The browser's MIDI: one question to the person, whoever asks. */
export class MidiAccess {
  /**
   * @param {object} options
   * @param {{requestMIDIAccess?: Function}} options.navigator the browser's, or a fake one
   * @param {boolean} options.secure window.isSecureContext
   * @param {(callback: () => void, ms: number) => number} [options.later] setTimeout
   */
  constructor({navigator, secure, later = (...call) => setTimeout(...call)}) {
    this.navigator = navigator;
    this.secure = secure;
    this.later = later;
    this.access = null;
    this.asking = 0; // how many questions are open
    this.silent = false; // the last one for long
    this.users = [];
    this.listeners = new Map(); // input id -> how many use it
  }

  /** Gives what an input says to the inbox; two may listen to one input, and it is heard once. */
  listen(input, inbox) {
    this.listeners.set(input.id, (this.listeners.get(input.id) ?? 0) + 1);
    input.onmidimessage = (event) => inbox.receive(input.id, event);
    input.open?.()?.catch?.(() => {}); // whoever chose it reports that
  }

  unlisten(input) {
    const left = (this.listeners.get(input.id) ?? 1) - 1;
    this.listeners.set(input.id, left);
    if (left === 0) input.onmidimessage = null;
  }

  /**
   * Asks for access; to be called from a click. Never sysex. A question that was waved away may never be answered, so
   * after a while another click asks anew, and whichever answer comes counts.
   */
  async connect() {
    if (this.access) return this.users.forEach((user) => user.retry());
    if (this.asking > 0 && !this.silent) return;
    if (!this.secure) return this.report('insecure');
    if (typeof this.navigator.requestMIDIAccess !== 'function') return this.report('no_api');
    this.asking += 1;
    this.silent = false;
    this.report('off', sentences.asking);
    let answered = false;
    this.later(() => {
      if (answered || this.access) return;
      this.silent = true;
      this.report('off', sentences.silent);
    }, silentMs);
    let access;
    try {
      access = await this.navigator.requestMIDIAccess({sysex: false});
    } catch (error) {
      const refused = ['NotAllowedError', 'SecurityError', 'AbortError'].includes(error?.name);
      if (!this.access) this.report(refused ? 'refused' : 'failed');
      return;
    } finally {
      answered = true;
      this.asking -= 1;
    }
    if (this.access) return;
    this.access = access;
    this.users.forEach((user) => user.begin());
    this.refresh();
  }

  // After any change of the system's ports. The handler is set again: browsers may forget those of an unplugged device.
  refresh() {
    if (!this.access) return;
    this.access.onstatechange = () => this.refresh();
    this.users.forEach((user) => user.refresh());
  }

  report(status, sentence) {
    this.users.forEach((user) => user.report(status, sentence));
  }
}

/** The choice of one port. */
export class MidiPort {
  /**
   * @param {object} options
   * @param {MidiAccess} options.access
   * @param {'outputs' | 'inputs'} options.kind
   * @param {(name: string) => string} options.readySentence
   * @param {(state: {status: string, sentence: string, ports: {id: string, name: string}[], selected: ?string}) => void}
   *     options.onChange called whenever one of these changed; `status` is one of session::MidiStatus
   * @param {() => ?{id: string, name: string}} [options.recall] gives the port chosen last time
   * @param {(port: ?{id: string, name: string}) => void} [options.remember] keeps the choice
   * @param {(ports: object[]) => ?object} [options.firstChoice] of a first visit, undefined for none
   */
  constructor({access, kind, readySentence, onChange, recall = () => null, remember = () => {},
    firstChoice = (ports) => ports.find((port) => !isThrough(port)) ?? ports[0]}) {
    this.shared = access;
    this.kind = kind;
    this.readySentence = readySentence;
    this.onChange = onChange;
    this.recall = recall;
    this.remember = remember;
    this.firstChoice = firstChoice;
    this.wanted = null; // {id, name} of the port to come back to
    this.muted = false; // the musician chose no port
    this.port = null; // the MIDIOutput or MIDIInput in use
    this.openFailed = false;
    this.lastReport = '';
    access.users.push(this);
  }

  /** Asks for access, for every port of the page. */
  connect() {
    return this.shared.connect();
  }

  /**
   * Chooses a port; null chooses none.
   * @param {?string} id
   */
  select(id) {
    this.muted = id === null;
    const port = this.ports().find((candidate) => candidate.id === id);
    if (this.muted) this.use(null);
    else if (port && port.id !== this.port?.id) this.choose(port);
    this.refresh();
  }

  begin() {
    this.wanted = this.recall();
  }

  // Connect was clicked again.
  retry() {
    if (this.openFailed) this.use(null);
    this.refresh();
  }

  /** A port begins or ends to be used; for those who listen. */
  attached() {}
  detached() {}

  use(port) {
    if (this.port) {
      this.port.onstatechange = null;
      this.detached(this.port);
    }
    this.port = port;
    this.openFailed = false;
    if (!port) return;
    // Set again with every port, as above.
    port.onstatechange = () => this.refresh();
    this.attached(port);
    port.open?.()?.catch?.(() => {
      if (this.port !== port) return;
      this.openFailed = true;
      this.refresh();
    });
  }

  choose({id, name}) {
    this.use(this.shared.access[this.kind].get(id));
    this.wanted = {id, name};
    this.remember(this.wanted);
  }

  // Keeps our port, finds it again (samePort), or says what is missing.
  refresh() {
    if (!this.shared.access) return;
    const ports = this.ports();
    if (this.port && !ports.some((port) => port.id === this.port.id)) this.use(null);
    if (!this.port && !this.muted) {
      const found = this.wanted
        ? samePort(this.wanted, ports)
        : this.firstChoice(ports);
      if (found) this.choose(found);
    }
    if (this.openFailed && this.port.connection !== 'open') return this.report('failed', sentences.busy);
    const used = this.port && ports.find(({id}) => id === this.port.id);
    if (used) return this.report('ready', this.readySentence(used.name));
    if ((this.muted || !this.wanted) && ports.length) return this.report('ready', sentences.muted);
    if (!this.wanted || this.muted) return this.report('no_device');
    const other = ports.length ? ', or choose another port' : '';
    this.report('unplugged', `${this.wanted.name} is not there: plug it in and it goes on by itself${other}.`);
  }

  /** The ports that are plugged in. */
  ports() {
    const ports = this.shared.access ? [...this.shared.access[this.kind].values()] : [];
    const unnamed = this.kind === 'outputs' ? 'MIDI output' : 'MIDI input';
    return ports.filter((port) => port.state === 'connected').map(({id, name}) => ({id, name: name || unnamed}));
  }

  report(status, sentence = sentences[status]) {
    const state = {status, sentence, ports: this.ports(), selected: this.port?.id ?? null, ...this.extra()};
    const text = JSON.stringify(state);
    if (text === this.lastReport) return;
    this.lastReport = text;
    this.onChange(state);
  }

  /** What else goes into the state. */
  extra() {
    return {};
  }
}
