// What the browser keeps until the next visit: the document and the MIDI port as text, the last agents as bytes.
//
// Text goes to localStorage, which can still be written while the page is being left; bytes go to IndexedDB, which has
// room for them. Nothing that was stored is trusted: the model checks it like any file.

const documentKey = 'backbeat.document';
const midiPortKeys = {out: 'backbeat.midi_port', in: 'backbeat.midi_in', pads: 'backbeat.midi_pads', pads_in: 'backbeat.midi_pads_in'};
const databaseName = 'backbeat';
const storeName = 'files';
const agentKeys = Object.freeze({a: 'agent', b: 'agent_b'}); // by side

/** A key -> value store in IndexedDB, opened at first use. */
export class Database {
  /** @param {() => IDBFactory} indexedDB where it is forbidden, asking already throws */
  constructor(indexedDB) {
    this.indexedDB = indexedDB;
    this.opened = null;
  }

  open() {
    this.opened ??= new Promise((resolve, reject) => {
      const request = this.indexedDB().open(databaseName, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('another tab holds it'));
    });
    return this.opened;
  }

  async get(key) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const request = database.transaction(storeName).objectStore(storeName).get(key);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async put(key, value) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, 'readwrite');
      transaction.objectStore(storeName).put(value, key);
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  async remove(key) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, 'readwrite');
      transaction.objectStore(storeName).delete(key);
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
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
    this.toldAboutSaving = false;
  }

  /** @returns {?object} the document as it was saved, unchecked; null if there is none */
  loadDocument() {
    return this.readJson(documentKey, 'Your pattern of last time');
  }

  saveDocument(value) {
    this.writeJson(documentKey, value);
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
    let stored;
    try {
      stored = await this.database.get(agentKeys[side]);
    } catch {
      return null; // no IndexedDB, as in some private windows: like a first visit
    }
    if (stored === undefined) return null;
    if (stored?.bytes instanceof Uint8Array && typeof stored.name === 'string') return stored;
    this.onTrouble('Your agent of last time could not be read and is skipped.');
    return null;
  }

  /**
   * @param {?{bytes: Uint8Array, name: string}} agent null: the side has none any more
   * @param {'a' | 'b'} [side]
   */
  async saveAgent(agent, side = 'a') {
    try {
      if (agent) await this.database.put(agentKeys[side], {bytes: agent.bytes, name: agent.name});
      else await this.database.remove(agentKeys[side]);
    } catch (error) {
      this.tellAboutSaving(error);
    }
  }

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
      this.onTrouble(`${what} could not be read and is skipped.`);
      return null;
    }
  }

  writeJson(key, value) {
    try {
      this.local().setItem(key, JSON.stringify(value));
    } catch (error) {
      this.tellAboutSaving(error);
    }
  }

  tellAboutSaving(error) {
    if (this.toldAboutSaving) return;
    this.toldAboutSaving = true;
    const why = error?.name === 'QuotaExceededError' ? "the browser's storage is full" : 'the browser does not allow it';
    this.onTrouble(`Nothing is kept for your next visit: ${why}. Download the agent to keep it.`);
  }
}

const documentDelayMs = 400;
const agentDelayMs = 3000;

/** Saves a little after a change, and at once when the page is left. */
export class Autosave {
  /**
   * @param {import('./model.js').Model} model
   * @param {Storage} storage
   */
  constructor(model, storage) {
    const saveDocument = () => storage.saveDocument(model.send({type: 'document'}));
    const exportAgent = (side) => {
      const {name} = model.send({type: 'export_agent', side});
      return {name, bytes: model.app.bytes()};
    };
    const saveAgentB = () => {
      let agent = null;
      try {
        agent = exportAgent('b');
      } catch {
        // There is none any more.
      }
      return storage.saveAgent(agent, 'b');
    };
    this.jobs = {
      document: {save: saveDocument, delay: documentDelayMs, timer: null},
      agent: {save: () => storage.saveAgent(exportAgent('a'), 'a'), delay: agentDelayMs, timer: null},
      agent_b: {save: saveAgentB, delay: agentDelayMs, timer: null},
    };
    this.saving = 0; // how many are being written
  }

  /** Whether something is unsaved. */
  get underWay() {
    return this.saving > 0 || Object.values(this.jobs).some(({timer}) => timer !== null);
  }

  /**
   * Notes that something is unsaved.
   * @param {{document?: boolean, agent?: boolean, agent_b?: boolean}} what
   */
  mark(what) {
    for (const [name, job] of Object.entries(this.jobs)) {
      if (!what[name] || job.timer !== null) continue;
      job.timer = setTimeout(() => this.run(job), job.delay);
    }
  }

  /** Saves what is unsaved, now. */
  flush() {
    for (const job of Object.values(this.jobs)) {
      if (job.timer !== null) this.run(job);
    }
  }

  async run(job) {
    clearTimeout(job.timer);
    job.timer = null;
    this.saving += 1;
    try {
      await job.save();
    } finally {
      this.saving -= 1;
    }
  }
}
