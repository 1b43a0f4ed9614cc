// Wiring: makes the parts, connects them, starts them in order. What a part does is written in its own file.

import createApp from '#wasm/app.mjs';
import {App} from './app.js';
import {Audio} from './audio.js';
import {Autosave} from './autosave.js';
import {BrowserText} from './browser_text.js';
import {Clock} from './clock.js';
import {EvaluationClient} from './evaluation_client.js';
import {makePicker, readFile, watchDrops} from './files.js';
import {Frames} from './frames.js';
import {Heartbeat} from './heartbeat.js';
import {startInput} from './input.js';
import {bringBack, fetchShippedAgent} from './last_visit.js';
import {MidiIn, MidiInbox, MidiPads} from './midi_in.js';
import {MidiOut} from './midi_out.js';
import {MidiAccess} from './midi_port.js';
import {Mirror} from './mirror.js';
import {Model} from './model.js';
import {startOffline, takeLaunchedFiles, takeNewVersion} from './offline.js';
import {OnlyTab} from './only_tab.js';
import {Progress} from './progress.js';
import {Race} from './race.js';
import {makeRequestHandlers} from './requests.js';
import {isSound, Samples} from './samples.js';
import {Scheduler} from './scheduler.js';
import {Scripting} from './scripting.js';
import {Database, isSessionKey, Storage} from './storage.js';
import {whyUnsupported} from './support.js';
import {LoopbackTest, TimingStats} from './timing.js';
import {TrainerClient} from './trainer_client.js';
import {voiceNames} from './voices.js';
import {startWorker} from './worker_link.js';

const now = () => performance.now();
const element = (id) => document.getElementById(id);
const makeWorker = (file, name) => startWorker(new URL(file, import.meta.url), name);
/** So long the program may be under way before the page says that this takes long. */
const longLoadMs = 8000;
const sampleRate = 48000; // that recorded sounds are brought to

// Refused, these leave the worker without the learner that was asked for; other refusals change nothing.
const replacesLearner = ['reset', 'load_agent'];

async function start() {
  const missing = whyUnsupported();
  if (missing) return showFailure(missing);
  if (await takeNewVersion(navigator.serviceWorker)) return location.reload();
  const shipped = fetchShippedAgent(); // while the program loads
  const app = await loadApp();
  if (!app) return showFailure('The page could not be loaded completely: check the connection and reload it.');
  const whyDark = startDrawing(app);
  const page = makePage(app);
  page.model.connect(page.handlers);
  page.model.send({type: 'machine', cores: navigator.hardwareConcurrency || 1});
  await page.tab.start();
  await bringBack(page.model, page.storage, shipped);
  const desk = page.storage.loadDesk();
  if (desk) app.restoreDesk(desk);
  await openLinked(page.model);
  listen(page);
  if (whyDark) showFailure(whyDark);
  else page.frames.start();
  element('splash').hidden = true;
  mirrorDesk(page);
  performance.mark('interactive');
  window.backbeat = page.scripting;
  dispatchEvent(new CustomEvent('backbeat-ready'));
  // The trainer program comes last, when nothing else is waiting, and first for the questions; Train starts a worker of
  // its own from what the browser has loaded by then.
  (window.requestIdleCallback ?? setTimeout)(() => {
    page.evaluation.open();
    startOffline({container: navigator.serviceWorker, onNews: (sentence) => page.model.notice('info', sentence)});
  });
  takeLaunchedFiles(window.launchQueue, page.openFile);
}

// The desk as plain controls, for who cannot see the canvas or works by keyboard alone.
function mirrorDesk(page) {
  const root = element('mirror');
  page.mirror = new Mirror({root, model: page.model});
  root.hidden = false;
  root.addEventListener('keydown', ({key}) => {
    if (key === 'Escape') element('desk').focus();
  });
}

async function loadApp() {
  const slow = setTimeout(() => {
    element('splash').textContent = 'Loading Backbeat takes long: if it does not come, check the connection and reload.';
  }, longLoadMs);
  try {
    return new App(await createApp());
  } catch (error) {
    console.error(error);
    return null;
  } finally {
    clearTimeout(slow);
  }
}

/** '' or why nothing can be drawn; some browsers' guards throw when a canvas is asked for its context. */
function startDrawing(app) {
  try {
    return app.start('#desk');
  } catch (error) {
    console.error(error);
    return `Nothing can be drawn here, because ${error.message}: allow this page to use WebGL and reload it.`;
  }
}

function showFailure(sentence) {
  element('splash').hidden = true;
  element('failed').textContent = sentence;
  element('failed').hidden = false;
}

