import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRooms, imports, describe as inWords } from '../../scripts/check-rooms.mjs'

const repository = fileURLToPath(new URL('../../', import.meta.url))
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-rooms-'))
  write(
    'package.json',
    JSON.stringify({ dependencies: { ws: '1', pngjs: '1' }, peerDependencies: { vitest: '1' } }),
  )
})

afterEach(() => rmSync(directory, { recursive: true }))

function write(file: string, text: string): void {
  mkdirSync(join(directory, dirname(file)), { recursive: true })
  writeFileSync(join(directory, file), text)
}

/** What the check says of one file, without the file's name. */
function rule(file: string, text: string): string[] {
  write(file, text)
  return checkRooms(directory).map(inWords)
}

test('imports of this repository go one way, from room to room as its style says', () => {
  expect(checkRooms(repository).map(inWords)).toEqual([])
})

test('an import that goes up is told with file, line and rule', () => {
  expect(rule('matchers/a.ts', "import x from '../src/x.js'\n\nimport y from '../fixtures/y.js'\n")).toEqual([
    'matchers/a.ts:3: ../fixtures/y.js: matchers/ may import src, not fixtures/',
  ])
  expect(rule('src/deep/a.ts', "import x from '../../matchers/x.js'\n")).toContain(
    'src/deep/a.ts:1: ../../matchers/x.js: src/ imports no other room',
  )
})

test.each([
  ["import type { X } from '../matchers/x.js'"],
  ["import {\n  a,\n  type B,\n} from '../matchers/x.js'"],
  ["export * from '../matchers/x.js'"],
  ["import '../matchers/x.js'"],
  ["const x = await import('../matchers/x.js')"],
  ["type X = import('../matchers/x.js').X"],
  ["require('../matchers/x.js')"],
])('%s counts', (text) => {
  expect(rule('src/a.ts', text)).toHaveLength(1)
})

test.each([
  ["// import x from '../matchers/x.js'"],
  ["/**\n * import x from '../matchers/x.js'\n */"],
  ['const text = `import x from "../matchers/x.js"`'],
  ["const pattern = /import '..\\/matchers\\/x.js'/"],
])('%s does not', (text) => {
  expect(rule('src/a.ts', text)).toEqual([])
})

test('packages stay where they are used, and are declared', () => {
  expect(rule('src/client/a.ts', "import { PNG } from 'pngjs'")).toEqual([
    'src/client/a.ts:1: pngjs: pixelmatch and pngjs are imported in src/golden/ only',
  ])
  expect(rule('src/client/a.ts', "import { test } from 'vitest'")).toEqual([
    "src/client/a.ts:1: vitest: runners' APIs are imported in environment/ and fixtures/ only",
  ])
  expect(rule('src/client/a.ts', "import type { CDP } from 'chrome-remote-interface'")).toHaveLength(1)
  expect(rule('src/client/a.ts', "import x from '@scope/name/deep.js'")).toEqual([
    'src/client/a.ts:1: @scope/name/deep.js: @scope/name is no dependency in package.json',
  ])
  expect(rule('src/client/a.ts', "import ws from 'ws'\nimport { join } from 'node:path'")).toEqual([])
  expect(rule('fixtures/a.ts', "import { test } from 'vitest'")).toEqual([])
})

test('the addon is loaded in one file, and dist/ in none', () => {
  expect(rule('src/client/a.ts', "import x from '../../dist/src/x.js'")).toEqual([
    'src/client/a.ts:1: ../../dist/src/x.js: sources import sources, not dist/',
  ])
  expect(rule('src/client/a.ts', "const addon = require(join(root, 'cefrig.node'))")).toHaveLength(1)
})

test('an example keeps to itself and to the package', () => {
  expect(
    rule('examples/one/a.ts', "import x from '../two/b.js'\nimport { test } from 'cefrig/vitest'"),
  ).toEqual(['examples/one/a.ts:1: ../two/b.js: an example imports its own files only'])
  expect(rule('examples/one/a.ts', "import x from '../../src/b.js'")).toEqual([
    'examples/one/a.ts:1: ../../src/b.js: examples/ imports no other room',
  ])
})

test('native code uses no CEF header, and Node-API at its edge only', () => {
  expect(
    rule('native/helper/a.cc', '#include <napi.h>\n#include "../addon/b.h"\n#include "include/cef_app.h"'),
  ).toEqual([
    'native/helper/a.cc:1: napi.h: napi.h is for native/addon/ only',
    'native/helper/a.cc:2: ../addon/b.h: native/helper may include native/cef, not native/addon',
    'native/helper/a.cc:3: ./include/cef_app.h: no CEF header is used',
  ])
})

test('imports are found with their lines', () => {
  expect(imports("import a from 'a'\n// import b from 'b'\nexport { c } from 'c'\n")).toEqual([
    { specifier: 'a', line: 1 },
    { specifier: 'c', line: 3 },
  ])
})
