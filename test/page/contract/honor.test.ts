import { defineContract } from 'cefrig'
import * as matchers from 'cefrig/matchers'
import { expect as plain, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { notes, whole } from './notes.js'

const cefrig = launched()
plain.extend(matchers as never)
// biome-ignore lint/suspicious/noExplicitAny: the types are those of the runner's own set-up
const expect = plain as any

test('a page that uses what the contract names honours it', async () => {
  const page = await cefrig.newPage()
  await page.bind(notes, whole)
  await page.setContent('<script>host.notes.save({ text: "a" }); host.notes.on("changed", () => {})</script>')
  expect(await page.evaluate("'typo' in host.notes")).toBe(false)
  await expect(page).toHonor(notes)
})

test('a name that the contract does not have is told', async () => {
  const page = await cefrig.newPage()
  await page.bind(notes, whole)
  await page.evaluate('void host.notes.safe')
  await expect(page).not.toHonor(notes)
  const error = await expect(page)
    .toHonor(notes)
    .catch((error: Error) => error)
  expect(error.message).toBe(
    'expect(page).toHonor(host.notes) failed:\n  the page asked for host.notes.safe, which the contract does not name',
  )
})

test('of what is bound without the contract, missing methods and other calls are told', async () => {
  const page = await cefrig.newPage()
  await page.bind('host.notes', { save: () => ({ id: 1 }), drop: () => {} })
  await page.evaluate('host.notes.drop()')
  const error = await expect(page)
    .toHonor(notes)
    .catch((error: Error) => error)
  expect(error.message.split('\n  ').slice(1)).toEqual([
    'host.notes.count was never bound',
    'host.notes.clear was never bound',
    'the page called host.notes.drop(), which the contract does not name',
  ])
  const small = defineContract({ name: 'host.notes', methods: { save: {}, drop: {} } })
  await expect(page).toHonor(small)
})

test('a violation is told, unless the test expects it', async () => {
  const page = await cefrig.newPage()
  await page.bind(notes, whole)
  await page.evaluate('host.notes.clear(1).catch(() => {})')
  await expect(page).not.toHonor(notes)
  page.expectError('argument 1')
  await expect(page).toHonor(notes)
})

test('anything but a page and a contract is refused', async () => {
  const page = await cefrig.newPage()
  expect((await failure(expect(1).toHonor(notes))).message).toContain('Give it a page.')
  expect((await failure(expect(page).toHonor({}))).message).toContain(
    'Give it what defineContract() has made.',
  )
})