// The parts, each with those it needs.
function makePage(app) {
  const page = {app};
  page.frames = new Frames({app, canvas: element('desk'), now, afterFrame: () => {
    page.input.afterFrame();
    page.texts.drain();
    page.model.drain();
  }, onDark: (dark) => {
    if (dark) showFailure('The system has taken the graphics away: reload the page to see it again. What plays goes on.');
    else element('failed').hidden = true;
  }});
  page.texts = new BrowserText({app, makeCanvas: () => document.createElement('canvas'), wake: () => page.frames.wake()});
  page.model = new Model(app, () => {
    page.frames.wake();
    page.mirror?.wake();
  });
  page.scripting = new Scripting(page.model, {
    frame: () => page.frames.underWay,
    saving: () => page.autosave.underWay,
    question: () => page.evaluation.underWay,
    training: () => page.trainer.underWay || page.race.underWay,
    progress: () => page.progress.underWay,
    clock: () => page.heartbeat.clock.running,
  });
  page.storage = new Storage({
    local: () => localStorage,
    database: new Database(() => indexedDB),
    onTrouble: (sentence) => page.model.notice('warning', sentence),
  });
  page.samples = new Samples({
    database: page.storage.database,
    decode: (bytes) => new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes),
    onSample: (voice, {id, name}) => page.model.report({type: 'set_sample', voice: voiceNames[voice], id, name}),
    onBuffers: (buffers) => page.audio.setSamples(buffers),
    onTrouble: (sentence) => page.model.notice('warning', sentence),
  });
  page.tab = new OnlyTab({
    locks: () => navigator.locks,
    onSecond: (sentence) => page.model.notice('warning', sentence),
  });
  page.autosave = new Autosave(page.model, page.storage, page.tab);
  makeOutputs(page);
  makeTraining(page);
  makeRace(page);
  page.heartbeat = new Heartbeat({
    makeClock: (onTick) => new Clock(makeWorker('clock_worker.js', 'clock'), onTick, () => page.model.notice('warning',
      'The clock worker could not run here: keep this tab in front while it plays, or the beat falters.')),
    scheduler: page.scheduler,
    audio: page.audio,
    watched: [page.trainer, page.race],
    now,
    afterTick: () => {
      page.inbox.flush();
      const timing = page.heartbeat.playing && page.timing.report(now());
      if (timing) page.model.report(timing);
      page.model.drain();
      page.frames.wake();
    },
  });
  page.openFile = (file, place) => (isSound(file) ? openSound(page, file, place) : openFile(page, file, place));
  page.openPicker = makePicker(element('file'), page.openFile);
  page.handlers = makeRequestHandlers(page);
  return page;
}

function makeOutputs(page) {
  const {app, scripting} = page;
  page.audio = new Audio({
    createContext: () => new AudioContext({latencyHint: 'interactive'}),
    now,
    onAwake: () => page.heartbeat.update(),
    onTrouble: (sentence) => page.model.notice('warning', sentence),
    onPaused: (sentence) => page.model.notice('warning', sentence),
    onPeak: () => page.model.report({type: 'peak'}),
  });
  makeMidi(page);
  page.timing = new TimingStats();
  page.scheduler = new Scheduler({
    app,
    audio: page.audio,
    midi: page.midi,
    timing: page.timing,
    onEvents: (events, nowMs) => scripting.emit('schedule', {events, nowMs}),
  });
}

function makeMidi(page) {
  const {model, storage} = page;
  const access = new MidiAccess({navigator, secure: isSecureContext});
  page.inbox = new MidiInbox({
    now,
    onMessages: (port, messages) => model.report({type: 'midi_in', port, messages}),
    onOverflow: () => model.notice('warning', 'A MIDI device sends more than can be played: some of it is left out.'),
  });
  const remember = (which) => (chosen) => {
    if (page.tab.mayWrite) storage.saveMidiPort(which, chosen);
  };
  const port = (which, type) => ({
    access,
    inbox: page.inbox,
    onChange: (state) => model.report({type, ...state}),
    recall: () => storage.loadMidiPort(which),
    remember: remember(which),
  });
  page.midi = new MidiOut(port('out', 'midi_state'));
  page.midiIn = new MidiIn(port('in', 'midi_in_state'));
  page.pads = new MidiPads({
    ...port('pads', 'pads_state'),
    recallInput: () => storage.loadMidiPort('pads_in'),
    rememberInput: remember('pads_in'),
  });
  page.loopback = new LoopbackTest({out: page.midi, inbox: page.inbox, now});
}

