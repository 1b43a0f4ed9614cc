// A groove in the fragment of an address: nothing of it goes to a server.

const prefix = '#g1.';
const longest = 60_000; // characters; a groove has some hundred
const mostBytes = 1e6; // unpacked

// FNV-1a: a link that was cut off on its way is told from a whole one.
function checksum(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}

async function through(stream, bytes, most) {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const parts = [];
  let length = 0;
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > most) {
      written.catch(() => {});
      await reader.cancel();
      throw new Error('it is too large');
    }
  }
  await written;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

/**
 * @param {object} groove as the command "groove" gives it
 * @returns {Promise<string>} the fragment, with its #
 */
export async function encodeLink(groove) {
  const packed = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(JSON.stringify(groove)), mostBytes);
  const link = `${prefix}${checksum(packed)}.${toText(packed)}`;
  if (link.length > longest) throw new Error('This pattern is too long for a link: save it as a file instead.');
  return link;
}

/**
 * @param {string} fragment of an address
 * @returns {Promise<object>} the groove, unchecked. Throws an Error with a sentence if it is damaged.
 */
export async function decodeLink(fragment) {
  if (fragment.length > longest) throw new Error('The groove in this link is too long: open it where it was made, and save a file.');
  const [sum, text] = fragment.slice(prefix.length).split('.');
  try {
    const packed = toBytes(text);
    if (checksum(packed) !== sum) throw new Error('checksum');
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(await through(new DecompressionStream('deflate-raw'), packed, mostBytes)));
  } catch {
    throw new Error('The groove in this link is damaged: was it cut off? Ask for the link again.');
  }
}
