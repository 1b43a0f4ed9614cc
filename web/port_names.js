// Which port is which: systems name the two ends of one device differently, and a device that comes back as well.
//
//   Windows  MIDIIN2 (LPMiniMK3 MIDI)            MIDIOUT2 (LPMiniMK3 MIDI)      2- Launchpad
//   macOS    Launchpad X LPX MIDI Out            Launchpad X LPX MIDI In
//   Linux    Launchpad X:Launchpad X LPX MIDI 20:0

// Words that say which end it is, with the number that may be a part of them, and those that every port may have.
const direction = new RegExp(`^(?:midi)?(?:${[
  'in', 'out', 'input', 'output', 'to', 'from', 'send', 'receive', 'source', 'destination', // as programs call them
  'eingang', 'ausgang', 'entrée', 'sortie', 'entrada', 'salida', 'saída', 'ingresso', 'uscita', 'вход', 'выход',
  '入力', '出力', '输入', '输出', '輸入', '輸出', '입력', '출력',
].join('|')})(\\d*)$`);
const decoration = /^(?:midi|port)(\d*)$/;

// The words of a name that tell the device, and its numbers.
function parts(name) {
  const plain = name.normalize('NFKC').toLowerCase()
    .replace(/\s\d+:\d+$/, '') // an ALSA address
    .replace(/^\d+\s*-\s+/, '') // Windows counts equal devices
    .replace(/^(.+?):\s*(?=\1)/, ''); // ALSA's client and port
  const words = [];
  const numbers = [];
  for (const word of plain.split(/[^\p{L}\p{M}\p{N}]+/u)) {
    const number = (direction.exec(word) ?? decoration.exec(word))?.[1] ?? (/^\d+$/.test(word) ? word : null);
    if (number === null) words.push(word);
    else if (number) numbers.push(number);
  }
  return {words: words.filter(Boolean).join(' '), numbers: numbers.join(' ')};
}

// From the most to the least that two names may have in common.
const comparisons = [
  (name) => name,
  (name) => JSON.stringify(parts(name)),
  (name) => parts(name).words,
];

// Windows cuts names at 31 characters, those of outputs one earlier than those of inputs.
const cut = 31;
const leastCommon = 8;

function begin(a, b) {
  const [one, other] = [parts(a).words, parts(b).words];
  const length = Math.min(one.length, other.length);
  return length >= leastCommon && one.slice(0, length) === other.slice(0, length);
}

/**
 * The input of the device that an output belongs to: the n-th of those that are called alike for the n-th output.
 * @template {{id: string, name: string}} Port
 * @param {Port} output
 * @param {Port[]} outputs all of them
 * @param {Port[]} inputs all of them
 * @returns {?Port}
 */
export function inputOf(output, outputs, inputs) {
  const nth = (alike) => {
    const found = inputs.filter(({name}) => alike(name));
    const n = outputs.filter(({name}) => alike(name)).findIndex(({id}) => id === output.id);
    return found[n] ?? null;
  };
  for (const key of comparisons) {
    const wanted = key(output.name);
    const found = wanted && nth((name) => key(name) === wanted);
    if (found) return found;
  }
  return output.name.length >= cut - 1 ? nth((name) => begin(name, output.name)) : null;
}

const counted = /^\D*\d{1,3}$/; // an id

/**
 * A port that was chosen before, among those that are there now. Neither its id nor its name is sure: some systems count
 * ids through, others put a count or an address into the name. What only resembles it must be the only one that does.
 * @template {{id: string, name: string}} Port
 * @param {{id: string, name: string}} wanted
 * @param {Port[]} ports of the same kind
 * @returns {Port | undefined}
 */
export function samePort(wanted, ports) {
  const itself = ports.find(({id, name}) => id === wanted.id && name === wanted.name);
  if (itself) return itself;
  for (const key of comparisons) {
    const alike = ports.filter(({name}) => key(name) === key(wanted.name) && key(name));
    if (alike.length > 0 && (alike.length === 1 || key === comparisons[0])) return alike[0];
  }
  // Systems translate names, and then the id still tells; but one that only counts ports is anybody's.
  return counted.test(wanted.id) ? undefined : ports.find(({id}) => id === wanted.id);
}
