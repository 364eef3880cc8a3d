import { type IstanbulFile, toIstanbulFiles } from '../client/tools/istanbul-file.js'
import type { Counted, CountedScript } from './counted.js'
import { ProjectFiles } from './project-files.js'

/**
 * What ran of the files of projects, of which scripts of pages were made. One file may be there several times: once for each script.
 * `roots`: of the projects, absolute. `isWanted`: which files matter. `warn`: is told of scripts that are left out.
 */
export async function convertCounts(
  counts: readonly [CountedScript, Counted['functions']][],
  {
    roots,
    isWanted,
    warn,
  }: {
    roots: readonly string[]
    isWanted(file: string): boolean
    warn(text: string): void
  },
): Promise<IstanbulFile[]> {
  const files = new ProjectFiles(roots)
  const converted: IstanbulFile[] = []
  for (const [script, functions] of counts) {
    const paths = await pathsOf(files, script)
    if (!paths.some((path) => path !== null && isWanted(path))) continue
    const { source, map } = script
    const ran = { source, functions, map, paths }
    const found = await toIstanbulFiles(ran).catch(({ message }: Error) => {
      warn(`cefrig: what ran of ${script.url} is not in the report of coverage: ${message}`)
      return []
    })
    converted.push(...found.filter(({ path }) => isWanted(path)))
  }
  return converted
}

/** Of a script's sources, in their order; without a source map of itself. */
async function pathsOf(files: ProjectFiles, script: CountedScript): Promise<(string | null)[]> {
  if (!script.map) return [await files.ofScript(script)]
  return Promise.all(script.map.sources.map((_, index) => files.ofSource(script, index)))
}
