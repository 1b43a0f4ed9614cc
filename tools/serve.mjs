// A plain static file server, for `npm start` and for the browser tests: it does what any static host does and nothing
// more (no cross-origin isolation headers), so that what works here works there.
//
//   node tools/serve.mjs [FOLDER] [PORT]       serves dist on port 8321

import { createReadStream, existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const mimeTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.mid': 'audio/midi',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.safetensors': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
const incompressible = new Set(['.png', '.woff2', '.ico']);
const kSmallestCompressedBytes = 512;

const compressors = {
  br: (content) =>
    promisify(zlib.brotliCompress)(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (content) => promisify(zlib.gzip)(content),
};

/** The best encoding that an Accept-Encoding header allows: 'br', 'gzip' or undefined. */
export function chooseEncoding(header = '') {
  const allowed = new Set(
    header
      .split(',')
      .map((item) => item.trim().split(/\s*;\s*/))
      .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
      .map(([name]) => name.toLowerCase()),
  );
  return ['br', 'gzip'].find((encoding) => allowed.has(encoding));
}

class StaticSite {
  constructor(root, base) {
    this.root_ = root;
    this.base_ = `/${base}/`.replace(/\/+/g, '/');
    this.compressed_ = new Map(); // entity tag + encoding -> bytes
  }

  get base() {
    return this.base_;
  }

  /** {file} inside the root, or {status, location?} for everything that is not a file there. */
  async #locate(requestUrl) {
    let pathname;
    try {
      pathname = decodeURIComponent(requestUrl.split(/[?#]/)[0]);
    } catch {
      return { status: 400 };
    }
    if (pathname.includes('\0')) return { status: 400 };
    if (pathname === this.base_.slice(0, -1)) return { status: 301, location: this.base_ };
    if (!pathname.startsWith(this.base_)) return { status: 404 };
    const wanted = path.join(this.root_, pathname.slice(this.base_.length));
    try {
      // realpath resolves `..` and links alike; whatever leads out of the root does not exist for us.
      const [root, file] = await Promise.all([realpath(this.root_), realpath(wanted)]);
      if (file !== root && !file.startsWith(root + path.sep)) return { status: 404 };
      const stats = await stat(file);
      if (stats.isFile()) return pathname.endsWith('/') ? { status: 404 } : { file, stats };
      if (!stats.isDirectory()) return { status: 404 };
      if (!pathname.endsWith('/')) return { status: 301, location: `${encodeURI(pathname).replace(/^\/+/, '/')}/` };
      const index = path.join(file, 'index.html');
      return existsSync(index) ? { file: index, stats: await stat(index) } : { status: 404 };
    } catch {
      return { status: 404 };
    }
  }

  async #compress(file, tag, encoding) {
    const key = `${file} ${tag} ${encoding}`;
    if (!this.compressed_.has(key)) this.compressed_.set(key, readFile(file).then(compressors[encoding]));
    return this.compressed_.get(key);
  }

  async handle(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const { file, stats, status, location } = await this.#locate(request.url);
    if (!file) {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...(location && { Location: location }) });
      response.end(request.method === 'HEAD' ? undefined : `${http.STATUS_CODES[status]}\n`);
      return;
    }
    const extension = path.extname(file).toLowerCase();
    const compressible = stats.size >= kSmallestCompressedBytes && !incompressible.has(extension);
    const encoding = compressible ? chooseEncoding(request.headers['accept-encoding']) : undefined;
    const tag = `"${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}${encoding ? `-${encoding}` : ''}"`;
    const headers = {
      'Content-Type': mimeTypes[extension] ?? 'application/octet-stream',
      'Cache-Control': 'no-cache', // always ask; the tag makes asking cheap
      ETag: tag,
      Vary: 'Accept-Encoding',
    };
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304, headers).end();
      return;
    }
    const content = encoding && (await this.#compress(file, tag, encoding));
    headers['Content-Length'] = content?.length ?? stats.size;
    if (encoding) headers['Content-Encoding'] = encoding;
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else if (content) response.end(content);
    else await pipeline(createReadStream(file), response);
  }
}

/**
 * Serves the folder `root` on this machine only; `port` 0 takes any free one, `base` is a sub-path such as '/backbeat/'.
 * Resolves to {url, port, close()} once it listens; rejects with the system's error (EADDRINUSE, EACCES) otherwise.
 */
export async function serve({ root, port = 0, base = '/', host = '127.0.0.1' }) {
  const site = new StaticSite(root, base);
  const server = http.createServer((request, response) => {
    site.handle(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const actualPort = server.address().port;
  return {
    url: `http://localhost:${actualPort}${site.base}`,
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root = 'dist', port = '8321'] = process.argv.slice(2);
  const { url } = await serve({ root, port: Number(port) });
  console.log(`Serving ${root} at ${url}`);
}
