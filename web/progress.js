// How good the agent of a training is while it learns: the evaluation worker judges what the training sends, one agent at a
// time, on kicks that no training hears. Marks come first and all of them, of the others the newest.

const betweenVerdictsMs = 700; // from one verdict to the next question, so that the training keeps its core
const mostFailures = 3; // in a row; then nothing is judged any more until the next start

/** Asks for verdicts and hands them on. */
export class Progress {
  /**
   * @param {object} options
   * @param {import('./evaluation_client.js').EvaluationClient} options.evaluation
   * @param {(progress: {updates: number, seconds: number, verdict: string}) => void} options.onVerdict
   * @param {(callback: () => void, ms: number) => number} [options.later] setTimeout
   */
  constructor({evaluation, onVerdict, later = (...call) => setTimeout(...call)}) {
    this.evaluation = evaluation;
    this.onVerdict = onVerdict;
    this.later = later;
    this.round = 0; // rises with each start and each reward: what was asked before counts no more
    this.judging = false; // one question at a time, also one that counts no more: they would pile up
    this.stop();
  }

  get on() {
    return this.reward !== null;
  }

  /** Whether a verdict is under way or to come. */
  get underWay() {
    return this.judging || this.marks.length > 0 || this.newest !== null;
  }

  /**
   * From now on agents are judged.
   * @param {string} reward JSON text
   * @param {{kicks: number, seed: number}} judgedBy
   */
  start(reward, judgedBy) {
    if (reward === this.reward) return;
    this.stop();
    this.reward = reward;
    this.judgedBy = judgedBy;
  }

  /** Another learner by the same reward: what was asked about the former one is dropped. */
  again() {
    if (!this.on) return;
    const {reward, judgedBy} = this;
    this.stop();
    this.start(reward, judgedBy);
  }

  /** Another reward: verdicts of before mean nothing any more. */
  setReward(reward) {
    if (this.on) this.start(reward, this.judgedBy);
  }

  /** Nothing is judged until the next start; what is under way is dropped. */
  stop() {
    this.round += 1;
    this.reward = null; // nothing is judged
    this.marks = [];
    this.newest = null;
    this.failures = 0;
  }

  /** @param {Uint8Array} bytes an agent after so many updates and seconds of training */
  addMark(bytes, {updates, seconds}) {
    if (!this.on) return;
    this.marks.push({bytes, updates, seconds});
    this.next();
  }

  /** The same, which gives way to a newer one. */
  add(bytes, {updates, seconds}) {
    if (!this.on) return;
    this.newest = {bytes, updates, seconds};
    this.next();
  }

  async next() {
    if (this.judging || !this.on) return;
    const asked = this.marks.shift() ?? this.newest;
    if (!asked) return;
    if (asked === this.newest) this.newest = null;
    this.judging = true;
    const {round} = this;
    try {
      const verdict = await this.evaluation.judge(asked.bytes, {reward: this.reward, ...this.judgedBy});
      if (round !== this.round) return this.goOn();
      this.failures = 0;
      this.onVerdict({updates: asked.updates, seconds: asked.seconds, verdict});
    } catch {
      if (round !== this.round) return this.goOn(); // what broke the worker is told elsewhere
      this.failures += 1;
      if (this.failures >= mostFailures) this.stop();
    }
    this.later(() => this.goOn(), betweenVerdictsMs);
  }

  goOn() {
    this.judging = false;
    this.next();
  }
}
