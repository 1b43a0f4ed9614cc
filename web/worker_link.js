// A worker that runs the trainer program, as the page holds it: messages are checked, and its death is told once.

import {checkMessage, makeMessage, toPage} from './protocol.js';

/**
 * Starts a worker. Where the browser refuses one, as some policies do, the page gets a worker that breaks at once: who
 * holds it copes with that anyway.
 * @param {URL} url
 * @param {string} name
 * @returns {Worker}
 */
export function startWorker(url, name) {
  try {
    return new Worker(url, {type: 'module', name});
  } catch (error) {
    const broken = {onmessage: null, onerror: null, onmessageerror: null, postMessage() {}, terminate() {}};
    queueMicrotask(() => broken.onerror?.({message: error.message}));
    return broken;
  }
}

/** Its owner can change: what it says goes to whoever holds it now. */
export class WorkerLink {
  /**
   * @param {Worker} worker
   * @param {string} name for sentences: 'training' or 'evaluation'
   * @param {{receive: (message: object) => void, died: (sentence: string) => void}} owner
   */
  constructor(worker, name, owner) {
    this.worker = worker;
    this.owner = owner;
    worker.onmessage = ({data}) => this.receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.die(`The ${name} worker broke: ${event.message || 'it could not be loaded'}.`);
    };
    worker.onmessageerror = () => this.die(`The ${name} worker sent a message that cannot be read.`);
  }

  post(type, run, fields) {
    this.worker.postMessage(makeMessage(type, run, fields));
  }

  receive(data) {
    let message;
    try {
      message = checkMessage(data, toPage);
    } catch (error) {
      this.die(error.message);
      return;
    }
    if (message.type === 'error' && message.fatal) this.die(message.message);
    else this.owner.receive(message);
  }

  die(sentence) {
    this.close();
    this.owner.died(sentence);
  }

  /** Ends the worker; nothing comes from it any more. */
  close() {
    this.worker.onmessage = this.worker.onerror = this.worker.onmessageerror = null;
    this.worker.terminate();
  }
}
