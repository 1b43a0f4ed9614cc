// The service worker: keeps the whole page on the machine, so that it starts without a network, and takes a newer version
// in the background. What runs goes on with its own version until it is reloaded.

// Set by tools/site.mjs: [[name, hash of what it holds], ...] of every file, and a hash of all of them.
const files = globalThis.__BACKBEAT_FILES__ ?? [];
const version = globalThis.__BACKBEAT_VERSION__ ?? '';
const prefix = 'backbeat-';
const here = prefix + version;
const kept = 2; // versions: this one, and the one that a page may still run

const scope = () => self.registration.scope;
const addressOf = (name, hash) => new URL(`${name}?${hash}`, scope()).href;

// A file that an older version had in the same state is not fetched again.
async function keep([name, hash], cache) {
  const address = addressOf(name, hash);
  const response = (await caches.match(address)) ?? (await fetch(new Request(new URL(name, scope()), {cache: 'no-cache'})));
  if (!response.ok) throw new Error(`${name} came with status ${response.status}`);
  await cache.put(address, response);
}

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(here);
    await Promise.all(files.map((file) => keep(file, cache)));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const older = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== here);
    await Promise.all(older.slice(0, Math.max(0, older.length + 1 - kept)).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

async function answer(request) {
  const url = new URL(request.url);
  const name = url.href.slice(scope().length).replace(/[?#].*$/, '') || 'index.html';
  const known = files.find(([each]) => each === name);
  const cached = known && (await caches.match(addressOf(...known)));
  // A page of an older version may ask for a part that this one does not have.
  return cached ?? (await caches.match(new Request(request.url), {ignoreSearch: true})) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method === 'GET' && request.url.startsWith(scope())) event.respondWith(answer(request));
});
