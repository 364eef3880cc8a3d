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
  const named = namedIn(source)
  if (named === undefined || !URL.canParse(named, url)) return undefined
  const { href } = new URL(named, url)
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(href)
  if (inline) {
    const map = parse(() =>
      inline[1] ? Buffer.from(inline[2]!, 'base64').toString() : decodeURIComponent(inline[2]!),
    )
    return map && { map }
  }
  const found = await resource(href)
  const map = found ? parse(() => found.text) : undefined
  return map && { map, mapUrl: href, ...(found?.file !== undefined && { mapFile: found.file }) }
}

/** What the last comment of a script names, when nothing but comments follows it: elsewhere it may be a string's. */
function namedIn(source: string): string | undefined {
  for (let end = source.length; end > 0; ) {
    const start = source.lastIndexOf('\n', end - 1) + 1
    const line = source.slice(start, end).trim()
    // Code may come before it on its line.
    const named = /\/\/[#@][ \t]sourceMappingURL=[ \t]*([^\s'"`]+)$/.exec(line)
    if (named) return named[1]
    if (line !== '' && !isComment(line)) return undefined
    end = start - 1
  }
  return undefined
}

function isComment(line: string): boolean {
  return line.startsWith('//') || (line.startsWith('/*') && line.indexOf('*/') === line.length - 2)
}

/** Some servers guard a map's text against being run as a script. */
function parse(text: () => string): SourceMapping | undefined {
  try {
    const map = JSON.parse(text().replace(/^\)\]\}[^\n]*\n/, ''))
    const plain = Array.isArray(map.sections) ? encodedMap(new FlattenMap(map)) : map
    return isMapping(plain) ? plain : undefined
  } catch {
    return undefined
  }
}

function isMapping(map: Partial<Record<keyof SourceMapping, unknown>>): map is SourceMapping {
  const { mappings, sources, sourcesContent = null, sourceRoot = null } = map
  return (
    typeof mappings === 'string' &&
    areTexts(sources) &&
    (sourcesContent === null || areTexts(sourcesContent)) &&
    (sourceRoot === null || typeof sourceRoot === 'string')
  )
}

function areTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((one) => one === null || typeof one === 'string')
}
