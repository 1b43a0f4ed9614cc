// The race: several training workers side by side, whose agents are judged by turns on the evaluation worker. The model
// decides who leads and who wins; here the workers are started, told, judged and ended.

import {TrainerClient} from './trainer_client.js';

/** So much training, at least, lies between two verdicts on a runner: judging costs the runners a core's time. */
const secondsBetweenVerdicts = 1;
/** The first verdict: before it hardly anything is learned. */
const secondsBeforeVerdict = 0.5;
/** After so many failures in a row nobody can be judged. */
const mostFailures = 3;

/**
 * Owns the runners' TrainerClients while a race is on. Handlers: onStats(runner, stats), onVerdict(runner, {seconds,
 * finished, verdict}, bytes), onDropped(runner, sentence), onJudgeFailed(sentence). Hyper-parameters, kicks, rewards,
 * stats and verdicts are JSON text, from one program for the other.
 */
export class Race {
  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {import('./evaluation_client.js').EvaluationClient} options.evaluation
   * @param {object} options.handlers
   */
  constructor({createWorker, evaluation, handlers}) {
    this.createWorker = createWorker;
    this.evaluation = evaluation;
    this.handlers = handlers;
    this.runners = []; // {index, client, ended, latest: {bytes, seconds, finished}, judgedAt: {latest, turn}}
    this.judging = false;
    this.round = 0; // rises with every race and every reward: older verdicts mean nothing
    this.failures = 0;
    this.turn = 0; // counts verdicts
  }

  /** Whether a race is on. */
  get on() {
    return this.runners.length > 0;
  }

  /** Whether a runner trains, or has still to say something. */
  get underWay() {
    return this.judging || this.runners.some(({client}) => client.underWay);
  }

  /**
   * Starts a learner for each of `configs`; one that is on ends first.
   * @param {object} race
   * @param {string[]} race.configs hyper-parameters of each runner
   * @param {string} race.kicks
   * @param {string} race.reward
   * @param {number} race.seconds of training for each
   * @param {{kicks: number, seed: number}} race.judgedBy
   */
  begin({configs, kicks, reward, seconds, judgedBy}) {
    this.stop();
    this.seconds = seconds;
    this.reward = reward;
    this.judgedBy = judgedBy;
    this.failures = 0;
    this.round += 1;
    this.runners = configs.map((config, index) => this.makeRunner(index));
    for (const [index, {client}] of this.runners.entries()) {
      client.ensure(configs[index], kicks, reward);
      client.start();
    }
  }

  makeRunner(index) {
    const drop = (sentence) => this.drop(runner, sentence);
    const client = new TrainerClient(this.createWorker, {
      onStats: (stats, {trainingMs}) => this.takeStats(runner, stats, trainingMs / 1000),
      onAgent: (bytes, {trainingMs, paused}) => this.takeAgent(runner, bytes, trainingMs / 1000, paused),
      onError: drop, // a learner that was refused cannot race
      onCrash: drop,
    });
    const runner = {index, client, ended: false, latest: null, judgedAt: null};
    return runner;
  }

  // --- What goes to all runners ---------------------------------------------------------------------------------------

  start() {
    for (const {client, ended} of this.runners) if (!ended) client.start();
  }

  pause() {
    for (const {client, ended} of this.runners) if (!ended) client.pause();
  }

  setConfigs(configs) {
    for (const {client, index} of this.runners) client.setConfig(configs[index]);
  }

  setKicks(kicks) {
    for (const {client} of this.runners) client.setKicks(kicks);
  }

  /** All go on with another reward, and what they have is judged anew. */
  setReward(reward) {
    this.reward = reward;
    this.round += 1;
    for (const runner of this.runners) {
      runner.client.setReward(reward);
      runner.judgedAt = null;
    }
    this.judgeNext();
  }

  watch(nowMs) {
    for (const {client} of this.runners) client.watch(nowMs);
  }

  // --- The end --------------------------------------------------------------------------------------------------------

  /**
   * Ends the race and hands a runner's learner over.
   * @param {number} index
   * @param {TrainerClient} trainer takes it
   */
  keep(index, trainer) {
    const runner = this.runners.find((each) => each.index === index);
    if (runner) trainer.adopt(runner.client);
    this.stop();
  }

  /** Ends the race and all learners that are still in it. */
  stop() {
    this.round += 1;
    for (const {client} of this.runners) client.close();
    this.runners = [];
  }

  drop(runner, sentence) {
    runner.client.close();
    this.runners = this.runners.filter((each) => each !== runner);
    this.handlers.onDropped(runner.index, sentence);
    this.judgeNext();
  }

  // --- What comes from the runners ------------------------------------------------------------------------------------

  takeStats(runner, stats, seconds) {
    if (seconds >= this.seconds && !runner.ended) {
      runner.ended = true;
      runner.client.pause(); // sends its last agent
    }
    this.handlers.onStats(runner.index, stats);
  }

  takeAgent(runner, bytes, seconds, paused) {
    runner.latest = {bytes, seconds, finished: paused && runner.ended};
    this.judgeNext();
  }

  // Whether there is an agent that is worth a verdict now.
  isDue({latest, judgedAt}) {
    if (!latest || judgedAt?.latest === latest) return false;
    if (latest.finished) return true;
    if (judgedAt === null) return latest.seconds >= secondsBeforeVerdict;
    return latest.seconds - judgedAt.latest.seconds >= secondsBetweenVerdicts;
  }

  // One at a time, who has waited longest first.
  async judgeNext() {
    if (this.judging) return;
    const turn = ({judgedAt}) => judgedAt?.turn ?? -1;
    const [runner] = this.runners.filter((each) => this.isDue(each)).sort((a, b) => turn(a) - turn(b));
    if (!runner) return;
    this.judging = true;
    const {round} = this;
    const {latest} = runner;
    let verdict = null;
    try {
      verdict = await this.evaluation.judge(latest.bytes, {reward: this.reward, ...this.judgedBy});
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (this.on && this.failures >= mostFailures) this.handlers.onJudgeFailed(error.message);
    }
    this.judging = false;
    if (verdict !== null && round === this.round && this.runners.includes(runner)) {
      runner.judgedAt = {latest, turn: ++this.turn};
      const {seconds, finished} = latest;
      this.handlers.onVerdict(runner.index, {seconds, finished, verdict}, latest.bytes);
    }
    this.judgeNext();
  }
}
