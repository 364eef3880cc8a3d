// What a report is made of, without a browser.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestPixels } from '../../src/golden/digest.js'
import { encodeGolden } from '../../src/golden/golden-file.js'
import type { ReportData } from '../../src/report/data.js'
import { plainText } from '../../src/report/plain.js'
import { makeReport, type Report, type ReportOptions } from '../../src/report/report.js'
import type { PictureRecord, Run } from '../../src/report/run.js'
import { environment, Runs } from './runs.js'

let root: string
let directory: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cefrig-report-'))
  directory = join(root, '.cefrig')
  await mkdir(directory)
})
afterEach(() => rm(root, { recursive: true }))

const runs = new Runs()

function report(run: Run, options?: ReportOptions): Report {
  return makeReport([{ run, directory, root, name: '.' }], options)
}

/** What the page finds when it has run `run.js`. */
async function seen({ files }: Report): Promise<ReportData> {
  const script = String(await files.get('run.js')!())
  const window: { __cefrigRun?: ReportData } = {}
  runInNewContext(script, { window, JSON })
  return window.__cefrigRun!
}

async function oneFailure(files: Partial<PictureRecord['files']>): Promise<Run> {
  const test = await runs.test(directory, { titles: ['t'], samples: [{ name: 'n' }] })
  Object.assign(test.pictures[0]!.files, files)
  return runs.run([test])
}

test('pictures get paths of their own, a size, and for values of pixels a script with their bytes', async () => {
  const made = report(await oneFailure({}))
  const { expected, actual, diff } = (await seen(made)).tests[0]!.pictures[0]!.files
  for (const image of [expected, actual, diff]) {
    expect(image).toMatchObject({
      src: expect.stringMatching(/^pictures\/[0-9a-f]{20}\.png$/),
      width: 160,
      height: 100,
    })
    expect([...((await made.files.get(image!.src)!()) as Uint8Array).subarray(1, 4)]).toEqual([
      ...Buffer.from('PNG'),
    ])
  }
  expect(new Set([expected!.src, actual!.src, diff!.src]).size).toBe(3)
  let given: string[] = []
  runInNewContext(String(await made.files.get(actual!.bytes!)!()), {
    __cefrigBytes: (...values: string[]) => {
      given = values
    },
  })
  expect(given[0]).toBe(actual!.src)
  expect(Buffer.from(given[1]!, 'base64')).toEqual(await made.files.get(actual!.src)!())
  expect(diff!.bytes).toBeUndefined()
})

test('what is gone, is no PNG, is cut short or leads out of the run is told and not shown', async () => {
  await writeFile(join(directory, 'text.png'), '<svg onload="alert(1)">')
  const pixels = { width: 20, height: 10, data: new Uint8Array(800).map((_, at) => at * 31) }
  const png = await encodeGolden(pixels, environment)
  await writeFile(join(root, 'secret.png'), 'secret')
  await symlink(join(root, 'secret.png'), join(directory, 'link.png'))
  const lost = async (path: string) => {
    const made = report(await oneFailure({ actual: path }))
    const picture = (await seen(made)).tests[0]!.pictures[0]!
    expect(picture.files.actual).toBeUndefined()
    return picture.lost
  }
  expect(await lost('gone.png')).toEqual(['gone.png is not shown: the file is not there.'])
  expect(await lost('text.png')).toEqual(['text.png is not shown: the file is an SVG picture, not a PNG.'])
  for (const kept of [10, 30, 200]) {
    await writeFile(join(directory, 'cut.png'), png.subarray(0, kept))
    expect(await lost('cut.png')).toEqual([`cut.png is not shown: the file ends early, after ${kept} bytes.`])
  }
  for (const path of ['../secret.png', 'link.png', join(root, 'secret.png'), 'a/../../secret.png', ''])
    expect(await lost(path)).toEqual([`${path} is not shown: it leads out of its folder.`])
})

test('pictures that another run has written over are told and not shown', async () => {
  const run = await oneFailure({})
  const [picture] = run.tests[0]!.pictures
  const file = join(directory, picture!.files.actual!)
  const write = async (width: number, height: number, shade: number) => {
    const pixels = { width, height, data: new Uint8Array(width * height * 4).fill(shade) }
    await writeFile(file, await encodeGolden(pixels, environment))
    return { size: { width, height }, digest: await digestPixels(pixels.data) }
  }
  const first = (made: Report) => seen(made).then(({ tests }) => tests[0]!.pictures[0]!)
  Object.assign(picture!, await write(20, 10, 1))
  expect(Object.keys((await first(report(run))).files)).toEqual(['expected', 'actual', 'diff'])
  for (const [width, shade] of [
    [20, 2],
    [21, 1],
  ] as const) {
    await write(width, 10, shade)
    const { files, lost } = await first(report(run))
    expect({ files, lost }).toEqual({
      files: {},
      lost: ['Its pictures are not shown: another run has written over them.'],
    })
  }
})

test('text is plain, and nothing of it can end the script that holds it', async () => {
  const hostile = '</script><script>alert(1)</script>\u2028\u2029<!--\ud800"\\\''
  const test = await runs.test(directory, {
    titles: [hostile],
    state: 'failed',
    errors: [
      {
        message: '\u001b[31mred\u001b[39m \u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007 \u0000end',
      },
    ],
  })
  const made = report(runs.run([test]))
  const script = String(await made.files.get('run.js')!())
  expect(script).not.toMatch(/[<\u2028\u2029]/)
  const data = await seen(made)
  expect(data.tests[0]!.titles).toEqual([hostile])
  expect(data.tests[0]!.errors).toEqual([{ message: 'red link \ufffdend' }])
  expect(plainText('x'.repeat(60_000))).toHaveLength(50_000 + '\n… (10000 more characters)'.length)
})

test('a golden that was written is shown as long as its pixels are those of the run; one that matched when asked', async () => {
  const pixels = { width: 2, height: 1, data: new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255]) }
  const digest = await digestPixels(pixels.data)
  const test = await runs.test(directory, {
    titles: ['t'],
    samples: [
      { name: 'new', outcome: 'written' },
      { name: 'same', outcome: 'matched' },
      { name: 'changed', outcome: 'written' },
    ],
  })
  for (const [index, picture] of test.pictures.entries()) {
    if (index < 2) picture.digest = digest
    picture.golden = `${picture.name}.png`
    await writeFile(join(root, picture.golden), await encodeGolden(pixels, environment))
  }
  const parts = async (options?: ReportOptions) =>
    (await seen(report(runs.run([test]), options))).tests[0]!.pictures.map(({ files }) => Object.keys(files))
  expect(await parts()).toEqual([['actual'], [], []])
  expect(await parts({ passed: true })).toEqual([['actual'], ['expected'], []])
})

test('only the page of a review may ask its server', async () => {
  const run = await oneFailure({})
  const [plain, review] = [report(run), report(run, { review: true })]
  expect(await plain.files.get('index.html')!()).toContain("connect-src 'none'")
  expect(await review.files.get('index.html')!()).toContain("connect-src 'self'")
  expect(String(await plain.files.get('run.js')!())).not.toContain('__cefrigReview')
  expect(String(await review.files.get('run.js')!())).toContain('window.__cefrigReview={}')
})
