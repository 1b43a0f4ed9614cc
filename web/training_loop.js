// The worker's side of the protocol: owns the trainer program, trains in short chunks, or answers the page's questions.
//
// Everything it needs from its surroundings (clock, postMessage, a way to yield) comes in as an argument, so the tests
// run it in Node with the same trainer.wasm.

import {checkMessage, makeMessage, toWorker} from './protocol.js';

/** A chunk of training before the worker looks at its messages again: short enough that a pause feels immediate. */
const chunkMs = 20;
/**
 * One call into the program. V8 moves wasm code to its optimising compiler only between calls, so a chunk is many calls.
 */
const callMs = 2;
/** Steps without learning (warm-up) are far quicker than those with: a call must not grow long on their account. */
const maxStepsPerCall = 128;
const statsIntervalMs = 100;
const agentIntervalMs = 500;

const tooLarge = 'The file is larger than any agent.';

/** Trains, and talks to the page in the messages of protocol.js. */
export class TrainingLoop {
  /**
   * @param {object} options
   * @param {() => Promise<object>} options.loadTrainer resolves to the Emscripten module of the trainer
   * @param {(message: object, transfer?: Transferable[]) => void} options.post
   * @param {(callback: () => void) => void} options.yieldTo calls back after waiting messages were handled
   * @param {() => number} options.now milliseconds
   */
  constructor({loadTrainer, post, yieldTo, now}) {
    this.loadTrainer = loadTrainer;
    this.post = post;
    this.yieldTo = yieldTo;
    this.now = now;
    this.trainer = null;
    this.hasLearner = false;
    this.run = 0;
    this.training = false;
    this.dead = false;
    this.looping = false;
    this.waiting = []; // messages that came while the program was loading
    this.stepsPerCall = 32;
    this.resetCounters();
  }

  resetCounters() {
    this.trainingMs = 0; // time spent inside the program, for honest "seconds of training"
    this.stepsSinceStats = 0;
    this.msSinceStats = 0;
    this.lastStats = -Infinity;
    this.lastAgent = -Infinity;
    this.agentUnacknowledged = false;
    this.agentOwed = false; // a final agent is to go out as soon as the last one is acknowledged
  }

  /** Handles one message of the page. Never throws: trouble goes back as an `error` message. */
  async handle(data) {
    if (this.dead) return;
    let message;
    try {
      message = checkMessage(data, toWorker);
    } catch (error) {
      this.postError(error.message, {fatal: true});
      return;
    }
    try {
      if (message.type === 'init' || message.type === 'load') {
        await this.load(message);
      } else if (!this.trainer) {
        this.waiting.push(message);
      } else {
        this.dispatch(message);
      }
    } catch (error) {
      this.crash(error, message);
    }
  }

  async load(message) {
    this.trainer = await this.loadTrainer();
    if (message.type === 'init') {
      this.create(message);
      if (this.hasLearner) {
        this.send('ready');
        this.sendAgent();
      }
    }
    const waiting = this.waiting;
    this.waiting = [];
    for (const late of waiting) this.dispatch(late);
  }

  dispatch(message) {
    switch (message.type) {
      case 'start': return this.start();
      case 'pause': return this.pause();
      case 'reset': return this.reset(message);
      case 'set_config': return this.setConfig(message);
      case 'set_pattern': return this.setPattern(message);
      case 'set_reward': return this.setReward(message);
      case 'load_agent': return this.loadAgent(message);
      case 'agent_ack': return this.acknowledge();
      case 'evaluate': return this.evaluate(message);
      case 'judge': return this.judge(message);
      case 'truth': return this.truth(message);
    }
  }

  create({config, kicks, reward, run}) {
    this.run = run;
    this.resetCounters();
    this.setReward({reward}); // before the learner is there, so that it starts with it
    this.hasLearner = this.call('trainer_create', config) !== 0;
    if (!this.hasLearner) {
      this.training = false;
      this.postError(this.trainerError(), {about: 'reset'});
      return;
    }
    this.setPattern({kicks});
  }

  start() {
    if (!this.hasLearner) return; // why was told when it was refused
    this.training = true;
    this.send('state', {state: 'training'});
    if (this.looping) return;
    this.looping = true;
    this.yieldTo(() => this.chunk());
  }

  pause() {
    this.training = false;
    if (this.hasLearner) {
      this.sendStats();
      this.sendAgent();
    }
    this.send('state', {state: 'paused', agent_follows: this.agentOwed});
  }

  reset(message) {
    this.create(message);
    if (!this.hasLearner) return;
    this.send('state', {state: this.training ? 'training' : 'ready'});
    this.sendAgent(); // what plays is what the panel says: nothing learned yet
  }

  setConfig({config}) {
    if (!this.call('trainer_set_config', config)) this.postError(this.trainerError(), {about: 'set_config'});
  }

  setPattern({kicks}) {
    if (!this.call('trainer_set_kicks', kicks)) this.postError(this.trainerError(), {about: 'set_pattern'});
  }

  setReward({reward}) {
    if (!this.call('trainer_set_reward', reward)) this.postError(this.trainerError(), {about: 'set_reward'});
  }

