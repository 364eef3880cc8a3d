import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { StackFrame } from '../protocol/events.js'
import type { Resource } from '../protocol/tools.js'

/** Reads a resource as the page sees it; null when it cannot be had. */
export type ReadResource = (url: string) => Promise<Resource | null>

/** Finds the original of a position; line and column from 1. */
type Lookup = (line: number, column: number) => { source: string; line: number; column: number } | null

/** Source maps of a page's scripts, each found once. */
export class SourceMaps {
  readonly #read: ReadResource
  readonly #maps = new Map<string, Promise<Lookup | null>>()

  constructor(read: ReadResource) {
    this.#read = read
  }

  /** The stack with the positions of the original sources, where a source map tells them. */
  async map(stack: string): Promise<string> {
    const lines = await Promise.all(stack.split('\n').map((line) => this.#mapLine(line)))
    return lines.join('\n')
  }

  /** The same position in the original source, or as it was. */
  async mapFrame(frame: StackFrame): Promise<StackFrame> {
    const found = await this.#find(frame.url, frame.line, frame.column)
    return found ? { ...frame, url: found.source, line: found.line, column: found.column } : frame
  }

  async #mapLine(line: string): Promise<string> {
    const match = /^(\s*at (?:.*?\()?(?:async )?)([a-z][\w+.-]*:.+?):(\d+):(\d+)(\)?)$/i.exec(line)
    if (!match) return line
    const [, before = '', url = '', row, column, after = ''] = match
    const found = await this.#find(url, Number(row), Number(column))
    return found ? `${before}${found.source}:${found.line}:${found.column}${after}` : line
  }

  async #find(url: string, line: number, column: number): Promise<ReturnType<Lookup>> {
    const lookup = await this.#mapOf(url)
    return lookup?.(line, column) ?? null
  }

  #mapOf(url: string): Promise<Lookup | null> {
    let map = this.#maps.get(url)
    if (!map) {
      map = this.#load(url).catch(() => null)
      this.#maps.set(url, map)
    }
    return map
  }

  async #load(url: string): Promise<Lookup | null> {
    if (!/^(https?|file|blob|[\w-]+):/.test(url)) return null
    const script = await this.#read(url)
    // The last one counts: a bundle may quote others.
    const comment = script?.text.match(/\/[/*][#@]\s*sourceMappingURL=(\S+?)(?:\s*\*\/)?\s*$/)?.[1]
    if (!script || comment === undefined) return null
    const mapUrl = new URL(comment, url)
    const isInline = mapUrl.protocol === 'data:'
    const map = isInline ? { text: dataText(mapUrl), file: script.file } : await this.#read(mapUrl.href)
    if (!map) return null
    return withFiles(map.text, isInline ? url : mapUrl.href, map.file)
  }
}

/**
 * Names the sources that lie on this machine, where the map itself lies, by their paths: runners show the lines of those. Others have
 * the URLs that they would have.
 */
async function withFiles(text: string, url: string, file: string | undefined): Promise<Lookup> {
  // Few tests need it, so that it is loaded by those alone.
  const { originalPositionFor, TraceMap } = await import('@jridgewell/trace-mapping')
  const map = new TraceMap(text, url)
  const near = file === undefined ? map : new TraceMap(text, pathToFileURL(file).href)
  near.resolvedSources.forEach((source, index) => {
    if (!source.startsWith('file:')) return
    const path = fileURLToPath(source)
    if (existsSync(path)) map.resolvedSources[index] = path
  })
  return (line, column) => {
    const found = originalPositionFor(map, { line, column: column - 1 })
    return found.source === null ? null : { source: found.source, line: found.line, column: found.column + 1 }
  }
}

function dataText(url: URL): string {
  const [, kind = '', data = ''] = /^([^,]*),(.*)$/s.exec(url.href.slice('data:'.length)) ?? []
  const decoded = decodeURIComponent(data)
  return kind.endsWith(';base64') ? Buffer.from(decoded, 'base64').toString('utf8') : decoded
}
