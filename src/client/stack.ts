import { Buffer } from 'node:buffer'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { StackFrame } from '../protocol/events.js'

/** Reads a resource as the page sees it; null when it cannot be had. */
export type ReadResource = (url: string) => Promise<string | null>

/** Source maps of a page's scripts, each found once. */
export class SourceMaps {
  readonly #read: ReadResource
  readonly #maps = new Map<string, Promise<TraceMap | null>>()

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

  async #find(
    url: string,
    line: number,
    column: number,
  ): Promise<{ source: string; line: number; column: number } | null> {
    const map = await this.#mapOf(url)
    if (!map) return null
    const found = originalPositionFor(map, { line, column: column - 1 })
    return found.source === null ? null : { source: found.source, line: found.line, column: found.column + 1 }
  }

  #mapOf(url: string): Promise<TraceMap | null> {
    let map = this.#maps.get(url)
    if (!map) {
      map = this.#load(url).catch(() => null)
      this.#maps.set(url, map)
    }
    return map
  }

  async #load(url: string): Promise<TraceMap | null> {
    if (!/^(https?|file|blob|[\w-]+):/.test(url)) return null
    const script = await this.#read(url)
    // The last one counts: a bundle may quote others.
    const comment = script?.match(/\/[/*][#@]\s*sourceMappingURL=(\S+?)(?:\s*\*\/)?\s*$/)?.[1]
    if (comment === undefined) return null
    const mapUrl = new URL(comment, url)
    const text = mapUrl.protocol === 'data:' ? dataText(mapUrl) : await this.#read(mapUrl.href)
    return text === null ? null : new TraceMap(text, mapUrl.protocol === 'data:' ? url : mapUrl.href)
  }
}

function dataText(url: URL): string {
  const [, kind = '', data = ''] = /^([^,]*),(.*)$/s.exec(url.href.slice('data:'.length)) ?? []
  const decoded = decodeURIComponent(data)
  return kind.endsWith(';base64') ? Buffer.from(decoded, 'base64').toString('utf8') : decoded
}
