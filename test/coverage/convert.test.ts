import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addFile } from '../../src/client/tools/add-file.js'
import { type IstanbulFile, toIstanbulFiles } from '../../src/client/tools/istanbul-file.js'
import { sourceMapOf } from '../../src/client/tools/source-map.js'
import { alignFile } from '../../src/coverage/align.js'
import { convertCounts } from '../../src/coverage/convert.js'
import type { CountedScript } from '../../src/coverage/counted.js'

let root: string
const text = 'function used() {\n  return 1\n}\nused()\n'

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'cefrig-convert-')))
  for (const file of ['src/a.js', 'src/b c.js', 'out/made.js']) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
})
afterAll(() => rmSync(root, { recursive: true }))

/** All of it ran twice. */
const functions = [
  { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: text.length, count: 2 }] },
]

/** Each line is the source's own. */
const map = (
  sources: (string | null)[],
  sourcesContent: (string | null)[] | undefined,
  sourceRoot?: string,
) => ({
  ...{ version: 3 as const, names: [], sources, mappings: 'AAAA;AACA;AACA;AACA' },
  ...(sourcesContent && { sourcesContent }),
  ...(sourceRoot !== undefined && { sourceRoot }),
})

async function filesOf(script: Partial<CountedScript>, warnings: string[] = []): Promise<string[]> {
  const whole = { url: 'https://a.test/out/made.js', source: text, ...script }
  const isWanted = (file: string) => file.startsWith(root)
  const found = await convertCounts([[whole, functions]], {
    roots: ['/elsewhere', root],
    isWanted,
    warn: (line) => warnings.push(line),
  })
  return found.map(({ path }) => path.slice(root.length + 1))
}

test.each<[what: string, script: () => Partial<CountedScript>, files: string[]]>([
  [
    'a script that is a file of the project',
    () => ({ url: 'http://localhost:5173/src/a.js?v=1' }),
    ['src/a.js'],
  ],
  ['an encoded address', () => ({ url: 'https://a.test/src/b%20c.js' }), ['src/b c.js']],
  [
    'a file outside of a server’s root',
    () => ({ url: `http://localhost/@fs${root}/src/a.js` }),
    ['src/a.js'],
  ],
  [
    'a file that it was served from',
    () => ({ url: 'https://a.test/x', file: join(root, 'src/a.js') }),
    ['src/a.js'],
  ],
  ['another text at the address', () => ({ url: 'https://a.test/src/a.js', source: `${text}used()` }), []],
  ['an address of nothing', () => ({ url: 'https://a.test/none.js' }), []],
  [
    'a source beside a served file',
    () => ({ file: join(root, 'out/made.js'), map: map(['../src/a.js'], undefined) }),
    ['src/a.js'],
  ],
  [
    'a source by its URL',
    () => ({ map: map([pathToFileURL(join(root, 'src/a.js')).href], undefined) }),
    ['src/a.js'],
  ],
  [
    'a source of a server elsewhere, by its text',
    () => ({ map: map(['../src/a.js'], [text]) }),
    ['src/a.js'],
  ],
  ['one with another text', () => ({ map: map(['../src/a.js'], ['other']) }), []],
  ['one whose text nobody tells', () => ({ map: map(['../src/a.js'], undefined) }), []],
  ['a bundler’s own address', () => ({ map: map(['webpack://app/./src/a.js'], [text]) }), ['src/a.js']],
  ['a source on another machine', () => ({ map: map(['file://src/a.js'], [text]) }), []],
  ['a path with an encoded slash', () => ({ url: 'file:///src%2Fa.js' }), []],
  ['a source without a name', () => ({ map: map([null, '../src/a.js'], [null, text]) }), ['src/a.js']],
  ['a root of sources', () => ({ map: map(['a.js'], [text], '/src') }), ['src/a.js']],
])('%s', async (_, script, files) => {
  expect(await filesOf(script())).toEqual(files)
})

test('what is no JavaScript is left out, and told', async () => {
  const warnings: string[] = []
  writeFileSync(join(root, 'src/odd.js'), 'let {')
  expect(await filesOf({ url: 'https://a.test/src/odd.js', source: 'let {' }, warnings)).toEqual([])
  expect(warnings).toEqual([
    expect.stringMatching(
      /^cefrig: what ran of https:\/\/a\.test\/src\/odd\.js is not in the report of coverage: /,
    ),
  ])
})

