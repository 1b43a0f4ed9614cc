// What the browser keeps until the next visit: the document and the MIDI port as text; the last agents, the kept ones and
// recorded sounds as bytes.
//
// Text goes to localStorage, which can still be written while the page is being left; bytes go to IndexedDB, which has
// room for them. Nothing that was stored is trusted: the model checks it like any file.

const documentKey = 'backbeat.document';
const deskKey = 'backbeat.desk'; // panels that are open, and the like
const asideKey = 'backbeat.document_aside'; // one that could not be read
const agentSavedKey = 'backbeat.agent_saved'; // other tabs hear of localStorage only
const midiPortKeys = {out: 'backbeat.midi_port', in: 'backbeat.midi_in', pads: 'backbeat.midi_pads', pads_in: 'backbeat.midi_pads_in'};
const databaseName = 'backbeat';
const storeName = 'files';
const keptKey = 'kept_agents';
const agentKeys = Object.freeze({a: 'agent', b: 'agent_b'}); // by side

/** Whether what a `storage` event tells of is the session that this page keeps. */
export function isSessionKey(key) {
  return key === documentKey || key === agentSavedKey;
}

/** So long a store may think; a healthy one answers in milliseconds. */
const patienceMs = 1000;

const noAnswer = "the browser's storage does not answer";

/** Said by who waited: nobody knows what there is. */
export class NoAnswer extends Error {}

/** Whether the page may keep nothing at all: asking already threw, or there is no such thing here. */
function isForbidden(error) {
  return ['SecurityError', 'InvalidStateError'].includes(error?.name) || error instanceof TypeError || error instanceof ReferenceError;
}

/** Why the store did not do what it was asked to, as the middle of a sentence. */
function reason(error) {
  if (error?.name === 'QuotaExceededError') return "the browser's storage is full";
  if (error instanceof NoAnswer) return error.message;
  return `the browser's storage has failed (${error?.name ?? 'unknown'}: ${error?.message ?? error})`;
}

/** A key -> value store in IndexedDB, opened at first use, and again when the connection has ended. */
export class Database {
  /**
   * @param {() => IDBFactory} indexedDB where it is forbidden, asking already throws
   * @param {(callback: () => void, ms: number) => number} [later] setTimeout
   * @param {(timer: number) => void} [cancel] clearTimeout
   */
  constructor(indexedDB, later = (...call) => setTimeout(...call), cancel = (timer) => clearTimeout(timer)) {
    this.indexedDB = indexedDB;
    this.later = later;
    this.cancel = cancel;
    this.opened = null; // a promise of the connection
  }

  get(key) {
    return this.ask('readonly', (store) => store.get(key));
  }

  async put(key, value) {
    await this.ask('readwrite', (store) => store.put(value, key));
  }

  async remove(key) {
    await this.ask('readwrite', (store) => store.delete(key));
  }

  /**
   * What a request to the store gives. A connection that died is opened again and the request made once more.
   * @throws {NoAnswer} when the store says nothing for a second; anything else that the store says
   */
  async ask(mode, request) {
    return this.inTime((async () => {
      try {
        return await this.attempt(mode, request);
      } catch (error) {
        if (error?.name === 'QuotaExceededError') throw error;
        this.forget();
        return this.attempt(mode, request);
      }
    })());
  }

  async attempt(mode, request) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const asked = request(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? asked.error);
    });
  }

  open() {
    this.opened ??= new Promise((resolve, reject) => {
      const request = this.indexedDB().open(databaseName, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName);
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => this.forget();
        database.onversionchange = () => { // another tab's newer version waits for this one to let go
          database.close();
          this.forget();
        };
        resolve(database);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('another tab holds it'));
    });
    return this.opened;
  }

  forget() {
    this.opened = null;
  }

  async inTime(answer) {
    answer.catch(() => {}); // also when nobody waits for it any more
    let timer;
    const limit = new Promise((resolve, reject) => {
      timer = this.later(() => reject(new NoAnswer(noAnswer)), patienceMs);
    });
    try {
      return await Promise.race([answer, limit]);
    } catch (error) {
      if (error instanceof NoAnswer) this.forget(); // the next request opens anew
      throw error;
    } finally {
      this.cancel(timer);
    }
  }
}

/** Reads and writes what is kept. Trouble is told once, in a sentence; playing goes on without a store. */
export class Storage {
  /**
   * @param {object} options
   * @param {() => globalThis.Storage} options.local gives localStorage; where it is forbidden, asking already throws
   * @param {Database} options.database
   * @param {(sentence: string) => void} options.onTrouble
   */
  constructor({local, database, onTrouble}) {
    this.local = local;
    this.database = database;
    this.onTrouble = onTrouble;
    this.toldAboutSaving = new Set(); // of what
    this.unread = new Set(); // keys that could not be read: what may be there is not written over
    this.toldUnread = false;
  }

  /** @returns {?object} the document as it was saved, unchecked; null if there is none */
  loadDocument() {
    return this.readJson(documentKey, 'Your pattern of last time');
  }

  saveDocument(value) {
    this.writeJson(documentKey, value);
  }

  /** @returns {?object} how the desk was left, unchecked; null if nobody knows */
  loadDesk() {
    return this.readJson(deskKey, 'How you left the desk');
  }

  saveDesk(value) {
    this.writeJson(deskKey, value);
  }

