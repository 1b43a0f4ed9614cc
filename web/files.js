// Files in and out: the picker, dropping a file anywhere on the page, downloads.

import {largestFile} from './app.js';

const silentFileMs = 10_000;

/**
 * Reads a file that a person gave us. Throws an Error with a sentence if it is too large or cannot be read.
 * @param {File} file
 * @param {(callback: () => void, ms: number) => number} [later] setTimeout
 * @returns {Promise<Uint8Array>}
 */
export async function readFile(file, later = (...call) => setTimeout(...call)) {
  if (file.size > largestFile) {
    const megabytes = (file.size / 1e6).toFixed(0);
    throw new Error(`${file.name} is no agent: it has ${megabytes} MB, and agents have less than ${largestFile / 1e6}.`);
  }
  const read = file.arrayBuffer().catch(() => {
    throw new Error(`${file.name} could not be read: is it a folder, or was it moved?`);
  });
  // A disk in the network, or one that is kept in a cloud, may never answer.
  let timer;
  const silence = new Promise((_, reject) => {
    timer = later(() => reject(new Error(`${file.name} does not come: where it is kept does not answer. Copy it to this machine, and open it there.`)), silentFileMs);
  });
  try {
    return new Uint8Array(await Promise.race([read, silence]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens the file picker by way of a hidden <input type="file">; must come from a click or a key.
 * @param {HTMLInputElement} input
 * @param {(file: File) => void} onFile
 * @returns {() => void} opens it
 */
export function makePicker(input, onFile) {
  input.onchange = () => {
    const [file] = input.files;
    input.value = ''; // else the same file chosen again would be no change
    if (file) onFile(file);
  };
  return () => input.click();
}

/**
 * Takes files dropped anywhere on `target`.
 * @param {EventTarget} target usually window
 * @param {object} handlers
 * @param {(file: File, place: {x: number, y: number}) => void} handlers.onFile
 * @param {(over: boolean) => void} handlers.onDragging a file is being held over the page, or not any more
 */
export function watchDrops(target, {onFile, onDragging}) {
  const hasFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  let depth = 0; // enter and leave come for every element on the way
  const setDepth = (value) => {
    if (value > 0 !== depth > 0) onDragging(value > 0);
    depth = value;
  };
  target.addEventListener('dragenter', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    setDepth(depth + 1);
  });
  target.addEventListener('dragleave', (event) => {
    if (hasFile(event)) setDepth(Math.max(0, depth - 1));
  });
  target.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault(); // else the browser would leave the page and show the file
    event.dataTransfer.dropEffect = 'copy';
  });
  target.addEventListener('drop', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    setDepth(0);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file, {x: event.clientX, y: event.clientY});
  });
}

/**
 * Offers a download.
 * @param {string} name
 * @param {Blob} blob
 */
export function download(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the blob a little later than the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
