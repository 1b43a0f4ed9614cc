// window.backbeat: the page's scripting interface, for people who embed or automate it, and for its own tests.
//
// Everything goes through the same commands as the buttons. A refused call throws an Error whose message is the
// sentence the page would show, and changes nothing.

const evaluationEnds = ['ready', 'failed'];

// An event whose detail is made when a listener first looks at it: where nobody listens, nothing is decoded.
class LazyEvent extends Event {
  #make;
  #detail;

  constructor(type, make) {
    super(type);
    this.#make = make;
  }

  get detail() {
    this.#detail ??= this.#make();
    return this.#detail;
  }
}

/** The scripting interface. Events (addEventListener): schedule, stats, agent, evaluation, race, crash; data in `detail`. */
export class Scripting extends EventTarget {
  #model;
  #works;

  /**
   * @param {import('./model.js').Model} model
   * @param {Object<string, () => boolean>} [works] what the page does by itself: name -> whether it is under way
   */
  constructor(model, works = {}) {
    super();
    this.#model = model;
    this.#works = works;
  }

  /**
   * Everything that can be read: pattern, transport, agent, training, evaluation, MIDI, notices.
   * @returns {object}
   */
  state() {
    return this.#model.send({type: 'state'});
  }

  /**
   * The pattern as text: 'x' onset, 'X' accent, '.' rest; in `locks` 'x' marks snare steps set by hand.
   * @returns {{kick: string, snare: string, locks: string}}
   */
  pattern() {
    const {kick, snare, locks} = this.state();
    return {kick, snare, locks};
  }

  /**
   * Sets the kick, the snare or both. Rows are text ('x...x...') or arrays of velocities 0-127, 2 to 1024 steps long.
   * A snare set here is hand-set on all steps, unless `locks` says on which.
   * @param {string | {kick?: string | number[], snare?: string | number[], locks?: string}} pattern text alone is the kick
   */
  setPattern(pattern) {
    this.#model.send({...(typeof pattern === 'string' ? {kick: pattern} : pattern), type: 'set_pattern'});
  }

  /** Gives all snare steps back to the agent. */
  unlockAll() {
    this.#model.send({type: 'unlock_all'});
  }

  /** @param {number} steps length of the pattern, 2 to 1024 */
  setSteps(steps) {
    this.#model.send({type: 'set_steps', steps});
  }

  /** @param {number} tempoBpm 20 to 300 */
  setTempo(tempoBpm) {
    this.#model.send({type: 'set_tempo', tempo_bpm: tempoBpm});
  }

  /**
   * How the grid is played, by sound and MIDI alike.
   * @param {{swing_percent?: number, humanise_ms?: number, humanise_velocity?: number, seed?: number}} groove swing 50 to
   *   75, humanise 0 to 20 ms and 0 to 30 of velocity
   */
  setGroove(groove) {
    this.#model.send({...groove, type: 'set_groove'});
  }

  /**
   * Shows and plays another pattern of the bank; while playing, from where the one that plays ends.
   * @param {number} slot 0 to 15
   */
  selectSlot(slot) {
    this.#model.send({type: 'select_slot', slot});
  }

  /**
   * How one step is played.
   * @param {string} voice one of 'kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom'
   * @param {number} step from 0
   * @param {{probability?: number, micro?: number, ratchets?: number}} detail percent of the cycles, percent of a step
   *   (-50 early to 50 late), hits in the step (1 to 4)
   */
  setDetail(voice, step, detail) {
    this.#model.send({...detail, type: 'set_detail', voice, step});
  }

  /**
   * @param {string} voice one of 'kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom'
   * @param {{length?: number, mute?: boolean, solo?: boolean}} settings length of the voice's own cycle in steps, 0 for
   *   the pattern's
   */
  setVoice(voice, settings) {
    this.#model.send({...settings, type: 'set_voice', voice});
  }

  /** Takes back the last change of anything: steps, sliders, patterns, agents. Throws if there is none. */
  undo() {
    this.#model.send({type: 'undo'});
  }

  /** Takes the last undo() back. Throws if there is none. */
  redo() {
    this.#model.send({type: 'redo'});
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#model.send({type: 'set_volume', volume});
  }

  /** Plays from the first step. Sound needs one click or key press on the page before, as browsers have it. */
  play() {
    this.#model.send({type: 'play'});
  }

  stop() {
    this.#model.send({type: 'stop'});
  }

  /** @param {boolean} [on] whether what is played in by MIDI, keys or pads goes into the pattern */
  record(on = true) {
    this.#model.send({type: 'record', on});
  }

  /** The kicks of the last cycle that was played in become the pattern, and the agent answers them. */
  answerMe() {
    this.#model.send({type: 'answer_me'});
  }

  /** @param {string} target what the next MIDI control that moves is bound to: `command({type: 'learn_targets'})` */
  learn(target) {
    this.#model.send({type: 'learn_begin', target});
  }

  /** Starts training, or goes on. */
  train() {
    this.#model.send({type: 'train'});
  }

  pause() {
    this.#model.send({type: 'pause'});
  }

  /** A fresh agent with the hyper-parameters as they are set. */
  reset() {
    this.#model.send({type: 'reset'});
  }

