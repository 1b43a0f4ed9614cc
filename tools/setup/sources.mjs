// Reads apt's own list of package sources, so that what we fetch from another Debian release comes from the mirror, and
// is checked with the keyring, that this machine already trusts. Both notations are understood: one-line (.list) and
// deb822 (.sources).

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * One source: {types, uris, suites, components: string[], signedBy, trusted: string | undefined}.
 * `signedBy` may be several lines: deb822 allows the key itself in place of a file name.
 */

/** Parses the one-line notation: `deb [signed-by=/a/key] URI SUITE COMPONENT...`. */
export function parseOneLineSources(text) {
  const entries = [];
  for (const rawLine of text.split('\n')) {
    const line = rawLine.replace(/#.*/, '').trim();
    const match = /^(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*(.*)$/.exec(line);
    if (!match) continue;
    const [, type, optionText = '', uri, suite, components] = match;
    const options = new Map(
      optionText.split(/\s+/).filter(Boolean).map((option) => {
        const [key, ...value] = option.split('=');
        return [key.toLowerCase(), value.join('=')];
      }),
    );
    entries.push({
      types: [type],
      uris: [uri],
      suites: [suite],
      components: components.split(/\s+/).filter(Boolean),
      signedBy: options.get('signed-by'),
      trusted: options.get('trusted'),
    });
  }
  return entries;
}

/** Parses deb822: stanzas of `Field: value`, continued on indented lines, separated by empty lines. */
export function parseDeb822Sources(text) {
  const entries = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = new Map();
    let current;
    for (const line of stanza.split('\n')) {
      if (line.startsWith('#') || line.trim() === '') continue;
      const field = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(line);
      if (field) {
        current = field[1].toLowerCase();
        fields.set(current, field[2].trim());
      } else if (current && /^\s/.test(line)) {
        fields.set(current, `${fields.get(current)}\n${line.trim()}`);
      }
    }
    if (!fields.has('uris') || /^(no|false|0)$/i.test(fields.get('enabled') ?? '')) continue;
    const words = (name) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
    entries.push({
      types: words('types'),
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      signedBy: fields.get('signed-by'),
      trusted: fields.get('trusted'),
    });
  }
  return entries;
}

/** Every source in apt's configuration folder. */
export function readAptSources(aptDir = '/etc/apt') {
  const entries = [];
  const mainList = path.join(aptDir, 'sources.list');
  if (existsSync(mainList)) entries.push(...parseOneLineSources(readFileSync(mainList, 'utf8')));
  const partsDir = path.join(aptDir, 'sources.list.d');
  for (const name of existsSync(partsDir) ? readdirSync(partsDir).sort() : []) {
    const text = () => readFileSync(path.join(partsDir, name), 'utf8');
    if (name.endsWith('.list')) entries.push(...parseOneLineSources(text()));
    if (name.endsWith('.sources')) entries.push(...parseDeb822Sources(text()));
  }
  return entries;
}

/**
 * The sources that may carry the whole of Debian's release `codename`, the likeliest first. A company's own repository
 * often has a `bookworm main` too; Debian's mirrors keep the archive in a folder called `debian`.
 */
export function debianSources(entries, codename) {
  const looksLikeMirror = (entry) => entry.uris.some((uri) => /\/debian(\/|$)/.test(uri));
  return entries
    .filter((entry) => entry.types.includes('deb') && entry.suites.includes(codename) && entry.components.includes('main'))
    .sort((a, b) => looksLikeMirror(b) - looksLikeMirror(a));
}

/** The same mirror and keyring, for another release, in deb822. */
export function sourceForRelease(entry, codename) {
  const lines = [
    'Types: deb deb-src',
    `URIs: ${entry.uris.join(' ')}`,
    `Suites: ${codename}`,
    'Components: main',
  ];
  if (entry.signedBy) lines.push(`Signed-By: ${entry.signedBy.replaceAll('\n', '\n ')}`);
  if (entry.trusted) lines.push(`Trusted: ${entry.trusted}`);
  return `${lines.join('\n')}\n`;
}
