// The page's half of `cefrig review`: what it asks of a server, and what it does with the answers.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect as plain, test } from 'vitest'
import { makeReport } from '../../src/report/report.js'
import type { Decision, Refusal, ReviewRequest, ReviewState } from '../../src/report/review-api.js'
import { launched } from '../page/setup.js'
import { expect, wrong } from './opened.js'
import { sampleRun } from './runs.js'

const cef = launched()
let directory: string
let files: Map<string, () => Promise<string | Uint8Array>>
/** Ids of the pictures by their names. */
let ids: Record<string, string>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-review-'))
  const run = await sampleRun(directory)
  const report = makeReport([{ run, directory, root: directory, name: '.' }], { review: true })
  files = report.files
  ids = Object.fromEntries(run.tests.flatMap(({ pictures }) => pictures.map(({ id, name }) => [name, id])))
})
afterAll(() => rm(directory, { recursive: true }))

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

/** A page of a server that answers as the contract says, and keeps what it was asked. */
async function opened(refuse: (id: string) => Refusal | null = () => null) {
  const state: ReviewState = {
    run: 'sample',
    decisions: Object.fromEntries(
      ['editor', 'toolbar', 'empty list', 'list'].map((name) => [ids[name]!, 'open' as Decision]),
    ),
  }
  const asked: [string, string[]][] = []
  const page = await cef.newPage({ viewport: { width: 1280, height: 800 } })
  const answer = (action: string, { run, pictures }: ReviewRequest) => {
    asked.push([action, pictures.map((id) => Object.entries(ids).find(([, known]) => known === id)![0])])
    const refused = pictures.flatMap((picture) => {
      if (run !== state.run)
        return [{ picture, code: 'RUN_CHANGED' as const, message: 'Another run. Load anew.' }]
      return refuse(picture) ?? []
    })
    const done = pictures.filter((id) => !refused.some(({ picture }) => picture === id))
    const next: Record<string, Decision> = { approve: 'approved', reject: 'rejected', undo: 'open' }
    for (const id of done) state.decisions[id] = next[action]!
    return { done, refused, state }
  }
  await page.serve('http://review.test/', async ({ url, method, body }) => {
    const path = new URL(url).pathname.slice(1) || 'index.html'
    if (path.startsWith('api/')) {
      const value = method === 'GET' ? state : answer(path.slice(4), JSON.parse(String(body)))
      return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
    }
    const built = new URL(`../../dist/src/report/page/${path}`, import.meta.url)
    const content = /^report\./.test(path) ? await readFile(built) : await files.get(path)?.()
    return content === undefined
      ? { status: 404, body: '' }
      : { headers: { 'content-type': types[extname(path)]! }, body: content }
  })
  await page.goto('http://review.test/')
  await expect(page.locator('.review-counts')).toHaveText('4 open, 0 approved, 0 rejected')
  return { page, asked, state }
}

const heading = (page: Awaited<ReturnType<typeof opened>>['page']) => page.locator('#detail-heading')
const button = (page: Awaited<ReturnType<typeof opened>>['page'], name: string) =>
  page.getByRole('button', { name, exact: true })

describe('one picture', () => {
  test('is approved, rejected and undone, and the next open one is shown', async () => {
    const { page, asked } = await opened()
    await button(page, 'Approve').click()
    await expect(heading(page)).toHaveText('toolbar')
    await expect(page.locator('.said')).toHaveText('Approved 1 picture.')
    await page.keyboard.press('x')
    await expect(heading(page)).toHaveText('empty list')
    await expect(page.locator('.review-counts')).toHaveText('2 open, 1 approved, 1 rejected')
    await page.keyboard.press('u')
    await expect(page.locator('.review-counts')).toHaveText('3 open, 1 approved, 0 rejected')
    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await button(page, 'Undo').click()
    await expect(page.locator('.review-counts')).toHaveText('4 open, 0 approved, 0 rejected')
    expect(asked).toEqual([
      ['approve', ['editor']],
      ['reject', ['toolbar']],
      ['undo', ['toolbar']],
      ['undo', ['editor']],
    ])
  })

  test('that there is nothing to decide about has no choices', async () => {
    const { page, asked } = await opened()
    await page.locator('#list').focus()
    await page.keyboard.press('End')
    await expect(page.locator('.choices')).toHaveCount(0)
    await page.keyboard.press('a')
    await expect(page.locator('.said')).toHaveText('There is nothing to decide.')
    expect(asked).toEqual([])
  })

  test('that is refused says why', async () => {
    const { page } = await opened((picture) => ({
      picture,
      code: 'GOLDEN_CHANGED',
      message: 'The golden <b>changed</b>. Run the tests again.',
    }))
    await page.keyboard.press('a')
    await expect(page.getByRole('alert')).toContainText(
      '1 picture could not be approved:editor: The golden <b>changed</b>. Run the tests again.',
    )
    await expect(heading(page)).toHaveText('editor')
    await expect(page.locator('.review-counts')).toHaveText('4 open, 0 approved, 0 rejected')
    await button(page, 'Dismiss').click()
    await expect(page.getByRole('alert')).toHaveText('')
  })
})

