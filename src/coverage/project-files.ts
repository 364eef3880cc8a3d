import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { CountedScript } from './counted.js'

/** The files of projects that scripts of pages were made of. */
export class ProjectFiles {
  readonly #roots: readonly string[]
  readonly #texts = new Map<string, Promise<string | null>>()

  /** `roots`: absolute. Addresses are counted from them where a server does not say which file it sends. */
  constructor(roots: readonly string[]) {
    this.#roots = roots
  }

  /** The file that a script without a source map is; null where there is none. */
  ofScript(script: CountedScript): Promise<string | null> {
    return this.#firstLike([...maybe(script.file), ...this.#atAddress(script.url)], script.source)
  }

  /** The file that a source of a script's map is; null where there is none, or where it is another by now. */
  async ofSource(script: CountedScript, index: number): Promise<string | null> {
    const { map, url, mapUrl = url, file, mapFile = file } = script
    const source = map?.sources[index]
    if (!source) return null
    const named = map?.sourceRoot ? `${map.sourceRoot.replace(/\/?$/, '/')}${source}` : source
    const content = map?.sourcesContent?.[index] ?? null
    const near = mapFile === undefined ? [] : this.#atAddress(resolved(named, pathToFileURL(mapFile).href))
    const candidates = [...near, ...this.#atAddress(resolved(named, mapUrl))]
    // Nothing but its text tells whether a file is what a server elsewhere has sent.
    if (content === null)
      return this.#firstThere(candidates.filter((_, at) => at < near.length || isFile(named)))
    return this.#firstLike(candidates, content)
  }

  /** Where the file of an address may be. */
  #atAddress(address: string): string[] {
    if (!URL.canParse(address)) return []
    const { protocol, pathname, href } = new URL(address)
    if (protocol === 'file:') return maybe(pathOf(withoutQuery(href)))
    const path = decoded(pathname)
    if (path === null) return []
    // As Vite names what lies outside of its root.
    if (path.startsWith('/@fs/')) return [path.slice('/@fs'.length)]
    return [...this.#roots.map((root) => join(root, path)), path]
  }

  async #firstLike(files: readonly string[], text: string): Promise<string | null> {
    for (const file of files) if (same(await this.#text(file), text)) return file
    return null
  }

  async #firstThere(files: readonly string[]): Promise<string | null> {
    for (const file of files) if ((await this.#text(file)) !== null) return file
    return null
  }

  #text(file: string): Promise<string | null> {
    const known = this.#texts.get(file)
    if (known) return known
    const reading = readFile(file, 'utf8').catch(() => null)
    this.#texts.set(file, reading)
    return reading
  }
}

function maybe(file: string | undefined): string[] {
  return file === undefined ? [] : [file]
}

/** Bundlers have addresses of their own, whose paths are the project's: `webpack://name/./source/part.js`. */
function resolved(source: string, base: string): string {
  return URL.canParse(source, base) ? new URL(source, base).href : ''
}

function isFile(source: string): boolean {
  return source.startsWith('file:')
}

/** Of a `file:` URL; undefined where it names no path, as with another machine or an encoded slash. */
function pathOf(href: string): string | undefined {
  try {
    return fileURLToPath(href)
  } catch {
    return undefined
  }
}

function withoutQuery(href: string): string {
  return href.replace(/[?#].*$/, '')
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** But for the ends of lines, which compilers may change, and the comment that names a map. */
function same(text: string | null, other: string): boolean {
  return text !== null && plain(text) === plain(other)
}

function plain(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trimEnd()
}
