// The desk as plain controls beside the canvas, driven by the same model: for screen readers, and for whoever works the
// page by keyboard alone. It is out of sight until something in it has the focus.

import {voiceNames} from './voices.js';

const refreshMs = 400;
const mostSteps = 64; // columns at once; longer patterns are turned over
const termModes = ['maximise', 'minimise', 'target'];
const modeWords = {maximise: 'more', minimise: 'less', target: 'about'};

const spoken = (name) => name.replaceAll('_', ' ');

/** Makes an element with attributes (text: its words) and children. */
function make(tag, {text, ...attributes} = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The mirror of the desk. */
export class Mirror {
  /**
   * @param {object} options
   * @param {HTMLElement} options.root
   * @param {import('./model.js').Model} options.model
   */
  constructor({root, model}) {
    this.root = root;
    this.model = model;
    this.first = 0; // step of the first column
    this.shape = ''; // of the grid that stands
    this.updaters = []; // what follows the state: (state) => void
    this.timer = null;
    this.presets = model.app.command({type: 'presets'});
    this.starters = model.app.command({type: 'starters'});
    this.bands = model.app.command({type: 'bands'});
    const targets = model.app.command({type: 'learn_targets'});
    this.kits = targets.filter(({name}) => name.startsWith('kit:')).map(({name}) => name.slice(4));
    this.titles = Object.fromEntries(targets.map(({name, label}) => [name, label.replace(/^the weight of /, '')]));
    this.build();
    this.refresh();
  }

  /** Something may have changed: looks at it soon. */
  wake() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.refresh();
    }, refreshMs);
  }

  // Who acts, acts on what is, and not on what was seen last.
  catchUp() {
    clearTimeout(this.timer);
    this.timer = null;
    this.refresh();
  }

  send(command) {
    this.model.report(command);
    this.refresh();
  }

  // --- Controls ---------------------------------------------------------------------------------------------------

  button(words, onclick, follow) {
    const button = make('button', {type: 'button', text: words, onclick});
    if (follow) this.updaters.push((state) => follow(button, state));
    return button;
  }

  // A button that is on or off, and what keeps it so.
  flag(words, isOn, turn, label = words) {
    const onclick = () => {
      this.catchUp();
      turn(!isOn(this.state));
    };
    const button = make('button', {type: 'button', text: words, 'aria-label': label, onclick});
    return {button, follow: (state) => button.setAttribute('aria-pressed', String(isOn(state)))};
  }

  toggle(words, isOn, turn) {
    const {button, follow} = this.flag(words, isOn, turn);
    this.updaters.push(follow);
    return button;
  }

  slider(words, {min, max, step}, valueOf, turn) {
    const input = make('input', {type: 'range', min, max, step, oninput: () => turn(Number(input.value))});
    this.updaters.push((state) => {
      if (document.activeElement !== input) input.value = String(valueOf(state));
    });
    return make('label', {text: `${words} `}, input);
  }

  choice(words, names, valueOf, choose) {
    const select = make('select', {onchange: () => choose(select.value)}, ...names.map((name) => make('option', {value: name, text: spoken(name)})));
    this.updaters.push((state) => {
      if (document.activeElement !== select) select.value = valueOf(state) ?? '';
    });
    return make('label', {text: `${words} `}, select);
  }

  // What replaces a lot is chosen first and taken by a button: arrow keys alone change a closed list.
  offer(words, list, type) {
    const select = make('select', {}, ...list.map(({name, help}) => make('option', {value: name, text: help ? `${name}: ${help}` : name})));
    return [make('label', {text: `${words} `}, select), this.button(`Take this ${words.toLowerCase()}`, () => this.send({type, name: select.value}))];
  }

  build() {
    const command = (type, more = {}) => () => this.send({type, ...more});
    this.live = make('p', {role: 'status'});
    this.progress = make('p', {role: 'status'});
    this.grid = make('table', {role: 'grid', 'aria-label': 'Steps: arrows move, Enter sets or erases'});
    this.grid.addEventListener('keydown', (event) => this.moveInGrid(event));
    this.terms = make('div', {role: 'group', 'aria-label': 'Reward'});
    this.root.replaceChildren(
      make('h1', {text: 'Backbeat'}),
      make('p', {text: 'All controls of the desk as a list. Escape goes back to the desk.'}),
      this.live,
      this.progress,
      make('div', {role: 'toolbar', 'aria-label': 'Playing'},
        this.toggle('Play', ({playing}) => playing, (on) => this.send({type: on ? 'play' : 'stop'})),
        this.toggle('Record', ({recording}) => recording.on, (on) => this.send({type: 'record', on})),
        this.toggle('Metronome', ({metronome}) => metronome, (on) => this.send({type: 'set_metronome', on})),
        this.button('Undo', () => this.state.can_undo && this.send({type: 'undo'}), (button, {can_undo: can, undo_label: label}) => {
          button.setAttribute('aria-disabled', String(!can)); // still there for the focus
          button.textContent = can ? `Undo ${label}` : 'Undo';
        }),
        this.button('Redo', () => this.state.can_redo && this.send({type: 'redo'}), (button, {can_redo: can}) => {
          button.setAttribute('aria-disabled', String(!can));
        })),
      make('div', {role: 'group', 'aria-label': 'Sound and tempo'},
        this.slider('Tempo in BPM', {min: 20, max: 300, step: 1}, (state) => state.tempo_bpm, (bpm) => this.send({type: 'set_tempo', tempo_bpm: bpm, join: 'tempo'})),
        this.slider('Swing in percent', {min: 50, max: 75, step: 0.5}, ({groove}) => groove.swing_percent, (swing) => this.send({type: 'set_groove', swing_percent: swing, join: 'swing'})),
        this.slider('Volume', {min: 0, max: 1, step: 0.05}, ({volume}) => volume, (volume) => this.send({type: 'set_volume', volume, join: 'volume'})),
        this.choice('Kit', this.kits, ({kit}) => kit, (kit) => this.send({type: 'set_kit', kit}))),
      make('div', {role: 'group', 'aria-label': 'Patterns'},
        this.choice('Pattern', [...'ABCDEFGHIJKLMNOP'], ({slot}) => String.fromCharCode(65 + slot), (letter) => this.send({type: 'select_slot', slot: letter.charCodeAt(0) - 65})),
        ...this.offer('Starter groove', this.starters, 'starter'),
        ...this.offer('Band', this.bands, 'set_band'),
        this.button('Steps before', () => this.turn(-mostSteps)),
        this.button('Steps after', () => this.turn(mostSteps))),
      make('div', {'aria-label': 'Pattern', role: 'region'}, this.grid),
      make('div', {role: 'group', 'aria-label': 'Answers'},
        this.choice('Style', ['', ...this.presets.map(({name}) => name)], ({reward}) => reward.preset ?? '', (name) => name && this.send({type: 'set_preset', name})),
        this.slider('Density', {min: -1, max: 1, step: 0.05}, ({density}) => density, (density) => this.send({type: 'set_density', density, join: 'density'})),
        this.toggle('Dynamics', ({dynamics}) => dynamics, (on) => this.send({type: 'set_dynamics', dynamics: on})),
        this.toggle('Think longer', ({think}) => think, (on) => this.send({type: 'set_think', think: on}))),
      this.terms,
      make('div', {role: 'toolbar', 'aria-label': 'Training'},
        this.toggle('Train', ({training}) => training.status === 'training', (on) => this.send({type: on ? 'train' : 'pause'})),
        this.button('Reset the agent', command('reset')),
        this.button('Evaluate', command('evaluate')),
        this.button('Keep this agent', command('keep_agent')),
        this.button('Answer what I played', command('answer_me'))),
      make('div', {role: 'toolbar', 'aria-label': 'Files and MIDI'},
        this.button('Open a file', command('open_agent')),
        this.button('Save the agent', command('download', {what: 'agent'})),
        this.button('Save as MIDI', command('take_along', {what: 'midi'})),
        this.button('Save as WAV', command('take_along', {what: 'wav'})),
        this.button('Save everything', command('take_along', {what: 'groove'})),
        this.button('Copy a link', command('take_along', {what: 'link'})),
        this.button('Connect MIDI', command('midi_connect'))),
    );
  }

  // --- The grid ---------------------------------------------------------------------------------------------------

  turn(by) {
    const last = Math.floor((this.state.steps - 1) / mostSteps) * mostSteps;
    this.first = Math.max(0, Math.min(last, this.first + by));
    this.refresh();
  }

  buildGrid({steps}) {
    const columns = Array.from({length: Math.min(mostSteps, steps - this.first)}, (_, i) => this.first + i);
    const head = make('tr', {}, make('th', {scope: 'col', text: 'Row'}), ...columns.map((step) => make('th', {scope: 'col', text: String(step + 1)})));
    this.cells = voiceNames.map((voice) => columns.map((step) => make('td', {
      role: 'gridcell', tabindex: '-1', 'data-voice': voice, 'data-step': String(step), onclick: () => this.flip(voice, step)})));
    this.heads = voiceNames.map((voice) => {
      const settings = (state) => state.voices.find(({name}) => name === voice);
      const owned = (state) => state.parts.some((part) => part.voice === voice);
      const flag = (words, isOn, turn) => this.flag(words, isOn, turn, `${words} ${spoken(voice)}`);
      return [
        flag('Agent plays', owned, (on) => this.send({type: on ? 'hand_over' : 'take_back', voice})),
        flag('Mute', (state) => settings(state).mute, (on) => this.send({type: 'set_voice', voice, mute: on})),
        flag('Solo', (state) => settings(state).solo, (on) => this.send({type: 'set_voice', voice, solo: on})),
      ];
    });
    const rows = voiceNames.map((voice, i) => make('tr', {},
      make('th', {scope: 'row'}, make('span', {text: `${spoken(voice)} `}), ...this.heads[i].map(({button}) => button)), ...this.cells[i]));
    const focused = this.grid.contains(document.activeElement) ? document.activeElement.dataset : null;
    this.grid.replaceChildren(make('thead', {}, head), make('tbody', {}, ...rows));
    const row = focused?.voice ? voiceNames.indexOf(focused.voice) : 0;
    const column = focused?.step ? Math.max(0, Math.min(columns.length - 1, Number(focused.step) - this.first)) : 0;
    this.cells[row][column].tabIndex = 0;
    if (focused) this.cells[row][column].focus();
  }

  flip(voice, step) {
    this.catchUp();
    const {velocities} = this.state.voices.find(({name}) => name === voice);
    this.send({type: 'set_step', voice, step, velocity: velocities[step] > 0 ? 0 : 100});
  }

  // Arrows move the one cell that takes the focus; Shift with up and down makes it louder or softer.
  moveInGrid(event) {
    const cell = event.target.closest('td');
    if (!cell) return;
    const voice = voiceNames.indexOf(cell.dataset.voice);
    const step = Number(cell.dataset.step);
    const column = step - this.first;
    const ways = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -column], End: [0, this.cells[0].length - 1 - column]};
    if (event.key === 'Enter' || event.key === ' ') this.flip(cell.dataset.voice, step);
    else if (event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) this.louder(cell.dataset.voice, step, event.key === 'ArrowUp' ? 8 : -8);
    else if (event.key in ways) {
      const [down, right] = ways[event.key];
      const next = this.cells[Math.max(0, Math.min(voiceNames.length - 1, voice + down))][Math.max(0, Math.min(this.cells[0].length - 1, column + right))];
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else return;
    event.preventDefault();
  }

  louder(voice, step, by) {
    this.catchUp();
    const velocity = this.state.voices.find(({name}) => name === voice).velocities[step];
    if (velocity > 0) this.send({type: 'set_step', voice, step, velocity: Math.max(1, Math.min(127, velocity + by))});
  }

  // --- What follows the state -------------------------------------------------------------------------------------

  buildTerms({reward}) {
    const rows = Object.keys(reward.terms).map((term) => {
      const title = this.titles[`weight:${term}`] ?? spoken(term);
      const weight = make('input', {type: 'range', min: -1, max: 1, step: 0.05, 'aria-label': `${title}, weight`, oninput: () =>
        this.send({type: 'set_term', term, weight: Number(weight.value), join: term})});
      const mode = make('select', {'aria-label': `${title}, which way`, onchange: () => this.send({type: 'set_term', term, mode: mode.value})},
        ...termModes.map((name) => make('option', {value: name, text: modeWords[name]})));
      const level = make('input', {type: 'range', min: 0, max: 1, step: 0.01, 'aria-label': `${title}, level`, oninput: () =>
        this.send({type: 'set_term', term, level: Number(level.value), join: term})});
      return {term, title, weight, mode, level};
    });
    this.termRows = rows;
    this.terms.replaceChildren(...rows.map(({title, weight, mode, level}) => make('div', {text: `${title} `}, weight, mode, level)));
  }

  refresh() {
    const state = this.model.app.command({type: 'state'});
    this.state = state;
    this.first = Math.min(this.first, Math.floor((state.steps - 1) / mostSteps) * mostSteps);
    const shape = `${state.steps} ${this.first}`;
    if (shape !== this.shape) this.buildGrid(state);
    this.shape = shape;
    if (!this.termRows) this.buildTerms(state);
    for (const follow of this.updaters) follow(state);
    for (const head of this.heads) head.forEach(({follow}) => follow(state));
    for (const [i, voice] of voiceNames.entries()) this.followRow(i, voice, state);
    for (const {term, weight, mode, level} of this.termRows) {
      const setting = state.reward.terms[term];
      if (document.activeElement !== weight) weight.value = String(setting.weight);
      if (document.activeElement !== mode) mode.value = setting.mode;
      if (document.activeElement !== level) level.value = String(setting.level);
      level.hidden = setting.mode !== 'target';
    }
    this.tell(state);
  }

  followRow(i, voice, state) {
    const {velocities} = state.voices.find(({name}) => name === voice);
    const part = state.parts.find((each) => each.voice === voice);
    for (const [column, cell] of this.cells[i].entries()) {
      const step = this.first + column;
      const velocity = velocities[step];
      const owner = !part ? '' : part.locks[step] === 'x' ? ', yours' : ', the agent\'s';
      const words = `${spoken(voice)}, step ${step + 1}, ${velocity > 0 ? `velocity ${velocity}` : 'rest'}${owner}`;
      if (cell.getAttribute('aria-label') === words) continue;
      cell.setAttribute('aria-label', words);
      cell.setAttribute('aria-selected', String(velocity > 0));
      cell.textContent = velocity > 0 ? '●' : '○';
    }
  }

  // What has to be said: notices, and how the training goes when it has gone somewhere.
  tell({notices, training}) {
    const {verdict, status} = training;
    const best = verdict && Math.round(verdict.optimal_share * verdict.kicks);
    const trains = status === 'training' && verdict ? `Training: the best possible answer to ${best} of ${verdict.kicks} kicks it never heard.` : '';
    for (const [place, words] of [[this.live, notices.at(-1)?.text ?? ''], [this.progress, trains]]) {
      if (place.textContent !== words) place.textContent = words;
    }
  }
}
