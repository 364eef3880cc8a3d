import { type Dirent, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { GoldenEnvironment } from '../golden/environment.js'
import { readGoldenHeader } from '../golden/golden-file.js'
import { fileName } from '../golden/name.js'
import { defaultTemplate } from '../golden/place.js'
import { leftoverOf } from './leftovers.js'

/** Where the goldens of one project of a run lie, and whose they are. */
export interface GoldenSpace {
  /** Absolute path of the project's root. */
  root: string
  /** Name of the runner's project; empty without one. */
  project: string
  template: string | undefined
  /** Absolute paths of the test files that ran. */
  testFiles: readonly string[]
  /** Whether the runner would take a path for a test file. */
  isTestFile(path: string): boolean
}

/** A golden that no test looked at, or what a merge has left beside one. */
export interface ObsoleteGolden {
  /** Absolute path. */
  golden: string
  /** Absolute path of its test file; null when that is gone, or when the template does not tell. */
  testFile: string | null
}

/** What a whole run knows of goldens. */
export interface Looks {
  /** Absolute paths of the goldens that tests looked at. */
  goldens: ReadonlySet<string>
  /** What pictures were made in. Goldens of other platforms are none of this run's business. */
  environments: readonly Pick<GoldenEnvironment, 'platform' | 'arch' | 'cef'>[]
}

/** Directories in which nobody keeps goldens. */
const passedOver = new Set(['node_modules', '.git', '.cefrig'])

/**
 * The goldens that belong to a test file of the run, or to one that is gone, and that no test looked at. Where it may be somebody
 * else's, a PNG is not listed: one that cefrig did not write, one of a test file that is there and did not run, one of another platform.
 * Only right for a run of the whole suite. Leftovers of merges beside goldens are listed with them.
 */
export function findObsolete(spaces: readonly GoldenSpace[], looks: Looks): ObsoleteGolden[] {
  const lookedAt = new Set([...looks.goldens].map(sameFile))
  const found = new Map<string, ObsoleteGolden>()
  for (const space of spaces) {
    const place = placeOf(space, looks.environments)
    if (place === null) continue
    for (const golden of picturesBelow(place.directory)) {
      if (lookedAt.has(sameFile(golden)) || found.has(golden)) continue
      const leftover = leftoverOf(golden)
      const match = place.pattern.exec(leftover?.of ?? golden)
      const owner = match && ownerOf(space, spaces, match.groups ?? {})
      if (owner && (leftover?.kind === 'rej' || isOurs(golden)))
        found.set(golden, { golden, testFile: owner.testFile })
    }
  }
  return [...found.values()].sort((a, b) => (a.golden < b.golden ? -1 : 1))
}

/** Some file systems do not tell upper from lower case, or one form of an accented letter from the other. */
function sameFile(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Where to look for a template's goldens, and what their paths are; null when the template does not tell. */
function placeOf(
  { root, project, template = defaultTemplate }: GoldenSpace,
  environments: Looks['environments'],
): { directory: string; pattern: RegExp } | null {
  const inDir = template.startsWith('{dir}/')
  if (template.indexOf('{dir}', 1) >= 0 || (template.startsWith('{dir}') && !inDir)) return null
  const path = inDir ? template : join(root, template)
  const named = new Set<string>()
  const group = (name: string, pattern: string) => {
    if (named.has(name)) return `\\k<${name}>`
    named.add(name)
    return `(?<${name}>${pattern})`
  }
  const values: Record<string, () => string> = {
    dir: () => group('dir', '.+'),
    file: () => group('file', '[^/]+'),
    test: () => '[^/]+',
    name: () => '.+',
    counter: () => '\\d+',
    project: () => escaped(fileName(project || 'default')),
    platform: () => oneOf(environments.map(({ platform }) => platform)),
    arch: () => oneOf(environments.map(({ arch }) => arch)),
    cef: () => oneOf(environments.map(({ cef }) => cef)),
  }
  const pattern = path
    .split(/\{([^{}]*)\}/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : (values[part]?.() ?? '(?!)')))
    .join('')
  const [before = ''] = path.split('{')
  return {
    directory: inDir ? root : before.slice(0, before.lastIndexOf('/')),
    pattern: new RegExp(`^${pattern}$`),
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function oneOf(words: readonly string[]): string {
  return words.length === 0 ? '(?!)' : `(?:${[...new Set(words)].map(escaped).join('|')})`
}

/** Whose golden it is; null when it may be in use. */
function ownerOf(
  space: GoldenSpace,
  spaces: readonly GoldenSpace[],
  { dir, file }: Record<string, string>,
): { testFile: string | null } | null {
  const isNamed = (path: string) =>
    (dir === undefined || dirname(path) === dir) && (file === undefined || fileName(basename(path)) === file)
  const testFile = spaces.flatMap(({ testFiles }) => testFiles).find(isNamed)
  if (testFile !== undefined) return { testFile: file === undefined ? null : testFile }
  if (dir === undefined || file === undefined) return dir === file ? { testFile: null } : null
  const isGone = !entriesOf(dir).some(({ name }) => fileName(name) === file)
  return isGone && space.isTestFile(join(dir, file)) ? { testFile: null } : null
}

function isOurs(golden: string): boolean {
  try {
    return (readGoldenHeader(golden)?.recorded ?? null) !== null
  } catch {
    return false
  }
}

/** Nothing where nobody may look. */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}

function* picturesBelow(directory: string): Generator<string> {
  const waiting = [directory]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for (const entry of entriesOf(here)) {
      const path = join(here, entry.name)
      if (entry.isDirectory() && !passedOver.has(entry.name)) waiting.push(path)
      if (entry.isFile() && (entry.name.endsWith('.png') || leftoverOf(entry.name))) yield path
    }
  }
}
