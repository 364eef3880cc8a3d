import { isCefrigError } from 'cefrig'
import { after, before, describe, expect, mock, test, withFakeTimers } from './surface.js'

declare const host: { save(note: { text: string }): Promise<{ id: number }>; refuse(): Promise<void> }

test('a page of the project is shown, used and read', async ({ page }) => {
  await page.goto('/index.html')
  expect(page.url()).toBe('https://cefrig.test/index.html')
  await page.getByLabel('Name').fill('Ada')
  await page.getByRole('button', { name: 'Greet' }).click()
  await expect(page.locator('output')).toHaveText('Hello Ada')
  await expect(page.locator('output')).not.toHaveText('Bye')
  expect(await page.evaluate((value) => value, new Map([['a', [1n, -0]]]))).toStrictEqual(
    new Map([['a', [1n, -0]]]),
  )
})

test('the viewport is that of the options, until it is resized', async ({ page }) => {
  expect(page.viewport).toEqual({ width: 200, height: 120 })
  await page.resize({ width: 90, height: 50 })
  expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([90, 50])
})

test('the console is kept, from the first script on', async ({ page }) => {
  await page.setContent('<script>console.log("ready", 3); console.warn("careful")</script>')
  await expect(page).toHaveConsole({ level: 'warning', text: 'careful' })
  await expect(page).toHaveConsole(/^ready 3/)
  expect(page.console.map(({ level }) => level)).toEqual(['log', 'warning'])
})

test('an error that is expected fails nothing', async ({ page }) => {
  page.expectError(/coffee/)
  await page.setContent('<script>throw new RangeError("The coffee is out")</script>')
  expect(page.errors.map(({ message }) => message)).toEqual(['The coffee is out'])
  await expect(page.goto('nowhere://')).rejects.toThrow('page.goto() failed')
  expect(isCefrigError(await page.goto('nowhere://').catch((error) => error))).toBe(true)
})

test('bindings call mocks of the test, whose errors reach the page', async ({ page }) => {
  const save = mock(async (note: { text: string }) => ({ id: note.text.length }))
  const refuse = mock(() => {
    throw new TypeError('read only')
  })
  await page.bind('host', { save, refuse })
  expect(await page.evaluate(() => host.save({ text: 'abc' }))).toStrictEqual({ id: 3 })
  expect(save).toHaveBeenCalledWith({ text: 'abc' })
  const told = await page.evaluate(() => host.refuse().catch((error) => `${error.name}: ${error.message}`))
  expect(told).toBe('TypeError: read only')
})

test('the DevTools protocol is there', async ({ page }) => {
  await page.setContent('<h1>Title</h1>')
  const { root } = await page.cdp.send('DOM.getDocument', { depth: -1 })
  expect(root.nodeName).toBe('#document')
})

test('requests are answered by the test', async ({ page }) => {
  await page.route('**/notes', (route) => route.fulfill({ json: [{ id: 7 }] }))
  await page.goto('/index.html')
  expect(await page.evaluate(() => fetch('/notes').then((answer) => answer.json()))).toEqual([{ id: 7 }])
})

test('more pages belong to the test', async ({ page, cef }) => {
  const other = await cef.newPage({ viewport: { width: 64, height: 48 } })
  await other.setContent('<p>other')
  expect(await other.locator('p').innerText()).toBe('other')
  expect(cef.pages).toEqual([page, other])
})

test("fake timers are the test's and not the page's", async ({ page }) => {
  await withFakeTimers(async () => {
    await page.setContent('<p>')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)))
    await expect(page.locator('p')).toHaveCount(1)
  })
})

describe('with hooks', () => {
  const seen: string[] = []
  before(async ({ page }) => {
    await page.goto('/index.html')
    seen.push(`before ${page.id}`)
  })
  after(async ({ page }) => {
    seen.push(`after ${page.id} ${await page.title()}`)
  })
  test('hooks are given the page of their test', ({ page }) => {
    expect(seen).toEqual([`before ${page.id}`])
  })
  test('and have been after it', ({ page }) => {
    expect(seen).toHaveLength(3)
    expect(seen[1]).toMatch(/^after \S+ Conformance$/)
    expect(seen[2]).toBe(`before ${page.id}`)
  })
})