function makeTraining(page) {
  const {model, scripting} = page;
  page.evaluation = new EvaluationClient({
    createWorker: () => makeWorker('training_worker.js', 'evaluation'),
    onCrash: (sentence) => model.notice('error', sentence),
  });
  page.progress = new Progress({
    evaluation: page.evaluation,
    onVerdict: (progress) => model.report({type: 'progress', ...progress}),
  });
  page.trainer = new TrainerClient(() => makeWorker('training_worker.js', 'training'), {
    onState: (state) => model.report({type: 'trainer_state', state}),
    onStats(stats, {trainingMs, envStepsPerS}) {
      model.report({type: 'stats', stats});
      scripting.emitLazily('stats', () =>
        ({...JSON.parse(stats), training_ms: trainingMs, env_steps_per_s: envStepsPerS}));
    },
    onAgent(bytes, {trainingMs}) {
      const playing = model.report({type: 'agent'}, bytes);
      if (!playing) return;
      page.progress.add(bytes, {updates: playing.gradient_steps, seconds: trainingMs / 1000});
      scripting.emit('agent', playing);
    },
    onMark(bytes, {trainingMs}) {
      const seconds = trainingMs / 1000;
      const marked = model.report({type: 'mark', seconds}, bytes);
      if (marked) page.progress.addMark(bytes, {updates: marked.updates, seconds});
    },
    onError(sentence, about) {
      if (!replacesLearner.includes(about)) return model.notice('error', sentence);
      page.trainer.pause();
      page.heartbeat.setTraining(false);
      model.report({type: 'trainer_error', error: sentence});
    },
    onCrash(sentence) {
      page.heartbeat.setTraining(false);
      model.report({type: 'trainer_crashed', error: sentence});
      scripting.emit('crash', sentence);
    },
  });
}

function makeRace(page) {
  const {model} = page;
  page.race = new Race({
    createWorker: () => makeWorker('training_worker.js', 'training'),
    evaluation: page.evaluation,
    handlers: {
      onStats: (runner, stats) => model.report({type: 'race_stats', runner, stats}),
      onVerdict: (runner, {seconds, finished, verdict}, bytes) =>
        model.report({type: 'race_agent', runner, seconds, finished, verdict}, bytes),
      onDropped: (runner, error) => model.report({type: 'race_dropped', runner, error}),
      onJudgeFailed: (error) => model.report({type: 'race_error', error}),
    },
  });
}

// Whoever follows a link hears its groove; what was in the pattern is one undo away.
async function openLinked(model) {
  const fragment = location.hash;
  if (!fragment.startsWith('#g')) return;
  try {
    model.notice('info', await (await import('./groove_files.js')).openLink(model, fragment));
  } catch (error) {
    model.notice('error', error.message);
  }
  history.replaceState(null, '', location.pathname + location.search);
}

// A sound belongs to the row that it was dropped on.
function openSound(page, file, place) {
  const voice = place ? page.app.voiceAt(place.x, place.y) : -1;
  if (voice < 0) page.model.notice('info', `Drop ${file.name} onto the row that is to play it.`);
  else page.samples.add(file, voice);
}

// A file says by its name what it is. An agent that is dropped on a row's name plays that row.
async function openFile({app, model}, file, place) {
  try {
    const bytes = await readFile(file);
    if (/\.midi?$/i.test(file.name)) {
      model.notice('info', (await import('./groove_files.js')).openMidi(model, bytes, file.name));
    } else if (/\.backbeat$/i.test(file.name)) {
      (await import('./groove_files.js')).openSession(model, new TextDecoder().decode(bytes), file.name);
    } else {
      const voice = place ? app.voiceNamedAt(place.x, place.y) : -1;
      if (voice < 0) model.send({type: 'load_agent', name: file.name, origin: 'file'}, bytes);
      else model.send({type: 'seat_agent', voice: voiceNames[voice], name: file.name}, bytes);
    }
  } catch (error) {
    model.notice('error', error.message);
  }
}

// What the person and the browser do.
function listen(page) {
  const lessMotion = window.matchMedia?.('(prefers-reduced-motion: reduce)');
  const takeMotion = () => {
    page.app.setReducedMotion(lessMotion?.matches ?? false);
    page.frames.wake();
  };
  lessMotion?.addEventListener?.('change', takeMotion);
  takeMotion();
  page.input = startInput({
    canvas: element('desk'),
    app: page.app,
    wake() {
      page.model.drain(); // at once: file picker and MIDI must be asked for within the gesture
      page.frames.wake();
      page.mirror?.wake();
    },
    onGesture: () => page.audio.unlock(),
  });
  watchDrops(window, {
    onFile: page.openFile,
    onDragging: (over) => { element('drop').hidden = !over; },
  });
  addEventListener('hashchange', () => openLinked(page.model));
  addEventListener('storage', ({key}) => {
    if (isSessionKey(key)) page.tab.otherWrote();
  });
  const keepAll = () => {
    page.autosave.flush();
    const desk = page.app.desk();
    if (page.tab.mayWrite && 'open' in desk) page.storage.saveDesk(desk); // not where nothing was ever drawn
  };
  // What the system stopped while the page was away goes on.
  const back = () => page.audio.stayAwake();
  document.addEventListener('visibilitychange', () => {
    // A phone ends pages that are out of sight without another word.
    if (document.hidden) keepAll();
    else back();
  });
  addEventListener('pageshow', back);
  addEventListener('focus', back);
  addEventListener('pagehide', () => {
    page.model.report({type: 'stop'});
    page.model.report({type: 'midi_panic'});
    page.model.report({type: 'pads_dark'});
    keepAll();
  });
}

start().catch((error) => {
  console.error(error);
  showFailure(`Backbeat could not start here, because of this: ${error.message}. Reload the page to try again.`);
});
