import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestProject, Vitest } from 'vitest/node'
import type { IstanbulFile } from '../../src/client/tools/istanbul-file.js'
import { convertCounts } from '../../src/coverage/convert.js'
import { COVERAGE_VARIABLE, readCounts } from '../../src/coverage/counted.js'

/** Vitest's map of what ran, as its providers make it. */
interface CoverageMap {
  merge(files: Record<string, IstanbulFile>): void
}

/** What is used of Vitest's own providers of coverage, by V8 and by Istanbul, in Vitest 4.1 and 5. */
interface CoverageProvider {
  name: string
  coverageFilesDirectory: string
  isIncluded(file: string): boolean
  /** Files that no test has loaded, where the configuration asks for them. */
  getUntestedFiles(testedFiles: string[]): Promise<string[]>
  generateCoverage(context: object): Promise<CoverageMap>
}

const collectors = new WeakMap<Vitest, PageCoverage>()
const known = new WeakSet<CoverageProvider>()

/** Adds what runs in pages to Vitest's own report of coverage, where one is asked for. */
export class PageCoverage {
  readonly #vitest: Vitest
  readonly #projects = new Set<TestProject>()

  /** The one of a Vitest instance, which all projects share. */
  static of(vitest: Vitest): PageCoverage {
    const before = collectors.get(vitest)
    if (before) return before
    const collector = new PageCoverage(vitest)
    collectors.set(vitest, collector)
    return collector
  }

  private constructor(vitest: Vitest) {
    this.#vitest = vitest
    // While Vitest watches, coverage may be switched on and off.
    const reporter: Reporter = { onTestRunStart: () => this.#prepare() }
    vitest.config.reporters.unshift(reporter as never)
  }

  add(project: TestProject): void {
    this.#projects.add(project)
  }

  #prepare(): void {
    const provider = this.#provider()
    if (provider) this.#extend(provider)
    for (const { config } of this.#projects) {
      const { [COVERAGE_VARIABLE]: _, ...env } = config.env
      config.env = provider ? { ...env, [COVERAGE_VARIABLE]: directoryOf(provider) } : env
    }
  }

  /** Undefined also for providers that are not Vitest's own: nobody knows what they take. */
  #provider(): CoverageProvider | undefined {
    const { coverageProvider } = this.#vitest as unknown as { coverageProvider?: CoverageProvider | null }
    const { enabled } = this.#vitest.config.coverage
    return enabled && /^(v8|istanbul)$/.test(coverageProvider?.name ?? '') ? coverageProvider! : undefined
  }

  /** What ran in pages is in the map before anybody looks for files that nobody has loaded. */
  #extend(provider: CoverageProvider): void {
    if (known.has(provider)) return
    known.add(provider)
    const generate = provider.generateCoverage.bind(provider)
    const untested = provider.getUntestedFiles.bind(provider)
    let files: IstanbulFile[] = []
    provider.getUntestedFiles = (tested) => untested([...tested, ...files.map(({ path }) => path)])
    provider.generateCoverage = async (context) => {
      files = await this.#files(provider)
      const map = await generate(context)
      // One file may be there several times, as several scripts were made of it.
      for (const file of files) map.merge({ [file.path]: file })
      return map
    }
  }

  async #files(provider: CoverageProvider): Promise<IstanbulFile[]> {
    const counts = await readCounts(directoryOf(provider))
    if (counts.length === 0) return []
    const roots = [...new Set([...this.#projects].map(({ config }) => config.root))]
    const isWanted = (file: string) => provider.isIncluded(file) && existsSync(file)
    const warn = (text: string) => this.#vitest.logger.warn(text)
    return convertCounts(counts, { roots, isWanted, warn })
  }
}

/** Below the one that the provider removes when it is done. */
function directoryOf({ coverageFilesDirectory }: CoverageProvider): string {
  return join(coverageFilesDirectory, 'cefrig')
}
