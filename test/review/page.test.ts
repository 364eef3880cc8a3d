// The page of `cefrig review`, driven in cefrig through the server that serves it.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { onTestFinished, expect as plain, test } from 'vitest'
import { encodeGolden } from '../../src/golden/golden-file.js'
import { startCefrig } from '../cli/run.js'
import { environment } from '../golden/scratch.js'
import { launched } from '../page/setup.js'
import { expect } from '../report/opened.js'
import { blue, put, type Seed, seedProject, shaOf } from './seed.js'

const cef = launched()

async function opened(...seeds: Seed[]) {
  const project = await seedProject(seeds)
  const { child, ended } = startCefrig(['review', '--json'], process.env, [], project.root)
  onTestFinished(async () => {
    child.kill('SIGINT')
    await ended
  })
  const said = await Promise.race([
    once(child.stdout!, 'data'),
    ended.then(({ stderr }) => Promise.reject(stderr)),
  ])
  const { url } = JSON.parse(String(said)) as { url: string }
  const page = await cef.newPage({ viewport: { width: 1280, height: 800 }, timeout: 15_000 })
  await page.goto(url)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  return { project, url, page, button, counts: page.locator('.review-counts') }
}

test('one is approved, another refused with its reason, and the first one undone', async () => {
  const { project, page, button, counts } = await opened({ name: 'first' }, { name: 'second' })
  await expect(counts).toHaveText('2 open, 0 approved, 0 rejected')
  const before = readFileSync(project.golden('first'))
  await page.locator('[role=option]').filter({ hasText: 'first' }).click()
  await button('Approve').click()
  await expect(counts).toHaveText('1 open, 1 approved, 0 rejected')
  plain(shaOf(project.golden('first'))).toBe(shaOf(project.actual(0)))
  await page.locator('[role=option]').filter({ hasText: 'second' }).click()
  put(project.golden('second'), await encodeGolden(blue, environment))
  const changed = shaOf(project.golden('second'))
  await button('Approve').click()
  await expect(page.getByRole('alert')).toContainText(
    'specs/__goldens__/second.png is not the file that the run compared. Nothing was written: run its test again.',
  )
  plain(shaOf(project.golden('second'))).toBe(changed)
  await page.locator('[role=option]').filter({ hasText: 'first' }).click()
  await button('Undo').click()
  await expect(counts).toHaveText('2 open, 0 approved, 0 rejected')
  plain(readFileSync(project.golden('first')).equals(before)).toBe(true)
})

test('another run while the page is open is told, and shown when the page is loaded anew', async () => {
  const { project, page, button, counts } = await opened({ name: 'first' })
  await expect(counts).toHaveText('1 open, 0 approved, 0 rejected')
  await page.locator('[role=option]').first().click()
  project.save({ id: 'run-2' })
  const before = shaOf(project.golden('first'))
  await button('Approve').click()
  await expect(page.getByRole('alert')).toContainText('run-2 took its place')
  plain(shaOf(project.golden('first'))).toBe(before)
  await button('Load the page anew').click()
  await expect(counts).toHaveText('1 open, 0 approved, 0 rejected')
  await page.locator('[role=option]').first().click()
  await button('Approve').click()
  await expect(counts).toHaveText('0 open, 1 approved, 0 rejected')
  plain(shaOf(project.golden('first'))).toBe(shaOf(project.actual(0)))
})

test('the pictures of the run are shown, and nothing breaks the policy of what may be loaded', async () => {
  const { url, page } = await opened({ name: 'first' })
  await page.locator('[role=option]').first().click()
  const image = page.locator('img').first()
  await expect(image).toBeVisible()
  const width = () =>
    image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth)
  await plain.poll(width).toBe(6)
  plain(page.console.map(({ text }) => text)).toEqual([])
  const another = await cef.newPage()
  await another.goto(url)
  await expect(another.locator('body')).toContainText('This address was used already, and works once.')
})
