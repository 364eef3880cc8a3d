import { afterEach, expect, test } from 'vitest'
import { Project } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const questions = tests(`
  /** The browser asks some time after the click. */
  const asked = (page) => expect.poll(() => page.failures({}).length).toBe(1)
  test('confirms', async ({ page }) => {
    expect(await page.evaluate(() => confirm('Sure?'))).toBe(false)
  })
  test('chooses', async ({ page }) => {
    await page.setContent('<input type="file">')
    await page.locator('input').click()
    await asked(page)
  })
  test('opens', async ({ page }) => {
    expect(await page.evaluate(() => open('https://elsewhere.test/'))).toBe(null)
  })
  test('downloads', async ({ page }) => {
    await page.serve('https://files.test/', () => ({ headers: { 'content-disposition': 'attachment; filename="x.txt"' }, body: 'x' }))
    await page.goto('https://files.test/').catch(() => {})
    await asked(page)
  })
  test('is left without an answer', async ({ page }) => {
    const waiting = page.waitForEvent('dialog')
    page.evaluate(() => alert('open')).catch(() => {})
    await waiting
  })
  test('handles', async ({ page }) => {
    page.on('dialog', (dialog) => dialog.accept())
    page.on('filechooser', (chooser) => chooser.cancel())
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void open('about:blank'))])
    expect(await page.evaluate(() => confirm('Sure?'))).toBe(true)
    expect(await popup.evaluate(() => 1)).toBe(1)
  })
  test('expects', async ({ page }) => {
    page.expectError('confirm("Sure?")')
    await page.evaluate(() => confirm('Sure?'))
  })
  test('of a popup', async ({ page }) => {
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void open('about:blank'))])
    await popup.evaluate(() => alert('in the popup'))
  })
`)

test('what the browser asks and the test does not answer fails it by name', async () => {
  project = new Project(5, { 'vitest.config.js': config(), 'questions.test.js': questions })
  const run = await project.run()
  expect(run.tests).toEqual({
    confirms: 'failed',
    chooses: 'failed',
    opens: 'failed',
    downloads: 'failed',
    'is left without an answer': 'failed',
    handles: 'passed',
    expects: 'passed',
    'of a popup': 'failed',
  })
  for (const what of [
    'confirm("Sure?")',
    'file chooser',
    'window.open("https://elsewhere.test/")',
    'download of "x.txt"',
    'alert("open")',
    'alert("in the popup")',
  ])
    expect(run.messages).toContain(`Unhandled ${what}\n`)
  expect(run.messages).toContain(`Handle it: page.on('dialog', (dialog) => dialog.accept())`)
  expect(project.leftovers()).toEqual([])
  project.write('vitest.config.js', config({ failOn: { unhandled: false } }))
  expect((await project.run(['-t', 'confirms|chooses'])).tests).toMatchObject({
    confirms: 'passed',
    chooses: 'passed',
  })
})
