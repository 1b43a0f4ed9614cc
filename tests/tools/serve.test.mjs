import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chooseEncoding, serve } from '../../tools/serve.mjs';

const longText = 'kick snare '.repeat(200);
let folder;
let site;
let subPathSite;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'backbeat-serve-'));
  const root = path.join(folder, 'root');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await mkdir(path.join(folder, 'root-next-door'));
  await writeFile(path.join(folder, 'root-next-door', 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'index.html'), '<!doctype html>');
  await writeFile(path.join(root, 'main.js'), longText);
  await writeFile(path.join(root, 'app.wasm'), longText);
  await writeFile(path.join(root, 'assets', 'agent.safetensors'), 'x');
  await writeFile(path.join(root, 'assets', 'a b.svg'), '<svg/>');
  await writeFile(path.join(root, 'site.webmanifest'), '{}');
  await symlink(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'));
  site = await serve({ root });
  subPathSite = await serve({ root, base: '/some/where' });
});

after(async () => {
  await site.close();
  await subPathSite.close();
  await rm(folder, { recursive: true });
});

/** One request exactly as written: fetch() would tidy the path up and decompress the answer. */
function get(pathname, { headers = {}, method = 'GET', port = site.port } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: pathname, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.once('error', reject).end();
  });
}

test('every kind of file has its type', async () => {
  const expected = {
    '/': 'text/html; charset=utf-8',
    '/main.js': 'text/javascript; charset=utf-8',
    '/app.wasm': 'application/wasm',
    '/assets/agent.safetensors': 'application/octet-stream',
    '/assets/a%20b.svg': 'image/svg+xml',
    '/site.webmanifest': 'application/manifest+json; charset=utf-8',
  };
  for (const [pathname, type] of Object.entries(expected)) {
    const { status, headers } = await get(pathname);
    assert.equal(status, 200, pathname);
    assert.equal(headers['content-type'], type, pathname);
  }
});

test('nothing outside the folder is served', async () => {
  const attempts = [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/../root-next-door/secret.txt',
    '/link.txt',
    '//etc/passwd',
    '/main.js%00.html',
    '/%',
  ];
  for (const pathname of attempts) {
    const { status, body } = await get(pathname);
    assert.ok(status === 404 || status === 400, `${pathname} gave ${status}`);
    assert.ok(!body.includes('secret'), pathname);
  }
});

test('long answers are compressed as the browser asks, and decompress to the file', async () => {
  const brotli = await get('/app.wasm', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(brotli.body).toString(), longText);
  assert.equal(Number(brotli.headers['content-length']), brotli.body.length);
  const gzip = await get('/app.wasm', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(gunzipSync(gzip.body).toString(), longText);
  const plain = await get('/app.wasm');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body.toString(), longText);
});

test('an encoding that the browser refuses is not chosen', () => {
  assert.equal(chooseEncoding('br;q=0, gzip'), 'gzip');
  assert.equal(chooseEncoding('br;q=0.0'), undefined);
  assert.equal(chooseEncoding('identity'), undefined);
  assert.equal(chooseEncoding(undefined), undefined);
});

test('an unchanged file is answered with 304, a changed one anew', async () => {
  const first = await get('/main.js');
  assert.equal(first.headers['cache-control'], 'no-cache');
  const again = await get('/main.js', { headers: { 'if-none-match': first.headers.etag } });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
  await writeFile(path.join(folder, 'root', 'main.js'), `${longText}!`);
  const changed = await get('/main.js', { headers: { 'if-none-match': first.headers.etag } });
  assert.equal(changed.status, 200);
});

test('the site does not depend on headers that a static host would not send', async () => {
  const { headers } = await get('/');
  for (const name of Object.keys(headers)) assert.doesNotMatch(name, /^cross-origin-|^content-security/);
});

test('below a sub-path everything else is not there, and a folder gets its slash', async () => {
  const { port, url } = subPathSite;
  assert.match(url, /\/some\/where\/$/);
  assert.equal((await get('/some/where/', { port })).status, 200);
  assert.equal((await get('/some/where/main.js', { port })).status, 200);
  assert.equal((await get('/main.js', { port })).status, 404);
  const redirect = await get('/some/where', { port });
  assert.equal(redirect.status, 301);
  assert.equal(redirect.headers.location, '/some/where/');
});

test('only reading is allowed', async () => {
  assert.equal((await get('/', { method: 'POST' })).status, 405);
  const head = await get('/main.js', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
});

test('a taken port is refused with the reason', async () => {
  await assert.rejects(serve({ root: folder, port: site.port }), { code: 'EADDRINUSE' });
});
