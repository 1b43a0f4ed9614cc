// What the page starts with: the pattern and agents of the last visit, or else the agent that comes with the page.

const shippedName = 'agent-16.safetensors';
/** So long the page waits for it before it shows itself without an answer. */
const patienceMs = 1000;

/**
 * Begins to fetch the agent that comes with the page.
 * @returns {Promise<Uint8Array>}
 */
export function fetchShippedAgent() {
  const fetched = fetchBytes(`assets/${shippedName}`);
  fetched.catch(() => {}); // told by bringBack, if the agent is needed at all
  return fetched;
}

async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server said ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Gives the model what is there. Anything that is refused is told and skipped.
 * @param {import('./model.js').Model} model
 * @param {import('./storage.js').Storage} storage
 * @param {Promise<Uint8Array>} shipped
 * @param {(callback: () => void, ms: number) => number} [later] setTimeout
 */
export async function bringBack(model, storage, shipped, later = (...call) => setTimeout(...call)) {
  const restore = (document) => model.send({type: 'restore', origin: 'stored', document});
  const saved = storage.loadDocument();
  const restored = saved !== null && attempt(model, 'Your pattern of last time', () => restore(saved));
  if (saved !== null && !restored) storage.setAside('document');
  if (!restored && !bringBackAside(storage, restore)) model.send({type: 'first_visit'});
  const agents = [storage.loadAgent('a'), storage.loadAgent('b')]; // at once: a store that is slow is waited for once
  const kept = storage.loadKept();
  await bringBackAgent(model, storage, await agents[0], shipped, later);
  const other = await agents[1];
  if (other && !attempt(model, 'Your agent B of last time', () => model.send(
    {type: 'load_agent', name: other.name, origin: 'stored', side: 'b'}, other.bytes))) {
    await storage.setAside('b');
  }
  await bringBackKept(model, storage, await kept, shipped);
}

// The list of agents at hand: those of before, and above them the one that comes with the page.
async function bringBackKept(model, storage, kept, shipped) {
  const refused = kept.filter(({name, bytes}) =>
    !attempt(model, `Your agent "${name}"`, () => model.send({type: 'add_kept', name, origin: 'stored'}, bytes)));
  if (refused.length > 0) await storage.setAsideKept(refused);
  shipped.then((bytes) => model.send({type: 'add_kept', name: shippedName, origin: 'shipped'}, bytes))
    .catch(() => {}); // told where it was to play
}

// What an earlier page could not read this one perhaps can. Returns whether it did.
function bringBackAside(storage, restore) {
  const aside = storage.loadAside();
  if (aside === null) return false;
  try {
    restore(aside);
    return true;
  } catch {
    return false; // it stays where it is
  }
}

async function bringBackAgent(model, storage, agent, shipped, later) {
  const load = (name, origin, bytes) => model.send({type: 'load_agent', name, origin}, bytes);
  if (agent) {
    if (attempt(model, 'Your agent of last time', () => load(agent.name, 'stored', agent.bytes))) return;
    await storage.setAside('a');
  }
  let late = false;
  const isWanted = () => {
    if (!late) return true;
    const {agent: playing, training} = model.send({type: 'state'});
    return playing === null && training.status !== 'training';
  };
  const arrives = loadShipped(model, shipped, load, isWanted);
  await Promise.race([arrives.then(() => { late = null; }), new Promise((resolve) => later(resolve, patienceMs))]);
  if (late === null) return;
  late = true;
  model.notice('info', 'The agent that comes with the page is still on its way: it plays when it is here, unless you '
    + 'press Train for your own first.');
}

// However long the server takes; what the person has loaded or trained by then stays.
async function loadShipped(model, shipped, load, isWanted) {
  try {
    const bytes = await shipped;
    if (isWanted()) load(shippedName, 'shipped', bytes);
  } catch (error) {
    model.notice('warning', `The agent that comes with the page could not be loaded: press Train for your own. (${error.message})`);
  }
}

function attempt(model, what, action) {
  try {
    action();
    return true;
  } catch (error) {
    model.notice('warning', `${what} is skipped, and a copy kept: ${error.message}`);
    return false;
  }
}
