// Recorded sounds in place of synthesised voices: files that were dropped on a row, kept in this browser under what they
// contain.

const largestBytes = 8e6;
const longestSeconds = 10;
const mostBuffers = 24; // decoded ones; older ones that no row plays are read again when one does
const soundFile = /\.(wav|mp3|ogg|oga|opus|flac|m4a|aac|aiff?)$/i;

/** Whether a file says that it is a sound. */
export const isSound = ({name, type}) => soundFile.test(name) || (type ?? '').startsWith('audio/');

// FNV-1a over all bytes, twice with other starts: enough to tell a person's sounds apart, also where there is no crypto.
function idOf(bytes) {
  const hash = (start) => {
    let value = start;
    for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
    return (value >>> 0).toString(16).padStart(8, '0');
  };
  return `${hash(0x811c9dc5)}${hash(0x1234567)}-${bytes.length}`;
}

/** The sounds that rows play; the model says which. */
export class Samples {
  /**
   * @param {object} options
   * @param {import('./storage.js').Database} options.database
   * @param {(bytes: ArrayBuffer) => Promise<AudioBuffer>} options.decode
   * @param {(voice: number, sample: {id: string, name: string}) => void} options.onSample a file was read for a voice
   * @param {(buffers: (?AudioBuffer)[]) => void} options.onBuffers what each voice plays from now on; null: its kit's sound
   * @param {(sentence: string) => void} options.onTrouble
   */
  constructor({database, decode, onSample, onBuffers, onTrouble}) {
    Object.assign(this, {database, decode, onSample, onBuffers, onTrouble});
    this.buffers = new Map(); // id -> AudioBuffer
    this.wanted = []; // by voice, {id, name} or null
    this.told = new Set(); // ids that are missing
  }

  /** Takes a file for a voice; what is wrong with it is told in a sentence, and nothing changes. */
  async add(file, voice) {
    try {
      if (file.size > largestBytes) {
        throw new Error(`${file.name} is too large: a sound may have ${largestBytes / 1e6} MB, and it has ${(file.size / 1e6).toFixed(1)}.`);
      }
      const bytes = new Uint8Array(await file.arrayBuffer().catch(() => {
        throw new Error(`${file.name} could not be read: was it moved?`);
      }));
      const id = idOf(bytes);
      this.hold(id, await this.read(bytes, file.name));
      this.told.delete(id);
      this.onSample(voice, {id, name: file.name.slice(0, 60)});
      this.tell(); // the model may have wanted it already
      await this.database.put(`sample_${id}`, {bytes, name: file.name}).catch(() => {
        this.onTrouble(`${file.name} is not kept for your next visit: the browser's storage refuses it.`);
      });
    } catch (error) {
      this.onTrouble(error.message);
    }
  }

  hold(id, buffer) {
    this.buffers.delete(id); // it is the newest now
    this.buffers.set(id, buffer);
    for (const old of this.buffers.keys()) {
      if (this.buffers.size <= mostBuffers) break;
      if (old !== id && !this.wanted.some((sample) => sample?.id === old)) this.buffers.delete(old);
    }
  }

  async read(bytes, name) {
    let buffer;
    try {
      buffer = await this.decode(bytes.slice().buffer); // decoding takes the bytes away
    } catch {
      throw new Error(`${name} is no sound that this browser can read: try WAV, MP3 or OGG.`);
    }
    if (buffer.duration > longestSeconds) {
      throw new Error(`${name} is too long for a drum: ${buffer.duration.toFixed(0)} s, and at most ${longestSeconds} are played.`);
    }
    return buffer;
  }

  /**
   * What the model wants each voice to play.
   * @param {(?{id: string, name: string})[]} samples by voice
   */
  async set(samples) {
    this.wanted = samples;
    this.tell();
    for (const sample of samples) {
      if (sample && !this.buffers.has(sample.id)) await this.fetch(sample);
    }
  }

  async fetch({id, name}) {
    if (this.told.has(id)) return;
    try {
      const stored = await this.database.get(`sample_${id}`);
      if (!(stored?.bytes instanceof Uint8Array)) throw new Error('missing');
      this.hold(id, await this.read(stored.bytes, name));
      this.tell();
    } catch {
      this.told.add(id);
      this.onTrouble(`The sound "${name}" is not in this browser: drop its file on the row again. The kit plays until then.`);
    }
  }

  tell() {
    this.onBuffers(this.wanted.map((sample) => (sample && this.buffers.get(sample.id)) ?? null));
  }
}
