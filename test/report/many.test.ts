// The report's page with thousands of pictures, and with very small ones.
import { expect as plain, test } from 'vitest'
import { launched } from '../page/setup.js'
import { expect, written } from './opened.js'
import { Runs, sampleRun, writeRunFile } from './runs.js'

const cef = launched()
const report = written(async (directory) => {
  const run = await sampleRun(directory)
  const [first] = run.tests
  const one = await new Runs().picture(directory, 'many', { name: 'none', outcome: 'matched' })
  const many = Array.from({ length: 2000 }, (_, index) => ({
    ...one,
    id: `many-${index}`,
    name: `many ${index}`,
  }))
  const tiny = await new Runs().picture(directory, 'tiny', {
    ...{ name: 'tiny', width: 2, height: 1, boxes: [[0, 0, 1, 1]] },
  })
  const titles = ['many', 'a title that is as long as titles of tests are', 'seen']
  run.tests = [
    { ...first!, id: 'tiny', titles: ['tiny'], pictures: [tiny] },
    { ...first!, id: 'many', state: 'passed', titles, errors: [], pictures: many },
  ]
  await writeRunFile(directory, run)
})

async function open(hash = '') {
  const page = await cef.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(report.url + hash)
  return page
}

type Opened = Awaited<ReturnType<typeof open>>

/** Rows from top to bottom, as they are seen: their places in the list, and their titles. */
const rows = (page: Opened) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=option]')]
      .map((row) => [row.offsetTop / 64, row.querySelector('.row-title')!.textContent] as const)
      .sort(([a], [b]) => a - b),
  )

test('of thousands of results the rows that are seen are there, each at its place', async () => {
  const page = await open()
  await expect(page.locator('.count')).toHaveText('2,001 results')
  const list = page.locator('#list')
  for (const share of [0.5, 0.1, 1]) {
    await list.evaluate((made, at) => {
      made.scrollTop = at * made.scrollHeight
    }, share)
    const first = await list.evaluate((made) => Math.floor(made.scrollTop / 64))
    await plain.poll(async () => (await rows(page)).some(([at]) => at === first)).toBe(true)
    const found = await rows(page)
    plain(found.length).toBeLessThan(40)
    for (const [at, title] of found) plain(title).toBe(at === 0 ? 'tiny' : `many ${at - 1}`)
  }
})

test('rows are read in their order, also after scrolling and filtering', async () => {
  const page = await open()
  const read = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[role=option]')].map((row) => Number(row.ariaPosInSet)),
    )
  for (const at of [64_000, 63_000, 63_900]) {
    await page.locator('#list').evaluate((made, top) => {
      made.scrollTop = top
    }, at)
    await plain.poll(read).toContain(at / 64 + 1 - ((at / 64) % 1))
  }
  await plain
    .poll(async () => {
      const now = await read()
      return now.join() === now.toSorted((a, b) => a - b).join()
    })
    .toBe(true)
  await page.getByLabel('Search').fill('many 199')
  await expect(page.locator('.count')).toHaveText('12 of 2,001 results')
  const left = await read()
  plain(left).toEqual(left.map((_, index) => index + 1))
})

test('what tells tests apart is seen first', async () => {
  const page = await open('#search=many')
  await expect(page.locator('.row-where').first()).toHaveText(
    'seen ‹ a title that is as long as titles of tests are ‹ many ‹ tests/pictures.test.ts ‹ web',
  )
})

test('a tiny picture is enlarged by whole pixels, and fills its frame', async () => {
  const page = await open()
  await expect(page.locator('.zoom')).toHaveText('4,000 %')
  const wide = await page.locator('.paper').first().boundingBox()
  plain([wide!.width, wide!.height]).toEqual([80, 40])
})
