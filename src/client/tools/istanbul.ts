import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ScriptCoverage } from '../../protocol/tools.js'
import type { PageCore } from '../page/core.js'
import { type IstanbulFile, toIstanbulFiles } from './istanbul-file.js'
import { sourceMapOf } from './source-map.js'

/** By the paths of files; where there is no file, by URLs. */
export type IstanbulCoverage = Record<string, IstanbulFile>

/** Coverage of sources rather than scripts, where scripts have source maps. */
export async function toIstanbul(
  page: PageCore,
  scripts: readonly ScriptCoverage[],
): Promise<IstanbulCoverage> {
  const all: IstanbulCoverage = {}
  for (const { url, source, functions } of scripts) {
    const resource = (wanted: string) => page.call('page.resource', wanted)
    const file = (await resource(url))?.file
    const found = await sourceMapOf({ url, source }, resource)
    const base = found?.mapUrl === undefined ? (file ?? url) : (found.mapFile ?? found.mapUrl)
    const map = found?.map
    const sources = map?.sources.map((name) => pathOf(base, map.sourceRoot, name))
    const paths = sources ?? [file ?? url]
    for (const one of await toIstanbulFiles({ source, functions, map, paths })) add(all, one)
  }
  return all
}

/** Of a source, counted from the file or URL of its map. */
function pathOf(base: string, root: string | undefined, name: string | null): string | null {
  if (name === null) return null
  const from = base.startsWith('/') ? pathToFileURL(base).href : base
  const named = root ? `${root.replace(/\/$/, '')}/${name}` : name
  if (!URL.canParse(named, from)) return named
  const { href } = new URL(named, from)
  return href.startsWith('file:') ? fileURLToPath(href) : href
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