describe('many pictures', () => {
  test('are marked by keys and pointer, and decided about after a question', async () => {
    const { page, asked } = await opened()
    await page.locator('#list').focus()
    await page.keyboard.press('Space')
    await page.locator('.mark').nth(2).click()
    await expect(page.locator('[data-marks]')).toHaveText('2 marked')
    await button(page, 'Approve marked').click()
    await expect(page.getByRole('heading', { name: 'Approve 2 pictures?' })).toBeVisible()
    await button(page, 'Cancel').click()
    expect(asked).toEqual([])
    await button(page, 'Approve marked').click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Approve' }).click()
    await expect(page.locator('.said')).toHaveText('Approved 2 pictures.')
    await button(page, 'Undo the last decision').click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Undo' }).click()
    await expect(page.locator('.review-counts')).toHaveText('4 open, 0 approved, 0 rejected')
    expect(asked).toEqual([
      ['approve', ['editor', 'empty list']],
      ['undo', ['editor', 'empty list']],
    ])
  })

  test('all that are shown, and no others', async () => {
    const { page, asked } = await opened()
    await page.keyboard.press('Control+a')
    await page.locator('#list').focus()
    await page.keyboard.press('Control+a')
    await expect(page.locator('[data-marks]')).toHaveText('4 marked')
    await page.getByLabel('Search').fill('list')
    // What is not seen any more is not marked any more.
    await expect(page.locator('[data-marks]')).toHaveText('2 marked')
    await button(page, 'Reject all shown').click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Reject' }).click()
    await expect(page.locator('.review-counts')).toHaveText('2 open, 0 approved, 2 rejected')
    expect(asked).toEqual([['reject', ['empty list', 'list']]])
    await page.getByLabel('Search').fill('')
    await page.locator('select').last().selectOption('rejected')
    await expect(page.locator('.count')).toHaveText('2 of 9 results')
  })

  test('of which some are refused: those stay marked', async () => {
    const { page } = await opened((picture) =>
      picture === ids.toolbar
        ? { picture, code: 'PICTURE_MISSING', message: 'It is gone. Run again.' }
        : null,
    )
    await button(page, 'Approve all shown').click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Approve' }).click()
    await expect(page.locator('.review-counts')).toHaveText('1 open, 3 approved, 0 rejected')
    await expect(page.getByRole('alert')).toContainText('toolbar: It is gone. Run again.')
    await expect(page.locator('[data-marks]')).toHaveText('1 marked')
  })
})

test('another run than the one that is shown is never decided about', async () => {
  const { page, asked, state } = await opened()
  state.run = 'other'
  await page.keyboard.press('a')
  await expect(page.getByRole('alert')).toContainText('editor: Another run. Load anew.')
  expect(state.decisions[ids.editor!]).toBe('open')
  await expect(page.locator('.review-counts')).toHaveText('0 open, 0 approved, 0 rejected')
  await page.keyboard.press('a')
  await expect(page.locator('.said')).toHaveText('There is nothing to decide.')
  expect(asked).toHaveLength(1)
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await expect(page.getByRole('alert')).toContainText('Another run has taken the place')
  await expect(button(page, 'Load the page anew')).toBeVisible()
})

test('a server that is gone is told', async () => {
  const { page } = await opened()
  await page.serve('http://review.test/api/', () => ({ status: 503, body: '' }))
  await page.keyboard.press('a')
  await expect(page.getByRole('alert')).toContainText('The server of this review answered 503.')
  await page.serve('http://review.test/api/', () => ({ status: 403, body: '' }))
  await page.keyboard.press('a')
  await expect(page.getByRole('alert')).toContainText('Open the address that cefrig review printed.')
  const headers = { 'content-type': 'text/plain' }
  await page.serve('http://review.test/api/', () => ({
    status: 409,
    headers,
    body: 'Somebody else decides.\n',
  }))
  await page.keyboard.press('a')
  await expect(page.getByRole('alert')).toHaveText('Somebody else decides.')
})

test.each([
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const)('axe finds nothing wrong in %s: marks, question, refusals', async (colorScheme, rules) => {
  const found = () => wrong(page, rules && [...rules])
  const { page } = await opened((picture) => ({ picture, code: 'FILE_FAILED', message: 'No.' }))
  await page.emulate({ colorScheme })
  await button(page, 'Mark all shown').click()
  expect(await found()).toEqual([])
  await button(page, 'Approve marked').click()
  expect(await found()).toEqual([])
  await page.locator('dialog[open]').getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('alert')).toContainText('4 pictures could not be approved')
  expect(await found()).toEqual([])
})

test('what cannot be done cannot be pressed; rows without a decision are in line with the others', async () => {
  const { page } = await opened()
  await page.keyboard.press('a')
  await page.keyboard.press('k')
  await expect(heading(page)).toHaveText('editor')
  for (const name of ['Approve', 'Reject']) await expect(button(page, name)).toBeDisabled()
  await expect(button(page, 'Undo')).toBeEnabled()
  await expect(button(page, 'Approve all shown')).toBeEnabled()
  await page.getByLabel('Search').fill('editor.png')
  await expect(button(page, 'Approve all shown')).toBeDisabled()
  await page.getByLabel('Search').fill('')
  const lefts = await page.evaluate(() =>
    [...document.querySelectorAll('.row-text')].map((text) => text.getBoundingClientRect().left),
  )
  plain(new Set(lefts).size).toBe(1)
  plain(lefts).toHaveLength(9)
})
