import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debianSources, parseDeb822Sources, parseOneLineSources, sourceForRelease } from '../../tools/setup/sources.mjs';

test('one-line sources: options, comments and other types are understood', () => {
  const entries = parseOneLineSources(`
# deb http://old.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
`);
  assert.equal(entries.length, 3);
  assert.deepEqual(entries[0], {
    types: ['deb'],
    uris: ['http://mirror.example/debian'],
    suites: ['bookworm'],
    components: ['main', 'contrib'],
    signedBy: '/usr/share/keyrings/a.gpg',
    trusted: undefined,
  });
  assert.deepEqual(entries[1].types, ['deb-src']);
});

test('deb822 sources: several stanzas, suites, continued lines and comments', () => {
  const entries = parseDeb822Sources(`Types: deb deb-src
# a comment in between
URIs: http://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no
`);
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0].suites, ['bookworm', 'bookworm-updates']);
  assert.equal(entries[0].signedBy, '/usr/share/keyrings/debian-archive-keyring.gpg');
});

test('a key written into the source itself survives the way to another release', () => {
  const key = 'Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----';
  const [entry] = parseDeb822Sources(`Types: deb\nURIs: http://m.example/debian\nSuites: bookworm\nComponents: main\n${key}\n`);
  const [again] = parseDeb822Sources(sourceForRelease(entry, 'trixie'));
  assert.equal(again.signedBy, entry.signedBy);
  assert.deepEqual(again.suites, ['trixie']);
  assert.match(sourceForRelease(entry, 'trixie'), /\n \.\n abc\n/);
});

test("Debian's own mirror comes before a company's repository of the same release", () => {
  const entries = parseOneLineSources(`
deb http://company.example/tools bookworm main
deb http://mirror.example/debian bookworm main
deb http://mirror.example/debian bookworm-updates main
deb http://mirror.example/debian trixie main
deb http://other.example/debian bookworm contrib
`);
  assert.deepEqual(
    debianSources(entries, 'bookworm').map(({ uris }) => uris[0]),
    ['http://mirror.example/debian', 'http://company.example/tools'],
  );
});
