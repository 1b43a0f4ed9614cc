// The page's side of a training worker: starts it when it is first needed, counts runs, hands its messages on, and
// notices when it has died. The worker owns the learner; here are only copies.

import {isOutdated} from './protocol.js';
import {WorkerLink} from './worker_link.js';

/** A worker that trains and says nothing for so long has hung. Only time in which the page itself was awake counts. */
const silenceLimitMs = 10000;
/** The same before its first word: the program has to come first, on a slow line too. */
const loadLimitMs = 120000;
/** A longer gap between two looks means that the page or the machine slept. */
const longestLookMs = 500;

/**
 * Speaks with a training worker. Handlers: onReady(), onState(state), onStats(stats, {trainingMs, envStepsPerS}),
 * onAgent(bytes, {trainingMs, paused}), onMark(bytes, {trainingMs}), onError(sentence, about), onCrash(sentence).
 * Hyper-parameters, kicks, rewards and stats are JSON text, from one program for the other.
 */
export class TrainerClient {
  /**
   * @param {() => Worker} createWorker
   * @param {object} handlers
   */
  constructor(createWorker, handlers) {
    this.createWorker = createWorker;
    this.handlers = handlers;
    this.link = null;
    this.run = 0;
    this.training = false;
    this.pausing = 0; // pauses that the worker has not told of yet
    this.agentFollows = false; // it paused, and its last agent is still to come
    this.spoke = false; // this worker has said something
    this.silentMs = 0;
    this.lastLook = null;
  }

  /** Whether the learner trains, or has paused and not said its last word. */
  get underWay() {
    return this.training || this.pausing > 0 || this.agentFollows;
  }

  /**
   * Makes sure that a worker with a learner is there; a dead one is replaced by a new one.
   * @param {string} config hyper-parameters, keys as in the table
   * @param {string} kicks list of rows like 'x...x...', the musician's first
   * @param {string} reward what an answer should be like
   * @returns {boolean} true if this call started one
   */
  ensure(config, kicks, reward) {
    if (this.link) return false;
    this.run += 1;
    this.spoke = false;
    this.link = new WorkerLink(this.createWorker(), 'training', this);
    this.post('init', {config, kicks, reward});
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
    if (this.link) this.pausing += 1;
    this.post('pause');
  }

  /** A fresh learner; whatever the old one still had under way is dropped from now on. */
  reset(config, kicks, reward) {
    this.replaceRun();
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
    this.replaceRun();
    this.post('load_agent', {bytes});
  }

  /** Ends the worker and the learner in it, if there is one. */
  close() {
    this.link?.close();
    this.forget();
  }

  /**
   * Takes the worker of another client over, with its learner, in place of its own; the other has none then.
   * @param {TrainerClient} other one whose worker is alive
   */
  adopt(other) {
    this.link?.close();
    this.link = other.link;
    this.link.owner = this;
    this.run = other.run;
    this.spoke = other.spoke;
    this.training = other.training;
    this.pausing = other.pausing;
    this.agentFollows = other.agentFollows;
    this.silentMs = 0;
    other.forget();
  }

  /** Looks whether a training worker still answers; called with every tick of the page's clock or frame. */
  watch(nowMs) {
    if (this.link && this.training && this.lastLook !== null) {
      this.silentMs += Math.min(nowMs - this.lastLook, longestLookMs);
      if (this.silentMs > (this.spoke ? silenceLimitMs : loadLimitMs)) {
        this.link.die(this.spoke ? 'The training worker stopped answering.'
          : 'The training program has not come: check the connection and press Train again.');
      }
    }
    this.lastLook = nowMs;
  }

  post(type, fields) {
    this.link?.post(type, this.run, fields);
  }

  // What the learner so far has still to say is not heard.
  replaceRun() {
    this.run += 1;
    this.pausing = 0;
    this.agentFollows = false;
  }

  forget() {
    this.link = null;
    this.training = false;
    this.pausing = 0;
    this.agentFollows = false;
    this.silentMs = 0;
  }

  // --- What the link says -------------------------------------------------------------------------------------------

  receive(message) {
    this.silentMs = 0;
    this.spoke = true;
    if (isOutdated(message, this.run)) return;
    switch (message.type) {
      case 'ready': return this.handlers.onReady?.();
      case 'state':
        if (message.state === 'paused') {
          this.pausing = Math.max(0, this.pausing - 1);
          this.agentFollows = message.agent_follows;
        }
        return this.handlers.onState?.(message.state);
      case 'stats':
        return this.handlers.onStats?.(message.stats,
          {trainingMs: message.training_ms, envStepsPerS: message.env_steps_per_s});
      case 'agent':
        if (message.paused) this.agentFollows = false;
        this.handlers.onAgent?.(message.bytes, {trainingMs: message.training_ms, paused: message.paused});
        this.post('agent_ack');
        return;
      case 'mark':
        return this.handlers.onMark?.(message.bytes, {trainingMs: message.training_ms});
      case 'error': return this.handlers.onError?.(message.message, message.about);
    }
  }

  died(sentence) {
    this.forget();
    this.handlers.onCrash?.(sentence);
  }
}