test('source maps are read from the script or from where it says, with sections too', async () => {
  const found = (comment: string, resource: string | null = null) =>
    sourceMapOf({ url: 'https://a.test/x.js', source: `1\n//# sourceMappingURL=${comment}` }, async () =>
      resource === null ? null : { text: resource },
    )
  const plain = map(['a.js'], [text])
  const inline = `data:application/json;base64,${Buffer.from(JSON.stringify(plain)).toString('base64')}`
  expect(await found(inline)).toEqual({ map: plain })
  expect(await found('x.js.map', JSON.stringify(plain))).toEqual({
    map: plain,
    mapUrl: 'https://a.test/x.js.map',
  })
  const sections = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: plain }] }
  expect((await found('x.js.map', JSON.stringify(sections)))?.map.sources).toEqual(['a.js'])
  expect(await found('x.js.map')).toBeUndefined()
  expect(await found('x.js.map', '<html>')).toBeUndefined()
  expect(await found('data:application/json,%ZZ')).toBeUndefined()
  for (const wrong of [{ sources: [5] }, { sourceRoot: 5 }, { sourcesContent: 'text' }, { mappings: null }])
    expect(await found('x.js.map', JSON.stringify({ ...plain, ...wrong }))).toBeUndefined()
})

test.each<[what: string, source: string, named: string | undefined]>([
  ['after code on its line', '1;//# sourceMappingURL=a.map', 'https://a.test/a.map'],
  [
    'before other comments',
    '//# sourceMappingURL=a.map\r\n//# sourceURL=b\n/* c */\n\n',
    'https://a.test/a.map',
  ],
  ['the last of two', '//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map', 'https://a.test/b.map'],
  ['before code', '//# sourceMappingURL=a.map\n1', undefined],
  ['before code between comments', '//# sourceMappingURL=a.map\n/* b */ 1 /* c */', undefined],
  ['in a string', 'const a = "//# sourceMappingURL=a.map"', undefined],
  ['in a template', 'const a = `\n//# sourceMappingURL=a.map\n`', undefined],
  ['none, in a script of empty lines', `1${'\n'.repeat(200_000)}`, undefined],
])('the comment that names a source map: %s', async (_, source, named) => {
  const asked: string[] = []
  const resource = async (url: string) => {
    asked.push(url)
    return null
  }
  await sourceMapOf({ url: 'https://a.test/x.js', source }, resource)
  expect(asked).toEqual(named === undefined ? [] : [named])
})

test('a script without a map is its own source, whatever its strings say', async () => {
  const other = btoa(JSON.stringify({ version: 3, sources: ['other.js'], names: [], mappings: 'AAAA' }))
  // Vite would read it here too.
  const name = ['sourceMapping', 'URL'].join('')
  const source = `class A { #sourceMappingURL = 1; a() { return this.#sourceMappingURL } }
    const b = \`
    //# ${name}=data:application/json;base64,${other}
    \``
  const ranges = [{ startOffset: 0, endOffset: source.length, count: 2 }]
  const all = [{ functionName: '', isBlockCoverage: true, ranges }]
  const ran = { source, functions: all, map: undefined, paths: ['/a.js'] }
  const [file, ...others] = await toIstanbulFiles(ran)
  expect(others).toEqual([])
  expect(file).toMatchObject({ path: '/a.js', s: { 0: 2, 1: 2, 2: 2 } })
})

test('what was counted of a file twice is added place by place, though a script may hold a part of it', () => {
  const place = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } })
  const file = (lines: number[], count: number): IstanbulFile => {
    const counts = <T>(value: T) => Object.fromEntries(lines.map((_, id) => [id, value]))
    const places = <T>(made: (line: number) => T) =>
      Object.fromEntries(lines.map((line, id) => [id, made(line)]))
    return {
      path: '/a.js',
      statementMap: places(place),
      fnMap: places((line) => ({ name: `(anonymous_${line + count})`, decl: place(line), loc: place(line) })),
      branchMap: places((line) => ({ type: 'if', loc: place(line), locations: [place(line), place(line)] })),
      ...{ s: counts(count), f: counts(count), b: counts([count, 0]) },
    }
  }
  const known = file([1, 2], 1)
  addFile(known, file([3, 2], 4))
  expect([known.s, known.f]).toEqual([
    { 0: 1, 1: 5, 2: 4 },
    { 0: 1, 1: 5, 2: 4 },
  ])
  expect(known.b).toEqual({ 0: [1, 0], 1: [5, 0], 2: [4, 0] })
  expect(known.statementMap[2]).toEqual(place(3))
})

