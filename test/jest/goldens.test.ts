// Goldens under Jest: what its options allow to be written, and what its summary counts.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { JestProject } from './project.js'
import { config, tests } from './seeds.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const square = (colour: string) =>
  `<!doctype html><body style="margin: 0; background: ${colour}"><p style="width: 9px; height: 9px; margin: 5px; background: #000">`

const goldens = (...names: string[]) =>
  tests(`
  jest.retryTimes(1)
  let attempts = 0
  describe('a square', () => {
    ${names
      .map(
        (name) => `
    test('${name}', async () => {
      await page.goto('/index.html')
      await expect(page).toMatchGolden()
      await expect(page.locator('p')).toMatchGolden('part of ${name}')
    })`,
      )
      .join('\n')}
  })
  test('is tried again', async () => {
    await page.goto('/index.html')
    await expect(page).toMatchGolden('again of ${names[0]}')
    if (++attempts === 1) throw new Error('the first time')
  })
`)

const whole = tests(`
  let attempts = 0
  describe('all of it', () => {
    jest.retryTimes(1, { entireDescribe: true })
    test('is looked at', async () => {
      await page.goto('/index.html')
      await expect(page).toMatchGolden('whole')
    })
    test('is tried again', () => { if (++attempts === 1) throw new Error('the first time') })
  })
`)

// It runs Jest six times.
test('are written, matched, updated and counted as snapshots are, sharded or not', {
  timeout: 240_000,
}, async () => {
  project = new JestProject({
    'jest.config.json': config({ viewport: { width: 40, height: 30 }, golden: { colorScheme: ['light'] } }),
    'index.html': square('#fff'),
    'one.test.js': goldens('one', 'two'),
    'three.test.js': goldens('three'),
    'whole.test.js': whole,
  })
  const file = (path: string) => join(project!.directory, '__goldens__', path)

  const inCi = await project.run(['-i', '--ci'])
  expect(inCi.messages).toContain('there is no golden')
  expect(inCi.snapshot).toMatchObject({ added: 0, matched: 0, unmatched: 6 })
  expect(existsSync(file('one.test.js'))).toBe(false)

  const written = await project.run(['-i'])
  expect(written.messages).toBe('')
  expect(written.snapshot).toMatchObject({ added: 9, unmatched: 0, updated: 0 })
  expect(existsSync(file('one.test.js/a-square-one-1-light.png'))).toBe(true)

  const shards = []
  for (const shard of ['1/2', '2/2']) shards.push(await project.run(['-i', '--ci', '--shard', shard]))
  expect(shards.map(({ snapshot, code }) => [snapshot.matched, snapshot.unchecked, code]).sort()).toEqual([
    [1, 0, 0],
    [8, 0, 0],
  ])

  project.write('index.html', square('#0a0'))
  const changed = await project.run(['-i', '-t', 'a square one'])
  expect(changed.tests['a square one']).toBe('failed')
  expect(changed.messages).toContain('__goldens__/one.test.js/a-square-one-1-light.png')
  expect(changed.snapshot).toMatchObject({ added: 0, updated: 0, unmatched: 1 })

  const updated = await project.run(['-i', '-u'])
  expect(updated.messages).toBe('')
  expect(updated.snapshot).toMatchObject({ added: 0, unmatched: 0 })
  expect(updated.snapshot.updated).toBe(6)
  expect(updated.output).toContain('6 snapshots updated')
})
