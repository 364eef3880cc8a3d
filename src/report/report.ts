import { readFile } from 'node:fs/promises'
import { readGoldenHeader } from '../golden/golden-file.js'
import type { ReportData, ReportPicture, ReportTest } from './data.js'
import { type ReportFiles, ReportImages } from './images.js'
import { inside } from './inside.js'
import { namedObsolete } from './leftovers.js'
import { type MergedTest, mergeRuns } from './merge.js'
import { pageHtml } from './page-html.js'
import { plainText, plainTexts } from './plain.js'
import type { PictureRecord } from './run.js'
import type { RunSource } from './sources.js'

export interface ReportOptions {
  /** Whether goldens that matched are shown too. Default: false; their pictures are in the repository. */
  passed?: boolean
  /** Whether the page is served by `cefrig review`, and may ask it. Default: false. */
  review?: boolean
}

/** A report before it is written or served. */
export interface Report {
  data: ReportData
  files: ReportFiles
}

const parts = ['expected', 'actual', 'diff'] as const

/** Makes a report of runs. Pictures are read when their files are asked for. */
export function makeReport(given: readonly RunSource[], options: ReportOptions = {}): Report {
  const { id, sources, runs, tests, obsolete, notices } = mergeRuns(given)
  const images = new ReportImages()
  const shown: ReportTest[] = []
  for (const test of tests) shown.push(testOf(test, sources[test.run]!, images, options))
  const data: ReportData = {
    format: 1,
    id,
    runs: plainTexts(runs),
    notices: notices.map(plainText),
    tests: shown,
    obsolete: obsolete.map((path) => plainText(namedObsolete(path))),
  }
  const built = (name: string) => () => readFile(new URL(`./page/${name}`, import.meta.url))
  const files: ReportFiles = new Map([
    ['index.html', async () => pageHtml(options)],
    ['report.js', built('report.js')],
    ['report.css', built('report.css')],
    ['run.js', async () => runScript(data, options)],
    ...images.files,
  ])
  return { data, files }
}

function testOf(
  test: MergedTest,
  source: RunSource,
  images: ReportImages,
  options: ReportOptions,
): ReportTest {
  const pictures: ReportPicture[] = []
  for (const picture of test.pictures) pictures.push(pictureOf(picture, source, images, options))
  return { ...plainTexts({ ...test, pictures: [] }), pictures }
}

function pictureOf(
  { files, ...picture }: PictureRecord,
  source: RunSource,
  images: ReportImages,
  options: ReportOptions,
): ReportPicture {
  const shown: ReportPicture = { ...plainTexts(picture), files: {}, lost: [] }
  const isOther = isOfAnotherRun(picture, files.actual, source)
  if (isOther) shown.lost.push('Its pictures are not shown: another run has written over them.')
  for (const part of isOther ? [] : parts) {
    const path = files[part]
    if (path === undefined) continue
    const image = images.add(source.directory, path, part !== 'diff')
    if (typeof image === 'string') shown.lost.push(plainText(image))
    else shown.files[part] = image
  }
  const isNew = picture.outcome === 'written' || picture.outcome === 'updated'
  if (isNew || (options.passed && picture.outcome === 'matched')) addGolden(shown, picture, source, images)
  return shown
}

/** Whether the file of what the run saw holds something else by now, as after a run that was killed before it left its own record. */
function isOfAnotherRun(
  { digest, size }: Omit<PictureRecord, 'files'>,
  actual: string | undefined,
  { directory }: RunSource,
): boolean {
  const file = actual === undefined ? null : inside(directory, actual)
  if (file === null) return false
  try {
    const header = readGoldenHeader(file)
    if (header === null) return false
    const isOtherSize = header.width !== size.width || header.height !== size.height
    return isOtherSize || (header.intact && header.recorded?.digest !== digest)
  } catch {
    // What is wrong with a file is told where it is taken.
    return false
  }
}

/** The golden itself, where its pixels still are those of the run. */
function addGolden(
  shown: ReportPicture,
  { golden, digest, outcome }: Omit<PictureRecord, 'files'>,
  { root }: RunSource,
  images: ReportImages,
): void {
  const file = inside(root, golden)
  if (shown.files.actual !== undefined || file === null || digestOf(file) !== digest) return
  const image = images.add(root, golden, true)
  if (typeof image !== 'string') shown.files[outcome === 'matched' ? 'expected' : 'actual'] = image
}

function digestOf(file: string): string | null {
  try {
    const header = readGoldenHeader(file)
    return header?.intact ? (header.recorded?.digest ?? null) : null
  } catch {
    // What is no golden any more is not shown.
    return null
  }
}

/** The report's data as a script: the page may not read other files when it was opened as one. */
function runScript(data: ReportData, { review }: ReportOptions): string {
  // Text that would end a script or a line of it can then stand wherever the script does.
  const text = JSON.stringify(JSON.stringify(data)).replace(/[<\u2028\u2029]/g, escaped)
  return `${review ? 'window.__cefrigReview={};' : ''}window.__cefrigRun=JSON.parse(${text})\n`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
