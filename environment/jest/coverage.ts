import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { IstanbulFile } from '../../src/client/tools/istanbul-file.js'
import { alignFile } from '../../src/coverage/align.js'
import { convertCounts } from '../../src/coverage/convert.js'
import { folderOf, readCounts } from '../../src/coverage/counted.js'
import { fromJest } from './node-environment.js'
import type { FileResult, GlobalConfig, TestContext } from './results.js'

/** What Jest's instrumented modules count; with the map of what was instrumented, where that was compiled before. */
interface Instrumented extends IstanbulFile {
  inputSourceMap?: unknown
}

type Coverage = Record<string, Instrumented>

interface CoverageMap {
  merge(files: Coverage): void
  files(): string[]
  fileCoverageFor(file: string): { toJSON(): Instrumented }
  toJSON(): Coverage
}

/** What is used of the packages by which Jest counts. */
interface Transforms {
  shouldInstrument(file: string, options: object, config: object): boolean
  createScriptTransformer(config: object): Promise<{
    transformSourceAsync(file: string, source: string, options: object): Promise<{ code: string }>
  }>
}
interface Instrument {
  readInitialCoverage(code: string): { coverageData: Instrumented } | null
}
interface Maps {
  createSourceMapStore(): { transformCoverage(map: CoverageMap): Promise<CoverageMap> }
}

const ofReporters = <Module>(name: string) => fromJest<Module>('@jest/core', '@jest/reporters', name)

/** Adds what runs in pages to what Jest itself counts. */
export class PageCoverage {
  readonly #config: GlobalConfig
  readonly #directory: string
  /** Of each file of the project what Jest would count, with zeros; null where it cannot instrument it. */
  readonly #empty = new Map<string, Promise<Instrumented | null>>()

  /** `directory`: of what pages counted. */
  constructor(config: GlobalConfig, directory: string) {
    this.#config = config
    this.#directory = directory
  }

  /** Jest counts by V8 too: then it takes nothing but what Node's V8 has counted. */
  static isWanted({ collectCoverage, coverageProvider }: GlobalConfig): boolean {
    return collectCoverage && coverageProvider === 'babel'
  }

  /** Adds to a test file's result, before Jest's own reporter reads it, what its pages counted. What cannot be added is told. */
  async add(context: TestContext, result: FileResult): Promise<void> {
    await this.#add(context, result).catch(({ message }: Error) => {
      warn(
        `cefrig: what ran in the pages of ${result.testFilePath} is not in the report of coverage: ${message}`,
      )
    })
  }

  async #add({ config }: TestContext, result: FileResult): Promise<void> {
    const folder = folderOf(result.displayName?.name ?? '', result.testFilePath)
    const counts = await readCounts(this.#directory, [folder])
    const isWanted = (file: string) => this.#isWanted(file, config)
    const pages = await convertCounts(counts, { roots: [config.rootDir], isWanted, warn })
    // Files that were compiled before are counted by places of what came of them: those of pages are of the files themselves.
    const map = await this.#located((result.coverage ?? {}) as Coverage)
    for (const page of pages) {
      const empty = await this.#emptyOf(page.path, config)
      map.merge({ [page.path]: empty ? alignFile(empty, page) : page })
    }
    if (pages.length > 0 || result.coverage) result.coverage = map.toJSON()
  }

  #isWanted(file: string, config: object): boolean {
    const { collectCoverage, collectCoverageFrom, coverageProvider, rootDir: globalRootDir } = this.#config
    const options = { collectCoverage, collectCoverageFrom, coverageProvider, globalRootDir }
    return fromJest<Transforms>('@jest/core', '@jest/transform').shouldInstrument(file, options, config)
  }

  async #located(coverage: Coverage): Promise<CoverageMap> {
    const { createCoverageMap } = ofReporters<{ createCoverageMap(files: Coverage): CoverageMap }>(
      'istanbul-lib-coverage',
    )
    const map = createCoverageMap(coverage)
    if (!Object.values(coverage).some(({ inputSourceMap }) => inputSourceMap)) return map
    return ofReporters<Maps>('istanbul-lib-source-maps').createSourceMapStore().transformCoverage(map)
  }

  #emptyOf(file: string, config: TestContext['config']): Promise<Instrumented | null> {
    const known = this.#empty.get(file)
    if (known) return known
    const making = this.#instrument(file, config).catch(() => null)
    this.#empty.set(file, making)
    return making
  }

  async #instrument(file: string, config: TestContext['config']): Promise<Instrumented | null> {
    const { createScriptTransformer } = fromJest<Transforms>('@jest/core', '@jest/transform')
    const transformer = await createScriptTransformer(config)
    const isModule = ['.mjs', ...config.extensionsToTreatAsEsm].includes(extname(file))
    const { code } = await transformer.transformSourceAsync(file, await readFile(file, 'utf8'), {
      instrument: true,
      supportsDynamicImport: true,
      supportsExportNamespaceFrom: isModule,
      supportsStaticESM: isModule,
      supportsTopLevelAwait: isModule,
    })
    const found = ofReporters<Instrument>('istanbul-lib-instrument').readInitialCoverage(code)
    if (!found) return null
    const located = await this.#located({ [file]: found.coverageData })
    return located.files().includes(file) ? located.fileCoverageFor(file).toJSON() : null
  }
}

/** Where Jest's own reporters write. */
function warn(text: string): void {
  process.stderr.write(`${text}\n`)
}