test('counts take the form that another instrumenter gave a file', () => {
  const place = (line: number, column: number, end = [line, 99]) => ({
    start: { line, column },
    end: { line: end[0], column: end[1] },
  })
  const form: IstanbulFile = {
    path: '/a.js',
    // An import that was compiled, the function, one that begins elsewhere on its line, one that nobody counted.
    statementMap: { 0: place(1, 0), 1: place(2, 0), 2: place(3, 4), 3: place(4, 4) },
    fnMap: { 0: { name: 'f', decl: place(2, 9), loc: place(2, 12, [5, 1]) } },
    branchMap: { 0: { type: 'if', loc: place(3, 0) }, 1: { type: 'cond-expr', loc: place(3, 0) } },
    ...{ s: { 0: 0, 1: 0, 2: 0, 3: 0 }, f: { 0: 0 }, b: { 0: [0, 0], 1: [0, 0] } },
  }
  const counted: IstanbulFile = {
    path: '/a.js',
    statementMap: { 7: place(2, 0), 8: place(3, 2) },
    fnMap: { 3: { name: 'g', decl: place(2, 8), loc: place(2, 12, [5, 0]) } },
    branchMap: { 5: { type: 'if', loc: place(3, 0) } },
    ...{ s: { 7: 3, 8: 2 }, f: { 3: 4 }, b: { 5: [1, 2] } },
  }
  expect(alignFile(form, counted)).toEqual({
    ...form,
    ...{ s: { 0: 3, 1: 3, 2: 2, 3: 0 }, f: { 0: 4 }, b: { 0: [1, 2], 1: [0, 0] } },
  })
})

test('a file of many functions is aligned, those in others too', () => {
  const place = (line: number, end: number) => ({ start: { line, column: 0 }, end: { line: end, column: 1 } })
  const [statementMap, fnMap]: Record<string, unknown>[] = [{}, {}] as const as never
  const many = 10_000
  for (let at = 0; at < many; at++) {
    // Three lines, of which the one in the middle is a function's own.
    const [loc, inner] = [place(at * 3 + 1, at * 3 + 3), place(at * 3 + 1, at * 3 + 1)]
    fnMap![at * 2] = { name: 'outer', decl: loc, loc }
    fnMap![at * 2 + 1] = { name: 'inner', decl: inner, loc: inner }
    statementMap![at] = place(at * 3 + 2, at * 3 + 2)
  }
  statementMap![many] = place(many * 3 + 9, many * 3 + 9)
  const zeros = (map: object) => Object.fromEntries(Object.keys(map).map((id) => [id, 0]))
  const form = { path: '/a.js', statementMap: statementMap!, fnMap: fnMap!, branchMap: {}, b: {} }
  const empty = { ...form, s: zeros(statementMap!), f: zeros(fnMap!) }
  const counted = { ...empty, statementMap: { 0: place(many * 3 + 5, many * 3 + 5) }, s: { 0: 7 } }
  const { s } = alignFile(empty, counted)
  // Of functions nothing was counted; what is outside has the module's.
  expect([s[0], s[many - 1], s[many]]).toEqual([0, 0, 7])
})

test('a function or branch that another compiler places elsewhere is known by its line, when it is alone there', () => {
  const place = (line: number, column: number) => ({ start: { line, column }, end: { line, column: 99 } })
  const named = (...places: object[]) =>
    Object.fromEntries(places.map((one, id) => [id, { decl: one, loc: one }]))
  const branches = (...places: object[]) =>
    Object.fromEntries(places.map((loc, id) => [id, { type: 'if', loc }]))
  const base = { path: '/a.js', statementMap: {}, s: {} }
  const form = {
    ...{
      ...base,
      fnMap: named(place(1, 0), place(2, 20), place(3, 0), place(3, 5)),
      f: { 0: 0, 1: 0, 2: 0, 3: 0 },
    },
    ...{ branchMap: branches(place(4, 0), place(5, 0)), b: { 0: [0, 0], 1: [0, 0] } },
  }
  const counted = {
    ...{ ...base, fnMap: named(place(2, 13), place(3, 2)), f: { 0: 4, 1: 5 } },
    ...{ branchMap: branches(place(4, 3)), b: { 0: [1, 2] } },
  }
  const { f, b } = alignFile(form, counted)
  expect([f, b]).toEqual([
    { 0: 0, 1: 4, 2: 0, 3: 0 },
    { 0: [1, 2], 1: [0, 0] },
  ])
})
