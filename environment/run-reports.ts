import { join, relative, resolve } from 'node:path'
import type { RunReportOptions } from '../src/client/settings.js'
import type { Run } from '../src/report/run.js'
import { runDirectory } from '../src/report/run-file.js'
import { writeReport } from '../src/report/write.js'

const usualFolder = '.cefrig/report'

/** The reports that the projects of a runner ask for: one for each folder that they name. */
export class RunReports {
  /** By absolute path of the folder. */
  readonly #asked = new Map<string, { passed: boolean }>()

  add(root: string, given: true | RunReportOptions): void {
    const { outDir = usualFolder, passed = false } = given === true ? {} : given
    const folder = resolve(root, outDir)
    this.#asked.set(folder, { passed: passed || this.#asked.get(folder)?.passed === true })
  }

  /** Writes them, and answers what to tell: where each is, or why it is not there. */
  async write(root: string, run: Run): Promise<string[]> {
    const source = { run, directory: runDirectory(root), root, name: '.' }
    const lines: string[] = []
    for (const [folder, options] of this.#asked) {
      try {
        const { directory } = await writeReport([source], { out: folder, ...options })
        const page = join(directory, 'index.html')
        const shown = relative(process.cwd(), page)
        lines.push(`cefrig: the report is in ${shown.startsWith('..') ? page : shown}`)
      } catch (error) {
        // The tests themselves may be well.
        lines.push(`cefrig: the report is not written. ${(error as Error).message}`)
      }
    }
    return lines
  }
}