  /**
   * @param {'out' | 'in' | 'pads' | 'pads_in'} which
   * @returns {?{id: string, name: string}}
   */
  loadMidiPort(which) {
    const port = this.readJson(midiPortKeys[which], 'Your MIDI port of last time');
    const valid = typeof port?.id === 'string' && typeof port?.name === 'string';
    return valid ? {id: port.id, name: port.name} : null;
  }

  /**
   * @param {'out' | 'in' | 'pads' | 'pads_in'} which
   * @param {?{id: string, name: string}} port
   */
  saveMidiPort(which, port) {
    this.writeJson(midiPortKeys[which], port);
  }

  /**
   * @param {'a' | 'b'} [side]
   * @returns {Promise<?{bytes: Uint8Array, name: string}>} the last agent of a side, unchecked; null if there is none
   */
  async loadAgent(side = 'a') {
    const stored = await this.read(agentKeys[side]);
    if (stored === undefined) return null;
    if (stored?.bytes instanceof Uint8Array && typeof stored.name === 'string') return stored;
    await this.setAside(side);
    this.onTrouble('Your agent of last time could not be read and is skipped.');
    return null;
  }

  /**
   * @param {?{bytes: Uint8Array, name: string}} agent null: the side has none any more
   * @param {'a' | 'b'} [side]
   */
  saveAgent(agent, side = 'a') {
    return this.write(agentKeys[side], agent && {bytes: agent.bytes, name: agent.name});
  }

  /** @returns {Promise<{bytes: Uint8Array, name: string}[]>} the list of kept agents, unchecked */
  async loadKept() {
    const kept = await this.read(keptKey);
    if (!Array.isArray(kept)) return [];
    return kept.filter((agent) => agent?.bytes instanceof Uint8Array && typeof agent.name === 'string');
  }

  /** Agents of the list that this page refuses: a copy stays when the list is written anew. */
  setAsideKept(refused) {
    return this.putAside(keptKey, () => refused);
  }

  /** @param {{bytes: Uint8Array, name: string}[]} kept */
  saveKept(kept) {
    return this.write(keptKey, kept.map(({bytes, name}) => ({bytes, name})));
  }

  // What the store has under a key; undefined if nothing, or nobody can say.
  async read(key) {
    try {
      return await this.database.get(key);
    } catch (error) {
      this.unread.add(key);
      if (!isForbidden(error)) this.tellUnread(error); // where it is, as in some private windows, nothing was ever kept
      return undefined;
    }
  }

  // Null: there is nothing any more.
  async write(key, value) {
    try {
      if (this.unread.has(key)) {
        if ((await this.database.get(key)) !== undefined) return this.tellUnread(new NoAnswer(noAnswer));
        this.unread.delete(key); // there is nothing after all
      }
      if (value === null) await this.database.remove(key);
      else await this.database.put(key, value);
      this.local().setItem(agentSavedKey, `${key} ${Date.now()} ${Math.random()}`);
    } catch (error) {
      this.tellAboutSaving(error, 'agent');
    }
  }

  // The first copy stays.
  async putAside(key, value) {
    try {
      if ((await this.database.get(`${key}_aside`)) === undefined) await this.database.put(`${key}_aside`, await value());
    } catch (error) {
      this.tellAboutSaving(error, 'agent');
    }
  }

  /**
   * What was kept and is refused, by a page of an older version perhaps, is about to be written over: a copy stays. The
   * first one does; what came after it was made without it.
   * @param {'document' | 'a' | 'b'} what
   */
  async setAside(what) {
    if (what !== 'document') return this.putAside(agentKeys[what], () => this.database.get(agentKeys[what]));
    try {
      const text = this.local().getItem(documentKey);
      if (text !== null && this.local().getItem(asideKey) === null) this.local().setItem(asideKey, text);
    } catch (error) {
      this.tellAboutSaving(error, 'document');
    }
  }

  /** @returns {?object} the document that was set aside, unchecked; null if there is none */
  loadAside() {
    return this.readJson(asideKey);
  }

  tellUnread(error) {
    if (this.toldUnread) return;
    this.toldUnread = true;
    const why = reason(error);
    this.onTrouble(`${why[0].toUpperCase()}${why.slice(1)}, so an agent of last time, if there was one, is not here. It is left as it is: `
      + 'reload the page to try again, and download what you train until then.');
  }

  /** @param {string} [what] for a sentence if it cannot be read */
  readJson(key, what) {
    let text;
    try {
      text = this.local().getItem(key);
    } catch {
      return null;
    }
    if (text === null) return null;
    try {
      return JSON.parse(text);
    } catch {
      if (key === documentKey) this.setAside('document');
      if (what) this.onTrouble(`${what} could not be read and is skipped.`);
      return null;
    }
  }

  writeJson(key, value) {
    try {
      this.local().setItem(key, JSON.stringify(value));
    } catch (error) {
      this.tellAboutSaving(error, 'document');
    }
  }

  /** @param {'document' | 'agent'} what */
  tellAboutSaving(error, what) {
    if (this.toldAboutSaving.has(what)) return;
    if (isForbidden(error)) { // neither is
      this.toldAboutSaving = new Set(['document', 'agent']);
      this.onTrouble('Nothing is kept for your next visit: the browser does not allow it. Download the agent to keep it.');
      return;
    }
    this.toldAboutSaving.add(what);
    this.onTrouble(what === 'agent'
      ? `The agent is not kept for your next visit: ${reason(error)}. Download it to keep it.`
      : `Your patterns and settings are not kept for your next visit: ${reason(error)}.`);
  }
}
