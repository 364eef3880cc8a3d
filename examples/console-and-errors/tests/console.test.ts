import type { JSHandle } from 'cefrig'
import { expect, test } from 'cefrig/vitest'

test('everything that a page has said is there, in order, from its first script on', async ({ page }) => {
  page.expectError('sums')
  await page.goto('/talkative.html')
  expect(page.console.map(({ level, text }) => `${level}: ${text}`)).toEqual([
    'debug: before anything else',
    'log: loaded 3 {items: Array(2)}',
    'info: %s has %d messages inbox 7',
    'warning: the old interface goes away in version 5',
    'assert: sums',
    expect.stringMatching(/^table: /),
    'group: outer',
    'log: inner',
    'other: console.groupEnd',
  ])
})

test('a message can be waited for', async ({ page }) => {
  await page.goto('/shop.html')
  const click = page.getByRole('button', { name: 'Sum up' }).click()
  await expect(page).toHaveConsole(/^total/)
  await click
  await expect(page).toHaveConsole({ level: 'log', text: /cents: 2500/ })
  await expect(page).not.toHaveConsole({ level: 'warning' })
})

test('arguments of a message are live', async ({ page }) => {
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Sum up' }).click()
  await expect(page).toHaveConsole(/^total/)
  const [, total] = page.console.at(-1)!.args
  expect(await (total as JSHandle).jsonValue()).toEqual({ cents: 2500, lines: 2 })
})

test('a message as an event', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (message.level === 'warning') warnings.push(message.text)
  })
  page.expectError('sums')
  await page.goto('/talkative.html')
  expect(warnings).toEqual(['the old interface goes away in version 5'])
})

// The next test would fail: its page complains and nobody expected that.
test.fails('an error on the console fails the test', async ({ page }) => {
  page.expectError('sums')
  await page.goto('/talkative.html')
  await page.getByRole('button', { name: 'Complain' }).click()
  await expect(page).toHaveConsole({ level: 'error' })
})

test('unless the test expects it', async ({ page }) => {
  page.expectError('sums')
  page.expectError('cannot reach https://cefrig.test/api')
  await page.goto('/talkative.html')
  await page.getByRole('button', { name: 'Complain' }).click()
  await expect(page).toHaveConsole({ level: 'error', text: 'cannot reach' })
})
