// The page's side of the training worker: starts it when it is first needed, counts runs, hands its messages on, and
// notices when it has died. The worker owns the learner; here are only copies.

import {checkMessage, isOutdated, makeMessage, toPage} from './protocol.js';

/** A worker that trains and says nothing for so long has hung. Only time in which the page itself was awake counts. */
const silenceLimitMs = 10000;
/** A longer gap between two looks means that the page or the machine slept. */
const longestLookMs = 500;
/** Messages that answer a question. */
const answers = Object.freeze(['evaluation', 'truth']);

/**
 * Speaks with the training worker. Handlers: onReady(), onState(state), onStats(stats), onAgent(bytes),
 * onError(sentence), onCrash(sentence).
 */
export class TrainerClient {
  /**
   * @param {() => Worker} createWorker
   * @param {object} handlers
   */
  constructor(createWorker, handlers) {
    this.createWorker = createWorker;
    this.handlers = handlers;
    this.worker = null;
    this.run = 0;
    this.training = false;
    this.questions = new Map(); // what waits for its answer, by id: {resolve, reject}
    this.nextQuestion = 1;
    this.held = []; // messages about the questions asked before there was a worker
    this.silentMs = 0;
    this.lastLook = null;
  }

  /** Whether a worker is there (loading, idle, training or paused). */
  get alive() {
    return this.worker !== null;
  }

  /**
   * Makes sure that a worker with a learner is there; a dead one is replaced by a new one.
   * @param {object} config hyper-parameters, keys as in the table
   * @param {string[]} kicks rows like 'x...x...', the musician's first
   * @param {object} [reward] what an answer should be like
   * @returns {boolean} true if this call started one
   */
  ensure(config, kicks, reward) {
    if (this.worker) return false;
    this.run += 1;
    const worker = this.createWorker();
    this.worker = worker;
    worker.onmessage = ({data}) => {
      if (worker === this.worker) this.receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (worker === this.worker) this.crash(`The training worker broke: ${event.message || 'it could not be loaded'}.`);
    };
    worker.onmessageerror = () => {
      if (worker === this.worker) this.crash('The training worker sent a message that cannot be read.');
    };
    this.post('init', {config, kicks, reward});
    for (const [type, fields] of this.held.splice(0)) this.post(type, fields);
    return true;
  }

  /** Trains, or goes on training. */
  start() {
    this.training = true;
    this.silentMs = 0;
    this.post('start');
  }

  pause() {
    this.training = false;
    this.post('pause');
  }

  /** A fresh learner; whatever the old one still had under way is dropped from now on. */
  reset(config, kicks, reward) {
    this.run += 1;
    this.post('reset', {config, kicks, reward});
  }

  setConfig(config) {
    this.post('set_config', {config});
  }

  setKicks(kicks) {
    this.post('set_pattern', {kicks});
  }

  /** The learner goes on with another reward. */
  setReward(reward) {
    this.post('set_reward', {reward});
  }

  /** Training goes on from this agent file. */
  loadAgent(bytes) {
    this.run += 1;
    this.post('load_agent', {bytes});
  }

  /**
   * Judges an agent file on the worker; the learner is not touched.
   * @param {Uint8Array} bytes
   * @param {{iterations?: number, starts?: number, seed?: number, reward?: object, kicks?: number, think?: boolean}}
   *   options
   * @returns {Promise<object>} the trainer's report
   */
  evaluate(bytes, options) {
    return this.ask('evaluate', {bytes, options});
  }

  /**
   * The best answers there are. Asked before there is a worker, it waits for one.
   * @param {{kick: string, reward: object, previews: boolean}} question
   * @returns {Promise<object>} {kick, best, previews}
   */
  truth(question) {
    return this.ask('truth', {question});
  }

  ask(type, fields) {
    return new Promise((resolve, reject) => {
      const id = this.nextQuestion++;
      this.questions.set(id, {resolve, reject});
      if (this.worker) this.post(type, {id, ...fields});
      else this.held.push([type, {id, ...fields}]);
    });
  }

  /** Looks whether a training worker still answers; called with every tick of the page's clock or frame. */
  watch(nowMs) {
    if (this.worker && this.training && this.lastLook !== null) {
      this.silentMs += Math.min(nowMs - this.lastLook, longestLookMs);
      if (this.silentMs > silenceLimitMs) this.crash('The training worker stopped answering.');
    }
    this.lastLook = nowMs;
  }

  post(type, fields) {
    this.worker?.postMessage(makeMessage(type, this.run, fields));
  }

  receive(data) {
    let message;
    try {
      message = checkMessage(data, toPage);
    } catch (error) {
      this.crash(error.message);
      return;
    }
    this.silentMs = 0;
    // Answers hold whatever became of the learner since.
    if (answers.includes(message.type) || (message.type === 'error' && this.questions.has(message.id))) {
      this.settle(message);
      return;
    }
    if (message.type === 'error' && message.fatal) {
      this.crash(message.message);
      return;
    }
    if (isOutdated(message, this.run)) return;
    switch (message.type) {
      case 'ready': return this.handlers.onReady?.();
      case 'state': return this.handlers.onState?.(message.state);
      case 'stats': return this.handlers.onStats?.(message.stats);
      case 'agent':
        this.handlers.onAgent?.(message.bytes);
        this.post('agent_ack');
        return;
      case 'error': return this.handlers.onError?.(message.message, message.about);
    }
  }

  settle(message) {
    const waiting = this.questions.get(message.id);
    this.questions.delete(message.id);
    if (message.type === 'error') {
      waiting?.reject(new Error(message.message));
    } else {
      waiting?.resolve(message.result);
    }
  }

  crash(sentence) {
    this.worker.onmessage = this.worker.onerror = this.worker.onmessageerror = null;
    this.worker.terminate();
    this.worker = null;
    this.training = false;
    this.silentMs = 0;
    for (const {reject} of this.questions.values()) reject(new Error(sentence));
    this.questions.clear();
    this.handlers.onCrash?.(sentence);
  }
}