  /**
   * Trains several fresh agents side by side and keeps the best by regret over held-out kicks. It is over after `seconds`
   * of training each, or earlier by keepBest(), reset() or another length.
   * @param {{runners?: number, by?: 'seeds' | 'settings', seconds?: number}} [options] as `state().race_settings`
   * @returns {Promise<object>} the race when it is over, as `state().race`: `winner` is an index of `runners`, or null
   */
  race(options = {}) {
    this.#model.send({...options, type: 'race'});
    return new Promise((resolve) => {
      this.addEventListener('race', ({detail}) => resolve(detail), {once: true});
    });
  }

  /** Ends a race now: who leads is kept and goes on training. */
  keepBest() {
    this.#model.send({type: 'race_keep'});
  }

  /**
   * Sets hyper-parameters, all or none.
   * @param {Object<string, number | boolean | string>} config names as in `state().config`
   */
  configure(config) {
    this.#model.send({type: 'set_config', config});
  }

  /**
   * What an answer should be like. Heard at the next bar; a training goes on with it.
   * @param {{terms?: Object<string, {weight?: number, mode?: string, level?: number}>, liked?: string | null}} reward as
   *   `state().reward`; what is missing stays as it is
   */
  setReward(reward) {
    this.#model.send({type: 'set_reward', reward});
  }

  /**
   * Sets one term of the reward.
   * @param {string} term its name in `state().reward.terms`
   * @param {{weight?: number, mode?: 'maximise' | 'minimise' | 'target', level?: number}} setting weight from -1 to 1,
   *   level from 0 to 1
   */
  setTerm(term, setting) {
    this.#model.send({...setting, type: 'set_term', term});
  }

  /** @param {string} name 'Original', 'Backbeat', …: `command({type: 'presets'})` lists them */
  setPreset(name) {
    this.#model.send({type: 'set_preset', name});
  }

  /** The snare that is shown becomes the favourite that answers may be like. */
  likeSnare() {
    this.#model.send({type: 'like_snare'});
  }

  /** @param {boolean} on whether answers are searched around for a better one */
  setThink(on) {
    this.#model.send({type: 'set_think', on});
  }

  /** @param {number} density -1 (sparser) to 1 (denser) than the agent answers by itself; heard at the next bar */
  setDensity(density) {
    this.#model.send({type: 'set_density', density});
  }

  /** @param {boolean} on whether the agent's hits are accents and ghost notes, or all alike */
  setDynamics(on) {
    this.#model.send({type: 'set_dynamics', on});
  }

  /** The agent that plays, as it is now, is put aside as B. */
  abStore() {
    this.#model.send({type: 'ab_store'});
  }

  /**
   * The other of the two agents plays from the next bar.
   * @returns {'a' | 'b'} its side
   */
  abToggle() {
    return this.#model.send({type: 'ab_toggle'}).side;
  }

  /** Agent B is gone, and A plays. */
  abClear() {
    this.#model.send({type: 'ab_clear'});
  }

  /**
   * Judges the agent that plays by the reward that is set: over kicks it never heard, against the true optimum; for the
   * preset "Original" also the best case, the worst case and random starts.
   * @param {{iterations?: number, starts?: number, kicks?: number}} [options]
   * @returns {Promise<object>} the report, as in `state().evaluation.result`
   */
  evaluate(options = {}) {
    return new Promise((resolve, reject) => {
      const onEvaluation = ({detail}) => {
        if (!evaluationEnds.includes(detail.status)) return;
        this.removeEventListener('evaluation', onEvaluation);
        if (detail.status === 'ready') resolve(detail.result);
        else reject(new Error(detail.sentence));
      };
      this.addEventListener('evaluation', onEvaluation);
      try {
        this.#model.send({...options, type: 'evaluate'});
      } catch (error) {
        this.removeEventListener('evaluation', onEvaluation);
        reject(error);
      }
    });
  }

  /** @returns {Uint8Array} the agent that plays, as a safetensors file */
  exportAgent() {
    return this.#model.exportAgent().bytes;
  }

  /**
   * Plays this agent from the next bar; a bad file is refused and the old agent goes on.
   * @param {Uint8Array | ArrayBuffer} bytes a safetensors file
   * @param {string} [name]
   * @returns {object} the agent's card, as in `state().agent`
   */
  importAgent(bytes, name = 'agent.safetensors') {
    return this.#model.send({type: 'load_agent', name, origin: 'file'}, new Uint8Array(bytes));
  }

  /**
   * What the page is still doing by itself: 'frame', something is to be drawn; 'saving'; 'question', a worker works out
   * the best answer or a verdict; 'training', until the last agent after a pause has come; 'progress', an agent of the
   * training is judged or about to be; 'clock', something plays or the sound is open. Empty, the page stands still until
   * somebody does something: the moment for a picture of it.
   * @returns {string[]}
   */
  underWay() {
    return Object.keys(this.#works).filter((name) => this.#works[name]());
  }

  /** @returns {object[]} the texts of the last frame, as App.texts() has them; noted from the first call on */
  texts() {
    const texts = this.#model.app.texts();
    this.#model.onChange();
    return texts;
  }

  /** @returns {Object<string, number[]>} where the controls are: name -> [x, y, width, height] in CSS pixels */
  widgets() {
    return this.#model.app.widgets();
  }

  /**
   * Any other command of the page, by name; `command({type: 'commands'})` lists them.
   * @param {object} command
   */
  command(command) {
    return this.#model.send(command);
  }

  /** Tells the listeners. */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  /** The same; `make` gives the detail to the first who looks at it. */
  emitLazily(type, make) {
    this.dispatchEvent(new LazyEvent(type, make));
  }
}
