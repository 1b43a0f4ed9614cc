// The page's side of the evaluation worker: the trainer program in a worker of its own, so that no question stops a
// training. It has no learner. It is started by the first question, ended when none came for a while, and started anew
// by the next one, also after a crash.

import {WorkerLink} from './worker_link.js';

/** So long it stays for another question: it holds some megabytes, and to start it takes a moment. */
const idleMs = 60000;
/** So long a question may take; the longest pattern takes a slow machine less. */
const patienceMs = 180000;

/** Asks, and keeps who waits for which answer. Answers are JSON text, from the trainer's program for the app's. */
export class EvaluationClient {
  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {(sentence: string) => void} options.onCrash
   * @param {(callback: () => void, ms: number) => number} [options.later] setTimeout
   * @param {(timer: number) => void} [options.cancel] clearTimeout
   */
  constructor({createWorker, onCrash, later = (...call) => setTimeout(...call), cancel = (timer) => clearTimeout(timer)}) {
    this.createWorker = createWorker;
    this.onCrash = onCrash;
    this.later = later;
    this.cancel = cancel;
    this.link = null;
    this.questions = new Map(); // what waits for its answer, by id: {resolve, reject, type, fields}
    this.nextQuestion = 1;
    this.timer = null; // until it rests
    this.watch = null; // until it is given up, while a question waits
    this.opened = false;
    this.told = ''; // of the last crash, until an answer comes
  }

  /** Whether a question waits for its answer. */
  get underWay() {
    return this.questions.size > 0;
  }

  /** From now on questions start the worker; earlier ones waited, so that it does not hinder the page's loading. */
  open() {
    this.opened = true;
    if (this.questions.size === 0) return;
    this.ensure();
    for (const [id, {type, fields}] of this.questions) this.link.post(type, 0, {id, ...fields});
    this.wait();
  }

  /**
   * Judges an agent file.
   * @param {Uint8Array} bytes
   * @param {string} options JSON text
   * @returns {Promise<string>} the trainer's report
   */
  evaluate(bytes, options) {
    return this.ask('evaluate', {bytes, options});
  }

  /**
   * A quick verdict on an agent file, for comparing several by the same options.
   * @param {Uint8Array} bytes
   * @param {{reward: string, kicks: number, seed: number}} options reward as JSON text, on how many kicks drawn by which seed
   * @returns {Promise<string>} the verdict
   */
  judge(bytes, {reward, kicks, seed}) {
    return this.ask('judge', {bytes, reward, kicks, seed});
  }

  /**
   * The best answers there are.
   * @param {string} question JSON text
   * @returns {Promise<string>}
   */
  truth(question) {
    return this.ask('truth', {question});
  }

  ask(type, fields) {
    return new Promise((resolve, reject) => {
      const id = this.nextQuestion++;
      this.questions.set(id, {resolve, reject, type, fields});
      if (!this.opened) return;
      this.ensure();
      this.link.post(type, 0, {id, ...fields});
      this.wait();
    });
  }

  /** From now on, as long as a question waits, the worker must say something. */
  wait() {
    if (this.watch !== null) this.cancel(this.watch);
    this.watch = this.questions.size === 0 ? null
      : this.later(() => this.link?.die('The evaluation worker does not answer.'), patienceMs);
  }

  ensure() {
    if (this.timer !== null) this.cancel(this.timer);
    this.timer = null;
    if (this.link) return;
    this.link = new WorkerLink(this.createWorker(), 'evaluation', this);
    this.link.post('load', 0);
  }

  // --- What the link says -------------------------------------------------------------------------------------------

  receive(message) {
    const waiting = this.questions.get(message.id);
    if (!waiting) return;
    this.questions.delete(message.id);
    this.told = '';
    this.wait();
    if (this.questions.size === 0) this.timer = this.later(() => this.rest(), idleMs);
    if (message.type === 'error') waiting.reject(new Error(message.message));
    else waiting.resolve(message.result);
  }

  rest() {
    this.timer = null;
    this.link?.close();
    this.link = null;
  }

  died(sentence) {
    this.link = null;
    const waiting = [...this.questions.values()];
    this.questions.clear();
    this.wait();
    // A worker that cannot start at all breaks at every question, and one sentence says so.
    if (sentence !== this.told) this.onCrash(sentence);
    this.told = sentence;
    for (const {reject} of waiting) reject(new Error(sentence));
  }
}
