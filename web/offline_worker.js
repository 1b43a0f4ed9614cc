// The service worker: keeps the whole page on the machine, so that it starts without a network, and takes a newer version
// in the background. A page goes on with its own version until it is loaded anew: nothing is mixed.

// Set by tools/site.mjs: [[name, hash of what it holds], ...] of every file, and a hash of all of them.
const files = globalThis.__BACKBEAT_FILES__ ?? [];
const version = globalThis.__BACKBEAT_VERSION__ ?? '';
const scope = self.registration.scope;
const prefix = `backbeat ${new URL(scope).pathname} `; // other copies of the page may lie beside this one
const here = prefix + version;

const addressOf = (name, hash) => new URL(`${name}?${hash}`, scope).href;

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16);
}

// A file that an older version had in the same state is not fetched again; one that is not what it should be, as in the
// middle of a deployment, is refused: the browser tries again later.
async function keep([name, hash], cache) {
  const address = addressOf(name, hash);
  const known = await caches.match(address);
  if (known) return cache.put(address, known);
  const response = await fetch(new Request(new URL(name === 'index.html' ? './' : name, scope), {cache: 'no-cache'}));
  const bytes = await response.arrayBuffer();
  if (!response.ok || (await hashOf(bytes)) !== hash) throw new Error(`${name} did not come as it should`);
  // Its own response: one that was redirected may not answer a navigation.
  const {headers} = response;
  return cache.put(address, new Response(bytes, {headers: {'Content-Type': headers.get('Content-Type') ?? 'application/octet-stream'}}));
}

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    try {
      const cache = await caches.open(here);
      await Promise.all(files.map((file) => keep(file, cache)));
    } catch (error) {
      await caches.delete(here);
      throw error;
    }
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== here);
    await Promise.all(others.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// A page that has just begun asks for the version that waits; where another one still runs, it waits on.
self.addEventListener('message', ({data}) => {
  if (data !== 'take over') return;
  self.clients.matchAll().then((pages) => pages.length <= 1 && self.skipWaiting());
});

async function answer(request) {
  const name = request.url.slice(scope.length).replace(/[?#].*$/, '') || 'index.html';
  const known = files.find(([each]) => each === name);
  return (known && (await caches.match(addressOf(...known)))) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method === 'GET' && request.url.startsWith(scope)) event.respondWith(answer(request));
});
