import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ScriptCoverage } from '../../protocol/tools.js'
import { badArgument } from '../failure.js'
import type { PageCore } from '../page/core.js'
import { addFile } from './add-file.js'
import { type IstanbulFile, type RanScript, toIstanbulFiles } from './istanbul-file.js'
import { sourceMapOf } from './source-map.js'

/** By the paths of files; where there is no file, by URLs. */
export type IstanbulCoverage = Record<string, IstanbulFile>

/**
 * Coverage of sources rather than scripts, where scripts have source maps.
 * @throws BAD_ARGUMENT for what is no JavaScript, or has a wrong source map.
 */
export async function toIstanbul(
  page: PageCore,
  scripts: readonly ScriptCoverage[],
): Promise<IstanbulCoverage> {
  const all: IstanbulCoverage = {}
  for (const script of scripts) {
    const ran = await ranScript(page, script)
    if (ran === null) continue
    const found = await toIstanbulFiles(ran).catch(({ message }: Error) => {
      throw badArgument(`what ran of ${script.url} cannot be told: ${message}`, 'Leave that script out')
    })
    for (const file of found) {
      const known = all[file.path]
      if (known) addFile(known, file)
      else all[file.path] = file
    }
  }
  return all
}

/** Null for what is in no file. */
async function ranScript(page: PageCore, script: ScriptCoverage): Promise<RanScript | null> {
  const { url, source, functions } = script
  const resource = (wanted: string) => page.call('page.resource', wanted)
  const loaded = await resource(url)
  const found = await sourceMapOf(script, resource)
  if (!found) {
    const placed = inDocument(script, loaded?.text)
    return placed && { ...placed, map: undefined, paths: [loaded?.file ?? url] }
  }
  const { map } = found
  const base = found.mapUrl === undefined ? (loaded?.file ?? url) : (found.mapFile ?? found.mapUrl)
  return { source, functions, map, paths: map.sources.map((name) => pathOf(base, map.sourceRoot, name)) }
}

/**
 * A script of a document's own has the places that it has there: the rest of the document is blank. Null for one that the document
 * does not hold, as what is made of `onclick`.
 */
function inDocument(script: ScriptCoverage, text = ''): Pick<RanScript, 'source' | 'functions'> | null {
  // As documents are read.
  const document = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  if (!/^\s*</.test(document)) return script
  const at = document.indexOf(script.source)
  if (at < 0) return null
  const end = at + script.source.length
  const moved = (offset: number) => offset + at
  return {
    source: blank(document.slice(0, at)) + script.source + blank(document.slice(end)),
    functions: script.functions.map(({ ranges, ...one }) => ({
      ...one,
      ranges: ranges.map(({ startOffset, endOffset, count }) => ({
        startOffset: moved(startOffset),
        endOffset: moved(endOffset),
        count,
      })),
    })),
  }
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}

/** Of a source, counted from the file or URL of its map. */
function pathOf(base: string, root: string | undefined, name: string | null): string | null {
  if (name === null) return null
  const from = base.startsWith('/') ? pathToFileURL(base).href : base
  const named = root ? `${root.replace(/\/$/, '')}/${name}` : name
  if (!URL.canParse(named, from)) return named
  const { href } = new URL(named, from)
  if (!href.startsWith('file:')) return href
  try {
    return fileURLToPath(href)
  } catch {
    // Of another machine, or with an encoded slash.
    return href
  }
}
