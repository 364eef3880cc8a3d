import type { ScriptCoverage } from '../../protocol/tools.js'
import type { PageCore } from '../page/core.js'

/** What ran of one file, in the form of Istanbul. */
export interface IstanbulFile {
  path: string
  statementMap: Record<string, unknown>
  fnMap: Record<string, unknown>
  branchMap: Record<string, unknown>
  s: Record<string, number>
  f: Record<string, number>
  b: Record<string, number[]>
}

/** By the paths of files; where there is no file, by URLs. */
export type IstanbulCoverage = Record<string, IstanbulFile>

interface SourceMapping {
  sources: string[]
  sourcesContent?: (string | null)[]
}

/** Coverage of sources rather than scripts, where scripts have source maps. */
export async function toIstanbul(
  page: PageCore,
  scripts: readonly ScriptCoverage[],
): Promise<IstanbulCoverage> {
  const { default: convert } = await import('v8-to-istanbul')
  const all: IstanbulCoverage = {}
  for (const { url, source, functions } of scripts) {
    const map = await mapOf(page, url, source)
    const file = (await page.call('page.resource', url))?.file ?? url
    const mapped = map && { originalSource: map.sourcesContent?.[0] ?? '', sourceMap: { sourcemap: map } }
    // The comment would be looked for on this machine's disk.
    const plain = source.replaceAll(comment, '')
    const converter = convert(file, 0, { source: plain, ...mapped } as never)
    await converter.load()
    converter.applyCoverage(functions)
    for (const found of Object.values(converter.toIstanbul())) add(all, found as unknown as IstanbulFile)
    converter.destroy()
  }
  return all
}

const comment = /^\s*\/\/[#@] sourceMappingURL=(\S+)\s*$/gm

/** The source map that a script names, wherever it is. */
async function mapOf(page: PageCore, url: string, source: string): Promise<SourceMapping | undefined> {
  const named = [...source.matchAll(comment)].at(-1)?.[1]
  if (named === undefined || !URL.canParse(named, url)) return undefined
  const { href } = new URL(named, url)
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(href)
  const text = inline
    ? inline[1]
      ? Buffer.from(inline[2]!, 'base64').toString()
      : decodeURIComponent(inline[2]!)
    : (await page.call('page.resource', href))?.text
  try {
    return text === undefined ? undefined : (JSON.parse(text) as SourceMapping)
  } catch {
    return undefined
  }
}

/** Adds the counts of what was loaded twice. */
function add(all: IstanbulCoverage, found: IstanbulFile): void {
  const known = all[found.path]
  all[found.path] = found
  if (!known || JSON.stringify(known.statementMap) !== JSON.stringify(found.statementMap)) return
  for (const key of ['s', 'f'] as const)
    for (const id of Object.keys(found[key])) found[key][id]! += known[key][id] ?? 0
  for (const [id, counts] of Object.entries(found.b))
    found.b[id] = counts.map((count, at) => count + (known.b[id]?.[at] ?? 0))
}
