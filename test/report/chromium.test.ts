// The report's page in another browser than cefrig's own: Debian's Chromium, where it is installed.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, test } from 'vitest'
import { expect, written } from './opened.js'

const executablePath = '/usr/bin/chromium'

test.skipIf(!existsSync(executablePath))('opens as a file, filters, and reads pixels', async () => {
  await page.goto(report.url)
  await page.getByLabel('Search').fill('editor')
  await page.getByText('2 of 9 results').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'editor' }).waitFor()
  await page.getByRole('button', { name: 'Pixel values' }).click()
  await page.getByText('x 0, y 0').first().waitFor()
  await page.getByRole('radio', { name: 'Slider' }).check()
  await page.getByRole('slider').press('End')
  await page.waitForFunction(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0))
  expect(problems).toEqual([])
})

const report = written()
let browser: Browser | undefined
let page: Awaited<ReturnType<Browser['newPage']>>
const problems: string[] = []

beforeAll(async () => {
  if (!existsSync(executablePath)) return
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  page = await browser.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => problems.push(message.text()))
})
afterAll(() => browser?.close())
