// MIDI out: access on a click, ports that come and go, bytes with timestamps.
//
// Owns the MIDIAccess and the choice of port. Everything the outside decides (no API, refused, no device, a cable
// pulled) ends in a status with a sentence that says what to do. Which notes sound, and so what a panic has to send, is
// known to the model (sequencer::NoteTracker), not here.

const sentences = {
  off: 'MIDI is off: click Connect to choose a device.',
  asking: 'Your browser asks whether this page may use MIDI: allow it.',
  insecure: 'MIDI needs a secure page: open this one with https:// or on localhost.',
  no_api: 'This browser has no Web MIDI: open this page in Chrome, Edge or Firefox.',
  refused: 'MIDI was refused: allow it for this site (the icon left of the address), then click Connect again.',
  failed: "The system's MIDI could not be started: close other programs that use it, then click Connect again.",
  busy: 'The device could not be opened: close the program that uses it, then click Connect again.',
  no_device: 'No MIDI device is there: plug one in or start a virtual port, and it appears here by itself.',
  muted: 'MIDI is connected: choose a port.',
};

// Linux always offers "Midi Through", which is rarely what somebody plugged in.
function firstChoice(ports) {
  return ports.find((port) => !/through/i.test(port.name)) ?? ports[0];
}

/** Sends MIDI to a port of the system. */
export class MidiOut {
  /**
   * @param {object} options
   * @param {{requestMIDIAccess?: Function}} options.navigator the browser's, or a fake one
   * @param {boolean} options.secure window.isSecureContext
   * @param {(state: {status: string, sentence: string, ports: {id: string, name: string}[], selected: ?string}) => void}
   *     options.onChange called whenever one of these changed; `status` is one of session::MidiStatus
   * @param {() => ?{id: string, name: string}} [options.recall] gives the port chosen last time
   * @param {(port: ?{id: string, name: string}) => void} [options.remember] keeps the choice
   */
  constructor({navigator, secure, onChange, recall = () => null, remember = () => {}}) {
    this.navigator = navigator;
    this.secure = secure;
    this.onChange = onChange;
    this.recall = recall;
    this.remember = remember;
    this.access = null;
    this.asking = false;
    this.wanted = null; // {id, name} of the port to come back to
    this.muted = false; // the musician chose no port
    this.port = null; // the MIDIOutput in use
    this.openFailed = false;
    this.lastReport = '';
  }

  /** Asks for access; to be called from a click. Never sysex. */
  async connect() {
    if (this.asking) return;
    if (!this.access) {
      if (!this.secure) return this.report('insecure');
      if (typeof this.navigator.requestMIDIAccess !== 'function') return this.report('no_api');
      this.asking = true;
      this.report('off', sentences.asking);
      try {
        this.access = await this.navigator.requestMIDIAccess({sysex: false});
      } catch (error) {
        const refused = ['NotAllowedError', 'SecurityError', 'AbortError'].includes(error?.name);
        return this.report(refused ? 'refused' : 'failed');
      } finally {
        this.asking = false;
      }
      this.wanted = this.recall();
    } else if (this.openFailed) {
      this.use(null);
    }
    this.refresh();
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

  /**
   * Sends one message to the chosen port, if there is one.
   * @param {number[]} bytes
   * @param {number} timeMs on the clock of performance.now(), not rounded; the past is at once
   */
  send(bytes, timeMs) {
    if (this.port?.state !== 'connected') return;
    try {
      this.port.send(bytes, timeMs);
    } catch (error) {
      // A cable pulled a moment ago: the state change is on its way. Malformed bytes, though, are our own mistake.
      if (error instanceof TypeError) throw error;
    }
  }

  /**
   * Sends a panic to the port it is meant for, even if another one was chosen since. What that port still holds back is
   * dropped first where the browser can (Firefox); Chromium plays it, each note with its note-off.
   * @param {string} portId
   * @param {number[][]} messages [timeMs, ...bytes]
   */
  panic(portId, messages) {
    const port = this.access?.outputs.get(portId);
    if (port?.state !== 'connected') return;
    port.clear?.();
    for (const [timeMs, ...bytes] of messages) port.send(bytes, timeMs);
  }

  use(port) {
    if (this.port) this.port.onstatechange = null;
    this.port = port;
    this.openFailed = false;
    if (!port) return;
    // Set again with every port: browsers may forget the handlers of a device that was unplugged.
    port.onstatechange = () => this.refresh();
    port.open?.()?.catch?.(() => {
      if (this.port !== port) return;
      this.openFailed = true;
      this.refresh();
    });
  }

  choose({id, name}) {
    this.use(this.access.outputs.get(id));
    this.wanted = {id, name};
    this.remember(this.wanted);
  }

  // After any change of the system's ports: keep ours, find it again by id and then by name, or say what is missing.
  refresh() {
    if (!this.access) return;
    this.access.onstatechange = () => this.refresh();
    const ports = this.ports();
    if (this.port && !ports.some((port) => port.id === this.port.id)) this.use(null);
    if (!this.port && !this.muted) {
      const found = this.wanted
        ? ports.find((port) => port.id === this.wanted.id) ?? ports.find((port) => port.name === this.wanted.name)
        : firstChoice(ports);
      if (found) this.choose(found);
    }
    if (this.openFailed && this.port.connection !== 'open') return this.report('failed', sentences.busy);
    if (this.port) return this.report('ready', `Playing to ${this.port.name}.`);
    if (this.muted && ports.length) return this.report('ready', sentences.muted);
    if (!this.wanted || this.muted) return this.report('no_device');
    const other = ports.length ? ', or choose another port' : '';
    this.report('unplugged', `${this.wanted.name} is not there: plug it in and it goes on by itself${other}.`);
  }

  /** The outputs that are plugged in. */
  ports() {
    const outputs = this.access ? [...this.access.outputs.values()] : [];
    return outputs.filter((port) => port.state === 'connected').map(({id, name}) => ({id, name: name || 'MIDI output'}));
  }

  report(status, sentence = sentences[status]) {
    const state = {status, sentence, ports: this.ports(), selected: this.port?.id ?? null};
    const text = JSON.stringify(state);
    if (text === this.lastReport) return;
    this.lastReport = text;
    this.onChange(state);
  }
}
