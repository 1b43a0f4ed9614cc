// MIDI in: what the chosen inputs say, with the time it was said, to the model.
//
// A hit must sound at once, so a message goes to the model the moment it comes. A device that floods the page must not
// keep it from drawing and scheduling, so beyond some messages in a while they are collected and given together; none is
// lost, and each keeps its own time.

import {MidiPort, sendTo} from './midi_port.js';
import {inputOf, samePort} from './port_names.js';
import {plausibleTime} from './time_stamps.js';

const whileMs = 25;
const atOnce = 8; // messages of any kind in a while that are given at once
const notesAtOnce = 16; // note-ons have some more of their own: a hit may come in the middle of a flood of knobs
const mostWaiting = 20000; // bounded, whatever comes; four seconds of 5,000 messages a second

/** Takes what inputs say and hands it on in order. */
export class MidiInbox {
  /**
   * @param {object} options
   * @param {(port: string, messages: number[][]) => void} options.onMessages [timeMs, ...bytes] each
   * @param {() => number} options.now performance.now()
   * @param {(run: () => void, ms: number) => void} [options.later] setTimeout
   * @param {() => void} [options.onOverflow] messages had to be dropped; said once until all is well again
   */
  constructor({onMessages, now, later = (run, ms) => setTimeout(run, ms), onOverflow = () => {}}) {
    this.onMessages = onMessages;
    this.now = now;
    this.later = later;
    this.onOverflow = onOverflow;
    this.waiting = []; // {port, message}
    this.whileBegan = -Infinity;
    this.given = 0;
    this.notesGiven = 0;
    this.flushing = false; // a flush is on its way
    this.overflowed = false;
    this.tap = null; // hears every message first; those it returns true for go no further
  }

  /**
   * @param {string} port its id
   * @param {{data: Uint8Array, timeStamp: number}} event a MIDIMessageEvent
   */
  receive(port, {data, timeStamp}) {
    if (!data?.length || (data.length === 1 && data[0] === 0xfe)) return; // active sensing: three a second, for nobody
    const now = this.now();
    const timeMs = plausibleTime(timeStamp, now);
    if (this.tap?.(port, data, timeMs)) return;
    if (this.waiting.length >= mostWaiting) {
      if (!this.overflowed) this.onOverflow();
      this.overflowed = true;
      return;
    }
    this.waiting.push({port, message: [timeMs, ...data]});
    if (now - this.whileBegan >= whileMs) {
      this.whileBegan = now;
      this.given = 0;
      this.notesGiven = 0;
    }
    const isNote = (data[0] & 0xf0) === 0x90;
    if (this.given < atOnce || (isNote && this.notesGiven < notesAtOnce)) {
      this.given += 1;
      if (isNote) this.notesGiven += 1;
      this.flush();
    } else if (!this.flushing) {
      this.flushing = true;
      this.later(() => {
        this.flushing = false;
        this.flush();
      }, whileMs);
    }
  }

  /** Gives what waits; also with each tick of the page's clock, which goes on in a hidden tab. */
  flush() {
    const waiting = this.waiting;
    this.waiting = [];
    this.overflowed = false;
    for (let i = 0; i < waiting.length;) {
      const {port} = waiting[i];
      const messages = [];
      for (; i < waiting.length && waiting[i].port === port; i++) messages.push(waiting[i].message);
      this.onMessages(port, messages);
    }
  }
}

/** Listens to an input of the system. Options as MidiPort, without kind and sentence, and the inbox. */
export class MidiIn extends MidiPort {
  constructor({inbox, ...options}) {
    super({
      kind: 'inputs',
      readySentence: (name) => `Listening to ${name}.`,
      // A "through" port is a loop: what the page sends would come back as played.
      firstChoice: (ports) => ports.find((port) => !/through/i.test(port.name)),
      ...options,
    });
    this.inbox = inbox;
  }

  attached(port) {
    this.shared.listen(port, this.inbox);
  }

  detached(port) {
    this.shared.unlisten(port);
  }
}

/**
 * A grid of pads: an output for its lights and the input of the same device. The output is not chosen by itself; its
 * input is found by its name, or chosen by hand. Options as MidiPort, and how that choice is kept.
 */
export class MidiPads extends MidiPort {
  /**
   * @param {object} options
   * @param {MidiInbox} options.inbox
   * @param {() => ?{id: string, name: string}} [options.recallInput] gives the input chosen by hand last time
   * @param {(port: ?{id: string, name: string}) => void} [options.rememberInput] keeps it; null: found by its name
   */
  constructor({inbox, recallInput = () => null, rememberInput = () => {}, ...options}) {
    super({kind: 'outputs', readySentence: (name) => `Lights go to ${name}.`, firstChoice: () => undefined, ...options});
    this.inbox = inbox;
    this.recallInput = recallInput;
    this.rememberInput = rememberInput;
    this.input = null;
    this.wantedInput = null; // {id, name} of the one chosen by hand
  }

  begin() {
    super.begin();
    this.wantedInput = this.recallInput();
  }

  /**
   * Chooses the input that the pads send on.
   * @param {?string} id null: the one that is called like the output
   */
  selectInput(id) {
    const port = this.inputs().find((candidate) => candidate.id === id);
    if (id !== null && !port) return;
    this.wantedInput = port ?? null;
    this.rememberInput(this.wantedInput);
    this.refresh();
  }

  inputs() {
    const inputs = this.shared.access ? [...this.shared.access.inputs.values()] : [];
    return inputs.filter(({state}) => state === 'connected').map(({id, name}) => ({id, name: name || 'MIDI input'}));
  }

  detached() {
    this.listenTo(null);
  }

  listenTo(input) {
    if (this.input?.id === input?.id) return;
    if (this.input) this.shared.unlisten(this.input);
    this.input = input;
    if (input) this.shared.listen(input, this.inbox);
  }

  // Inputs come and go on their own, often a moment after the output of the same device.
  pair() {
    const inputs = this.inputs();
    const wanted = this.wantedInput;
    const found = wanted
      ? samePort(wanted, inputs)
      : inputOf({id: this.port.id, name: this.port.name ?? ''}, this.ports(), inputs);
    this.listenTo(found ? this.shared.access.inputs.get(found.id) : null);
  }

  report(status, sentence) {
    if (this.port) this.pair();
    const alone = status === 'ready' && this.port && !this.input;
    const missing = this.wantedInput
      ? `${this.wantedInput.name}, which the pads send on, is not there`
      : `no input is called like ${this.port?.name}`;
    super.report(status, alone ? `Lights go out, but ${missing}: choose the input below.` : sentence);
  }

  /**
   * @param {string} portId
   * @param {number[][]} messages note-ons whose velocity is a colour
   */
  lights(portId, messages) {
    const port = this.shared.access?.outputs.get(portId);
    if (port?.state !== 'connected') return;
    for (const bytes of messages) sendTo(port, bytes);
  }

  extra() {
    return {input: this.input?.id ?? null, inputs: this.inputs(), input_by_hand: this.wantedInput !== null};
  }
}
