import { encodedMap, FlattenMap } from '@jridgewell/trace-mapping'

/** A source map of version 3, without sections. */
export interface SourceMapping {
  version: 3
  names: string[]
  mappings: string
  sources: (string | null)[]
  sourcesContent?: (string | null)[]
  sourceRoot?: string
}

/** The comment that names a script's source map. */
export const mapComment = /^\s*\/\/[#@] sourceMappingURL=(\S+)\s*$/gm

/** A text that a page can get, and the file that it is served from. */
interface Resource {
  text: string
  file?: string
}

/** The source map that a script names, and where it is when it is not in the script; undefined when there is none to be read. */
export async function sourceMapOf(
  { url, source }: { url: string; source: string },
  resource: (url: string) => Promise<Resource | null>,
): Promise<{ map: SourceMapping; mapUrl?: string; mapFile?: string } | undefined> {
  const named = [...source.matchAll(mapComment)].at(-1)?.[1]
  if (named === undefined || !URL.canParse(named, url)) return undefined
  const { href } = new URL(named, url)
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(href)
  if (inline) {
    const map = parse(
      inline[1] ? Buffer.from(inline[2]!, 'base64').toString() : decodeURIComponent(inline[2]!),
    )
    return map && { map }
  }
  const found = await resource(href)
  const map = found ? parse(found.text) : undefined
  return map && { map, mapUrl: href, ...(found?.file !== undefined && { mapFile: found.file }) }
}

/** Some servers guard a map's text against being run as a script. */
function parse(text: string): SourceMapping | undefined {
  try {
    const map = JSON.parse(text.replace(/^\)\]\}[^\n]*\n/, ''))
    if (Array.isArray(map.sections)) return encodedMap(new FlattenMap(map)) as unknown as SourceMapping
    return typeof map.mappings === 'string' && Array.isArray(map.sources) ? map : undefined
  } catch {
    return undefined
  }
}
