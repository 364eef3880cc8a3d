// The rooms of this repository: what may import what. Run as a program it prints every violation; `npm run check` and a test do.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Imports go down this list, never up; an entry lists what its files may import besides their own room. */
const rooms = {
  examples: [],
  bench: [],
  test: ['fixtures', 'matchers', 'environment', 'src', 'scripts', 'bench'],
  environment: ['fixtures', 'matchers', 'src'],
  fixtures: ['matchers', 'src'],
  matchers: ['src'],
  src: [],
  scripts: [],
  native: [],
}

/** Rooms whose code is in the package that users install. */
const shipped = ['environment', 'fixtures', 'matchers', 'src']

/** What adapters import is the project's: their modules are made by its Vite. */
const frameworks = /^(react|react-dom|vue|svelte|solid-js|lit|@vite\/env)(\/|$)/
const adapters = /^src\/adapters\//

/** Packages that only some files may import, with what those files are. */
const confined = [
  {
    packages: /^(pixelmatch|pngjs)(\/|$)/,
    where: /^src\/golden\//,
    rule: 'pixelmatch and pngjs are imported in src/golden/ only',
  },
  {
    packages: /^chrome-remote-interface(\/|$)/,
    where: /^src\/client\/cdp\.ts$/,
    rule: 'chrome-remote-interface is imported in src/client/cdp.ts only',
  },
  {
    packages: frameworks,
    where: adapters,
    rule: 'frameworks are imported in src/adapters/ only',
  },
  {
    packages: /^(vitest|jest|jest-[\w-]+|@vitest\/.+|@jest\/.+)(\/|$)/,
    where: /^(environment|fixtures)\//,
    rule: "runners' APIs are imported in environment/ and fixtures/ only",
  },
]

/** The one file that loads the native addon. */
const addonFile = 'src/host/addon.ts'
const loadsAddon = /\.node(['"`])|process\.dlopen/

/**
 * All violations in the repository at `root`.
 * @returns {{ file: string, line: number, rule: string, what: string }[]}
 */
export function checkRooms(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const declared = new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ])
  const violations = []
  for (const room of Object.keys(rooms)) {
    for (const file of sources(root, room)) {
      const text = readFileSync(join(root, file), 'utf8')
      const found = room === 'native' ? includes(text) : imports(text)
      for (const { specifier, line } of found) {
        const rule =
          room === 'native'
            ? nativeRule(file, specifier)
            : (relativeRule(root, room, file, specifier) ?? packageRule(room, file, specifier, declared))
        if (rule) violations.push({ file, line, rule, what: specifier })
      }
      if (shipped.includes(room) && file !== addonFile) violations.push(...addonLoads(file, text))
    }
  }
  return violations
}

/** A violation as one line. */
export function describe({ file, line, rule, what }) {
  return `${file}:${line}: ${what}: ${rule}`
}

function relativeRule(root, room, file, specifier) {
  if (!specifier.startsWith('.')) return undefined
  const target = relative(root, resolve(root, dirname(file), specifier))
  const [top] = target.split('/', 1)
  if (top === 'dist') return shipped.includes(room) ? 'sources import sources, not dist/' : undefined
  if (top === '..' || top === 'node_modules') return 'imports stay in the repository; name the package'
  if (top === room) {
    // Examples are projects of their own.
    const [, project] = file.split('/')
    return room === 'examples' && !target.startsWith(`examples/${project}/`)
      ? 'an example imports its own files only'
      : undefined
  }
  if (!(top in rooms)) return undefined
  if (rooms[room].includes(top)) return undefined
  return rooms[room].length === 0
    ? `${room}/ imports no other room`
    : `${room}/ may import ${rooms[room].join(', ')}, not ${top}/`
}

function packageRule(room, file, specifier, declared) {
  if (specifier.startsWith('.') || specifier.startsWith('node:') || !shipped.includes(room)) return undefined
  const name = specifier.startsWith('@') ? specifier.split('/', 2).join('/') : specifier.split('/', 1)[0]
  if (specifier === 'cefrig/package.json') return undefined
  if (name === 'cefrig') return 'sources import each other by path, not by the name of the package'
  for (const { packages, where, rule } of confined) {
    if (packages.test(specifier) && !where.test(file)) return rule
  }
  if (frameworks.test(specifier)) return undefined
  return declared.has(name) ? undefined : `${name} is no dependency in package.json`
}

function nativeRule(file, name) {
  if (name === 'napi.h' && !file.startsWith('native/addon/')) return 'napi.h is for native/addon/ only'
  if (/^(\.\/)?include\/(cef_|capi\/)/.test(name)) return 'no CEF header is used'
  if (!name.startsWith('.')) return undefined
  const [, from] = file.split('/')
  const [, to] = relative('/', resolve('/', dirname(file), name)).split('/')
  if (to === from || to === 'cef' || from === 'test') return undefined
  return `native/${from} may include native/cef, not native/${to}`
}

function addonLoads(file, text) {
  return withoutProse(text)
    .split('\n')
    .flatMap((line, index) =>
      loadsAddon.test(line)
        ? [
            {
              file,
              line: index + 1,
              rule: `the native addon is loaded in ${addonFile} only`,
              what: line.trim(),
            },
          ]
        : [],
    )
}

/** Files of a room that are code, relative to `root`. */
function sources(root, room) {
  if (!existsSync(join(root, room))) return []
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => (room === 'native' ? /\.(cc|h)$/ : /\.(ts|tsx|mts|cts|mjs|js)$/).test(file))
    .filter((file) => !/(^|\/)(node_modules|build|dist|pages|\.vitest)\//.test(file))
}

const importForms = [
  /\b(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"]+)\1/g,
  /(?<!['"])\bimport\s*(['"])([^'"]+)\1/g,
  /\bimport\s*\(\s*(['"])([^'"]+)\1/g,
  /\brequire(?:\.resolve)?\s*\(\s*(['"])([^'"]+)\1/g,
]

/** What a module imports, type imports and `import()` included. */
export function imports(text) {
  const code = withoutProse(text)
  return importForms
    .flatMap((form) => [...code.matchAll(form)])
    .map((match) => ({ specifier: match[2], line: lineOf(code, match.index + match[0].length) }))
    .sort((one, other) => one.line - other.line)
}

function includes(text) {
  return text
    .split('\n')
    .map((line, index) => ({ match: /^\s*#include\s*[<"]([^>"]+)[>"]/.exec(line), line: index + 1 }))
    .filter(({ match }) => match)
    .map(({ match, line }) => ({
      specifier: match[0].includes('"') && !match[1].startsWith('.') ? `./${match[1]}` : match[1],
      line,
    }))
}

function lineOf(text, index) {
  return text.slice(0, index).split('\n').length
}

/** Comments, texts of templates and regular expressions replaced by spaces: what is left of `import` is an import. */
function withoutProse(text) {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/\w*/g
  return text.replace(token, (found) => (/^['"]/.test(found) ? found : found.replace(/[^\n]/g, ' ')))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = checkRooms(dirname(dirname(fileURLToPath(import.meta.url))))
  for (const violation of violations) console.error(describe(violation))
  if (violations.length > 0) process.exitCode = 1
}
