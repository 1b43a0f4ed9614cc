// The messages between the page and a worker that trains or evaluates: {v, type, run, ...}.
//
// `v` is the protocol's version: page and worker come from the same build, so another one is a mistake worth an error
// (a stale worker in a cache, say). `run` rises whenever the learner is replaced (reset, a loaded agent, a new worker);
// what an older learner still had under way is dropped, not drawn.
//
// What JavaScript only forwards stays the text that one program wrote for the other, which alone reads it: the tables
// name these fields of each type. trainer_api.cpp says what is in them.

export const protocolVersion = 5;

/** What the page may say to a worker: type -> its fields that are JSON text. */
export const toWorker = Object.freeze({
  init: ['config', 'kicks', 'reward'], // load the program and make a learner
  load: [], // load the program alone, for questions
  start: [], // train, or go on
  pause: [],
  reset: ['config', 'kicks', 'reward'], // a fresh learner
  set_config: ['config'], // live entries at once
  set_pattern: ['kicks'], // the first is the musician's
  set_reward: ['reward'], // what an answer should be like, at once; nothing that was learned is lost
  load_agent: [], // bytes: go on training from this file
  agent_ack: [], // the page took the last agent; the next may come
  evaluate: ['options'], // id, bytes: report on this agent file
  judge: ['reward'], // id, bytes, kicks (how many), seed: a quick verdict on this agent file, to compare it with others
  truth: ['question'], // id: the best answers there are
});

/** What a worker may say to the page: type -> its fields that are JSON text. */
export const toPage = Object.freeze({
  ready: [], // the learner stands
  state: [], // state: 'ready' (not training yet) | 'training' | 'paused' and agent_follows: the last agent waits for an ack
  stats: ['stats'], // training_ms, env_steps_per_s: at most 10 a second
  mark: [], // bytes, training_ms: the agent as it was after 1, 10, 100, … updates
  agent: [], // bytes, training_ms, paused: at most 2 a second, the next only after the ack; paused: no other follows
  evaluation: ['result'], // id
  verdict: ['result'], // id
  truth: ['result'], // id
  error: [], // message, fatal, about: type of the message it answers, id
});

/**
 * Puts a message into its envelope.
 * @param {string} type one of toWorker or toPage
 * @param {number} run number of the learner it is about
 * @param {object} [fields]
 */
export function makeMessage(type, run, fields = {}) {
  return {...fields, v: protocolVersion, type, run};
}

/**
 * Checks an envelope; throws an Error with a sentence if it is not one of `types` in our version.
 * @param {unknown} message
 * @param {Object<string, string[]>} types toWorker or toPage
 */
export function checkMessage(message, types) {
  if (typeof message !== 'object' || message === null) throw new Error('A message between page and worker is no object.');
  if (message.v !== protocolVersion) {
    throw new Error(
      `Page and worker are of different versions (${protocolVersion} and ${message.v}): reload the page.`);
  }
  if (!Object.hasOwn(types, message.type)) throw new Error(`A message of the unknown type "${message.type}" came.`);
  if (!Number.isInteger(message.run) || message.run < 0) {
    throw new Error(`The message "${message.type}" has no run number.`);
  }
  for (const field of types[message.type]) {
    if (typeof message[field] !== 'string') throw new Error(`The message "${message.type}" has no text "${field}".`);
  }
  return message;
}

/**
 * Whether a message comes from a learner that has been replaced since.
 * @param {{run: number}} message
 * @param {number} currentRun
 */
export function isOutdated(message, currentRun) {
  return message.run < currentRun;
}
