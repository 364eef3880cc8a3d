import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Vite } from 'vitest/node'

const adapters = fileURLToPath(new URL('../../src/adapters/', import.meta.url))

/** What Vite adds to modules that have styles, or ask to be replaced while they run. */
const viteClient = /\/vite\/dist\/client\/client\.mjs$/

/** URLs of modules that cefrig adds to the project's. */
const ownPrefix = '/@cefrig/'
const ownModule = /^\/@cefrig\/([\w-]+)\.js(?:\?(.*))?$/
const entryPattern = /^\/@cefrig\/entry-(\d+)\.js$/

/** Of the module that loads what a plan needs. */
export function entryUrl(planId: number): string {
  return `${ownPrefix}entry-${planId}.js`
}

/** Number of the plan whose entry a file is; null for others. */
export function planOfEntry(file: string): number | null {
  const match = entryPattern.exec(file)
  return match ? Number(match[1]) : null
}

/** Whether the path is that of one of the package's own modules. */
export function isOwn(path: string): boolean {
  return ownModule.test(path) && planOfEntry(path) === null
}

/** One of the package's own modules; what it imports of packages is found from a directory of the project. */
export function ownUrl(name: string, directory: string): string {
  return `${ownPrefix}${name}.js?from=${encodeURIComponent(directory)}`
}

/** What the entry of a plan is made of. */
export interface Entry {
  /** From which its imports are counted. */
  importer: string
  code: string
}

/** What a plan's entry loads, by what it is imported as. */
export interface EntryParts {
  setup: string | null
  adapter: string
  runtime: string
  modules: readonly string[]
  stories: StoryParts | null
}

/** What a plan with files of stories loads besides. */
export interface StoryParts {
  runtime: string
  /** Places of the files among the modules. */
  places: readonly number[]
  /** Packages whose functions play functions look and act with. */
  testing: readonly string[]
}

/** Text of a plan's entry. The set-up module comes first, so that its styles do. */
export function entryCode({ setup, adapter, runtime, modules, stories }: EntryParts): string {
  const quoted = (specifier: string) => JSON.stringify(specifier)
  const loaded = modules.map((_, index) => `module${index}`)
  const testing = stories?.testing.map((name) => `import(${quoted(name)})`)
  return [
    setup === null ? 'const setup = {}' : `import * as setup from ${quoted(setup)}`,
    `import { pageSide } from ${quoted(runtime)}`,
    `import adapter from ${quoted(adapter)}`,
    ...modules.map((module, index) => `import * as module${index} from ${quoted(module)}`),
    ...(stories
      ? [
          `import { Stories } from ${quoted(stories.runtime)}`,
          `const testing = async () => Object.assign({}, ...(await Promise.all([${testing}])))`,
          `const stories = new Stories([${stories.places}], testing)`,
        ]
      : ['const stories = undefined']),
    `export default pageSide({ adapter, setup, modules: [${loaded}], stories })`,
  ].join('\n')
}

/** Vite plugin: serves the package's modules that run in pages, and the entries of plans. */
export function ownModules(entries: ReadonlyMap<number, Entry>): Vite.Plugin {
  return {
    name: 'cefrig:mount',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source.startsWith(ownPrefix)) return source
      if (!importer?.startsWith(ownPrefix)) return null
      const plan = planOfEntry(importer)
      if (plan !== null) return this.resolve(source, entries.get(plan)?.importer, { skipSelf: true })
      // Of one another: `./adapter.js`.
      const query = importer.slice(importer.indexOf('?') + 1)
      if (source.startsWith('./')) return `${ownPrefix}${source.slice(2)}?${query}`
      if (source === '../protocol/mount.js') return `${ownPrefix}protocol.js`
      const from = new URLSearchParams(query).get('from')
      return from === null ? null : this.resolve(source, join(from, 'package.json'), { skipSelf: true })
    },
    async load(id) {
      const plan = planOfEntry(id)
      if (plan !== null) return entries.get(plan)?.code
      const name = ownModule.exec(id)?.[1]
      if (name === 'protocol') return text(join(adapters, '../protocol/mount.js'))
      if (name !== undefined) return text(join(adapters, `${name}.js`))
      return viteClient.test(id) ? text(join(adapters, 'vite-client.js')) : null
    },
  }
}

async function text(file: string): Promise<{ code: string; map: null }> {
  const code = await readFile(file, 'utf8')
  return { code: code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: null }
}
