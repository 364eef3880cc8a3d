import { relative } from 'node:path'
import type { ReportData } from '../report/data.js'
import { findRuns } from '../report/sources.js'
import { writeReport } from '../report/write.js'

/** What `cefrig report` was asked for. */
export interface ReportRequest {
  folders: readonly string[]
  /** Default: `.cefrig/report`. */
  out: string | undefined
  /** Takes all runs that are anywhere below the folders. */
  merge: boolean
  /** Shows goldens that matched too. */
  passed: boolean
}

/** `cefrig report`: a folder with a page that shows the last run, or several runs as one. */
export async function reportCommand({ folders, out, merge, passed }: ReportRequest): Promise<void> {
  const sources = await findRuns(folders, { below: merge })
  const { directory, data } = await writeReport(sources, { out: out ?? '.cefrig/report', passed })
  for (const notice of data.notices) process.stderr.write(`${notice}\n`)
  const page = relative(process.cwd(), `${directory}/index.html`)
  process.stdout.write(`${summary(data)} Open ${page.startsWith('..') ? `${directory}/index.html` : page}\n`)
}

/** As `12 tests, 1 failed, 30 pictures, of 3 runs.` */
function summary({ runs, tests }: ReportData): string {
  const pictures = tests.reduce((sum, test) => sum + test.pictures.length, 0)
  const failed = tests.filter(({ state }) => state === 'failed').length
  const of = runs.length > 1 ? `, of ${runs.length} runs` : ''
  return `${counted(tests.length, 'test')}, ${failed} failed, ${counted(pictures, 'picture')}${of}.`
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