  loadAgent({bytes, run}) {
    this.run = run;
    if (!this.fillInbox(bytes)) return this.postError(tooLarge, {about: 'load_agent'});
    if (!this.trainer._trainer_load_agent()) return this.postError(this.trainerError(), {about: 'load_agent'});
    this.hasLearner = true;
    this.resetCounters();
  }

  acknowledge() {
    this.agentUnacknowledged = false;
    if (this.agentOwed) this.sendAgent();
  }

  evaluate({type, id, bytes, options}) {
    if (!this.fillInbox(bytes)) return this.postError(tooLarge, {about: type, id});
    this.answer('evaluation', {about: type, id}, this.call('trainer_evaluate', options));
  }

  judge({type, id, bytes, reward, kicks, seed}) {
    if (!this.fillInbox(bytes)) return this.postError(tooLarge, {about: type, id});
    this.answer('verdict', {about: type, id}, this.call('trainer_judge', reward, kicks, seed));
  }

  truth({type, id, question}) {
    this.answer('truth', {about: type, id}, this.call('trainer_truth', question));
  }

  // The program's text as the answer to a message, or where it gave none its sentence as an error about it.
  answer(type, {about, id}, pointer) {
    if (pointer === 0) this.postError(this.trainerError(), {about, id});
    else this.send(type, {id, result: this.trainer.UTF8ToString(pointer)});
  }

  // One chunk, then back to the message queue.
  chunk() {
    if (!this.training || this.dead) {
      this.looping = false;
      return;
    }
    try {
      const start = this.now();
      let now = start;
      do {
        const before = now;
        const steps = this.trainer._trainer_run(this.stepsPerCall);
        now = this.now();
        this.stepsSinceStats += steps;
        if (this.trainer._trainer_mark() > 0) this.sendMark(this.trainingMs + now - start);
        // Halve or double towards the length of call we want. Clocks in a browser are coarse, hence the wide band.
        const ms = now - before;
        if (ms > 2 * callMs && this.stepsPerCall > 1) this.stepsPerCall = Math.ceil(this.stepsPerCall / 2);
        if (ms < callMs / 2 && this.stepsPerCall < maxStepsPerCall) this.stepsPerCall *= 2;
      } while (now - start < chunkMs);
      this.trainingMs += now - start;
      this.msSinceStats += now - start;
      if (now - this.lastStats >= statsIntervalMs) this.sendStats();
      if (now - this.lastAgent >= agentIntervalMs && !this.agentUnacknowledged) this.sendAgent();
      this.yieldTo(() => this.chunk());
    } catch (error) {
      this.crash(error, {type: 'start'});
    }
  }

  sendStats() {
    const stats = this.trainer.UTF8ToString(this.trainer._trainer_stats());
    const rate = this.msSinceStats > 0 ? (1000 * this.stepsSinceStats) / this.msSinceStats : null;
    this.stepsSinceStats = 0;
    this.msSinceStats = 0;
    this.lastStats = this.now();
    this.send('stats', {stats, training_ms: this.trainingMs, env_steps_per_s: rate});
  }

  sendAgent() {
    if (this.agentUnacknowledged) {
      this.agentOwed = true;
      return;
    }
    this.agentOwed = false;
    const bytes = this.encodeAgent();
    if (!bytes) return;
    this.lastAgent = this.now();
    this.agentUnacknowledged = true;
    this.send('agent', {bytes, training_ms: this.trainingMs, paused: !this.training}, [bytes.buffer]);
  }

  sendMark(trainingMs) {
    const bytes = this.encodeAgent();
    if (bytes) this.send('mark', {bytes, training_ms: trainingMs}, [bytes.buffer]);
  }

  // The agent as a file, or null and why was told. A copy: the view looks into the program's memory, which goes on changing.
  encodeAgent() {
    if (!this.trainer._trainer_encode_agent()) {
      this.postError(this.trainerError(), {about: 'agent'});
      return null;
    }
    const pointer = this.trainer._trainer_bytes();
    return this.trainer.HEAPU8.slice(pointer, pointer + this.trainer._trainer_bytes_size());
  }

  send(type, fields, transfer) {
    this.post(makeMessage(type, this.run, fields), transfer);
  }

  postError(text, {fatal = false, about = null, id = null} = {}) {
    this.send('error', {message: text, fatal, about, id});
  }

  // The program's memory cannot be trusted after a trap: this worker says so and does nothing more.
  crash(error, message) {
    this.dead = true;
    this.training = false;
    this.looping = false;
    this.postError(`${this.hasLearner ? 'Training' : 'The evaluation'} stopped: ${error?.message ?? error}`, {fatal: true, about: message?.type ?? null});
  }

  trainerError() {
    return this.trainer.UTF8ToString(this.trainer._trainer_error());
  }

  // A function of the program that takes a text, and numbers.
  call(name, text, ...numbers) {
    const pointer = this.trainer.stringToNewUTF8(text);
    try {
      return this.trainer[`_${name}`](pointer, ...numbers);
    } finally {
      this.trainer._free(pointer);
    }
  }

  fillInbox(bytes) {
    const pointer = this.trainer._trainer_inbox(bytes.length);
    if (pointer !== 0) this.trainer.HEAPU8.set(bytes, pointer);
    return pointer !== 0;
  }
}
