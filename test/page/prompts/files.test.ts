import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'files-'))
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(directory, name), `text of ${name}`)
  mkdirSync(join(directory, 'inner'))
  writeFileSync(join(directory, 'inner/c.txt'), 'text of c.txt')
})
afterAll(() => rmSync(directory, { recursive: true }))

const content = `(input) => Promise.all([...input.files].map(async (file) => [file.name, file.type, await file.text()]))`

/** A page with an input that notes its events. */
async function choosing(attributes = ''): Promise<Page> {
  const page = await cef.show(`<input type="file" ${attributes}>`)
  await page.evaluate(() => {
    const events: string[] = []
    Object.assign(globalThis, { events })
    // biome-ignore lint/suspicious/noExplicitAny: the page's own types are not known here
    const input = (globalThis as any).document.querySelector('input')
    for (const type of ['input', 'change', 'cancel']) input.addEventListener(type, () => events.push(type))
  })
  return page
}

/** The chooser that a click opens. */
async function chooser(page: Page) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator('input').click()])
  return chooser
}

test('a file is chosen, and read by the page', async () => {
  const page = await choosing('accept=".txt,image/*"')
  const asked = await chooser(page)
  expect([asked.isMultiple(), asked.isDirectory(), asked.isSave()]).toEqual([false, false, false])
  expect(asked.accept().sort()).toEqual(['.txt', 'image/*'])
  await asked.setFiles(relative(process.cwd(), join(directory, 'a.txt')))
  await page.waitForFunction('events.length === 2')
  expect(await page.locator('input').evaluate(content)).toEqual([['a.txt', 'text/plain', 'text of a.txt']])
  expect(await page.evaluate('events')).toEqual(['input', 'change'])
  expect((await failure(asked.cancel())).code).toBe('PROMPT_HANDLED')
})

test('several files, also such that are not on disk', async () => {
  const page = await choosing('multiple')
  const asked = await chooser(page)
  expect(asked.isMultiple()).toBe(true)
  await asked.setFiles([
    { name: 'x.json', buffer: Buffer.from('{}') },
    { name: 'x.json', buffer: new Uint8Array([0x61]) },
  ])
  await page.waitForFunction('events.length === 2')
  expect(await page.locator('input').evaluate(content)).toEqual([
    ['x.json', 'application/json', '{}'],
    ['x.json', 'application/json', 'a'],
  ])
})

test('a directory is chosen with all that is in it', async () => {
  const page = await choosing('webkitdirectory')
  const asked = await chooser(page)
  expect(asked.isDirectory()).toBe(true)
  expect((await failure(asked.setFiles(join(directory, 'a.txt')))).message).toMatch(/a\.txt is no directory/)
  await asked.setFiles(directory)
  await page.waitForFunction('events.length === 2')
  const names = await page
    .locator('input')
    .evaluate(`(input) => [...input.files].map(({ name }) => name).sort()`)
  expect(names).toEqual(['a.txt', 'b.txt', 'c.txt'])
})

test('a chooser is cancelled, by the test or because nobody listens', async () => {
  const page = await choosing()
  await (await chooser(page)).cancel()
  await page.waitForFunction('events.length === 1')
  await page.locator('input').click()
  await page.waitForFunction('events.length === 2')
  expect(await page.evaluate('events')).toEqual(['cancel', 'cancel'])
})

test('what cannot be chosen is refused, and the chooser stays open', async () => {
  const page = await choosing()
  const asked = await chooser(page)
  const refused = async (files: unknown) => (await failure(asked.setFiles(files as string))).message
  expect(await refused('/no/such/file')).toBe(
    'fileChooser.setFiles() failed: there is no file /no/such/file. Give the path of one that exists.',
  )
  expect(await refused(directory)).toMatch(/is a directory\. Give the path of a file\.$/)
  expect(await refused(['a', 'b'])).toBe(
    'fileChooser.setFiles() failed: 2 files were given, and the page takes one file. Give one file.',
  )
  expect(await refused([])).toMatch(/no file was given/)
  expect(await refused(1)).toMatch(/what to choose is 1\. Give paths/)
  expect(await refused({ name: '../x', buffer: new Uint8Array() })).toMatch(/what to choose is an object/)
  await asked.setFiles(join(directory, 'b.txt'))
  await page.waitForFunction('events.length === 2')
})

test('setInputFiles() chooses without a chooser', async () => {
  const page = await choosing('multiple hidden')
  const input = page.locator('input')
  await input.setInputFiles([join(directory, 'a.txt'), join(directory, 'b.txt')])
  expect(await input.evaluate(content)).toEqual([
    ['a.txt', 'text/plain', 'text of a.txt'],
    ['b.txt', 'text/plain', 'text of b.txt'],
  ])
  await input.setInputFiles({ name: 'x.bin', mimeType: 'application/x-own', buffer: Buffer.from('€') })
  expect(await input.evaluate(content)).toEqual([['x.bin', 'application/x-own', '€']])
  await input.setInputFiles([])
  expect(await input.evaluate(content)).toEqual([])
  expect(await page.evaluate('events')).toEqual(['input', 'change', 'input', 'change', 'input', 'change'])
})

test('setInputFiles() refuses what is no file input, and more than it takes', async () => {
  const page = await cef.show('<label>One <input type="file"></label><button>x</button>')
  const two = [join(directory, 'a.txt'), join(directory, 'b.txt')]
  expect(await failure(page.getByLabel('One').setInputFiles(two))).toMatchObject({
    code: 'BAD_ARGUMENT',
    message:
      'locator.setInputFiles() failed: 2 files were given, and the page takes one file. Give one file.',
  })
  expect((await failure(page.locator('button').setInputFiles(two))).message).toBe(
    `locator.setInputFiles() failed: locator('button') is no <input type="file">. Check the locator.`,
  )
  await page.getByLabel('One').setInputFiles(two[0]!)
  expect(await page.locator('input').evaluate(content)).toEqual([['a.txt', 'text/plain', 'text of a.txt']])
})
