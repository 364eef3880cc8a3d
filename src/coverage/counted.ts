import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceMapping } from '../client/tools/source-map.js'
import { writeWhole } from '../golden/golden-file.js'
import type { ScriptCoverage } from '../protocol/tools.js'
import { mergeCounts } from './merge.js'

/** Environment variable that asks for the counts of pages: the absolute path of the directory for them. */
export const COVERAGE_VARIABLE = 'CEFRIG_COVERAGE'

/** A script as the page had it. */
export interface CountedScript {
  url: string
  source: string
  /** The file that it was served from. */
  file?: string
  map?: SourceMapping
  /** Where the map was, when it was not in the script. */
  mapUrl?: string
  /** The file that the map was served from. */
  mapFile?: string
}

/** What ran of one script in one test; `script`: its {@link scriptHash}. */
export interface Counted {
  script: string
  functions: ScriptCoverage['functions']
}

const scriptsName = 'scripts'

/** The name of a script in a directory of counts. */
export function scriptHash({ url, source }: Pick<CountedScript, 'url' | 'source'>): string {
  return createHash('sha256').update(`${url}\0${source}`).digest('hex').slice(0, 24)
}

/** The name of the folder for the counts of a test file of a project: another run of the file takes their place. */
export function folderOf(project: string, testFile: string): string {
  return createHash('sha256').update(`${project}\0${testFile}`).digest('hex').slice(0, 24)
}

/** @throws FILE_FAILED */
export async function writeScript(directory: string, script: CountedScript): Promise<void> {
  const file = join(directory, scriptsName, `${scriptHash(script)}.json`)
  await writeWhole(file, Buffer.from(JSON.stringify(script)))
}

/** @throws FILE_FAILED */
export async function writeCounts(file: string, counts: readonly Counted[]): Promise<void> {
  await writeWhole(file, Buffer.from(JSON.stringify(counts)))
}

export async function removeCounts(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** All scripts of a directory, or of some of its folders, each with what ran of it in all tests together. */
export async function readCounts(
  directory: string,
  folders?: readonly string[],
): Promise<[CountedScript, Counted['functions']][]> {
  const merged = new Map<string, NonNullable<ReturnType<typeof mergeCounts>>>()
  const read = folders ?? (await entries(directory)).filter((name) => name !== scriptsName)
  for (const folder of read) {
    for (const name of await entries(join(directory, folder))) {
      const counts = JSON.parse(await readFile(join(directory, folder, name), 'utf8')) as Counted[]
      for (const { script, functions } of counts) {
        const before = merged.get(script)
        const both = [...(before ? [before] : []), { scriptId: '0', url: script, functions }]
        merged.set(script, mergeCounts(both)!)
      }
    }
  }
  return Promise.all(
    [...merged].map(async ([hash, { functions }]) => {
      const text = await readFile(join(directory, scriptsName, `${hash}.json`), 'utf8')
      return [JSON.parse(text) as CountedScript, functions] as [CountedScript, Counted['functions']]
    }),
  )
}

/** Nothing where no page was counted. Files that are being written begin with a dot. */
async function entries(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => [])
  return names.filter((name) => !name.startsWith('.'))
}
