import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cef, isCefrigError, type Locator, launch, type Page } from 'cefrig'
import { afterAll, expect as baseExpect, beforeAll, describe, onTestFinished, test } from 'vitest'
import { type GoldenMatchers, toMatchGolden } from '../../matchers/golden.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { type TestIdentity, testKey } from '../../src/golden/test-identity.js'
import { filesBelow, scratch, testIn } from './scratch.js'

baseExpect.extend({ toMatchGolden })
const expect = baseExpect as unknown as ((
  subject: Page | Locator,
) => GoldenMatchers & { not: GoldenMatchers }) &
  typeof baseExpect

let cef: Cef
beforeAll(async () => {
  cef = await launch()
})
afterAll(() => cef.close())

const golden = (name: string) => `specs/__goldens__/editor.test.ts/${name}.png`

async function pageOf(html: string, options = {}, given: Partial<TestIdentity> = {}) {
  const root = scratch()
  const identity = testIn(root, given)
  const page = await cef.newPage({ viewport: { width: 200, height: 100 }, timeout: 20_000, ...options })
  onTestFinished(() => page.close())
  await page.setContent(html)
  const pixels = (name: string) => {
    const { width, height, data } = decodePng(readFileSync(join(root, golden(name))))
    const at = (x: number, y: number) =>
      `#${Buffer.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)).toString('hex')}`
    return { width, height, at }
  }
  return { page: Object.assign(page, { [testKey]: identity }), root, identity, pixels }
}

async function failureOf(assertion: Promise<void>): Promise<Error> {
  const [result] = await Promise.allSettled([assertion])
  if (result.status === 'fulfilled') throw new Error('the assertion passed')
  return result.reason as Error
}

const themed = `<style>:root { color-scheme: light dark } body { margin: 0; background: light-dark(#ffffff, #102030); transition: background 10s }
  p { margin: 0; width: 20px; height: 20px; background: #ff0000 } @media (width > 250px) { p { background: #00ff00 } }</style><p></p>`
const sizes = [
  { width: 200, height: 100 },
  { width: 300, height: 120 },
]

describe('one assertion about several goldens', () => {
  test('makes one of each colour scheme and viewport, by name, and leaves the page as it was', async () => {
    const { page, root, pixels, identity } = await pageOf(themed)
    await expect(page).toMatchGolden('card', {
      colorScheme: ['light', 'dark'],
      viewports: sizes,
      timeout: 20_000,
    })
    const names = ['card-dark-200x100', 'card-dark-300x120', 'card-light-200x100', 'card-light-300x120']
    expect(filesBelow(root)).toEqual(names.map(golden))
    const seen = names.map((name) => {
      const { width, height, at } = pixels(name)
      return [width, height, at(100, 50), at(5, 5)]
    })
    expect(seen).toEqual([
      [200, 100, '#102030', '#ff0000'],
      [300, 120, '#102030', '#00ff00'],
      [200, 100, '#ffffff', '#ff0000'],
      [300, 120, '#ffffff', '#00ff00'],
    ])
    expect(identity.counted).toEqual(['added', 'added', 'added', 'added'])
    expect(page.viewport).toEqual(sizes[0])
    expect(
      await page.evaluate<unknown[]>(`[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]`),
    ).toEqual([200, false])
    await expect(page).toMatchGolden('card', {
      colorScheme: ['light', 'dark'],
      viewports: sizes,
      timeout: 20_000,
    })
    expect(identity.counted.slice(4)).toEqual(['matched', 'matched', 'matched', 'matched'])
  })

  test('looks at all of them, and tells in one message which failed', async () => {
    const { page, root } = await pageOf(themed)
    const options = { colorScheme: ['light' as const, 'dark' as const], timeout: 20_000 }
    await expect(page).toMatchGolden('card.png', options)
    await page.evaluate(`document.querySelector('p').style.background = '#0000ff'`)
    const { message } = await failureOf(expect(page).toMatchGolden('card.png', options))
    expect(message.split('\n')[0]).toBe(
      'toMatchGolden() failed: 2 of 2 pictures do not match: card-light, card-dark.',
    )
    for (const name of ['card-light', 'card-dark'])
      expect(message).toContain(`400 of 20,000 pixels (2 %) differ from ${golden(name)}`)
    writeFileSync(join(root, golden('card-light')), 'no picture')
    const error = await failureOf(expect(page).toMatchGolden('card.png', options))
    expect(isCefrigError(error, 'GOLDEN_INVALID')).toBe(true)
    expect(error.message).toContain('2 of 2 pictures do not match: card-light, card-dark.')
    expect(error.message).toContain(`differ from ${golden('card-dark')}`)
    expect(await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(false)
  })

  test('of an element too; a single colour scheme has no part in the name, and what was emulated comes back', async () => {
    const { page, root, pixels } = await pageOf(themed, { colorScheme: 'dark' })
    await expect(page.locator('p')).toMatchGolden('p', { viewports: [sizes[1]!] })
    await expect(page).toMatchGolden('light', { colorScheme: 'light' })
    expect(filesBelow(root)).toEqual([golden('light'), golden('p-300x120')])
    expect([pixels('p-300x120').at(5, 5), pixels('light').at(100, 50)]).toEqual(['#00ff00', '#ffffff'])
    expect(await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(true)
  })

  test('is the default of a project, with its other options, and each assertion may say otherwise', async () => {
    const defaults = {
      colorScheme: ['light' as const, 'dark' as const],
      viewports: sizes.slice(1),
      fullPage: true,
      comparators: { lax: './lax.mjs' as const },
    }
    const { page, root, pixels } = await pageOf(`${themed}<p style="height: 400px">`, {}, { defaults })
    await expect(page).toMatchGolden('card', { timeout: 20_000 })
    await expect(page).toMatchGolden('one', { colorScheme: null, viewports: null, fullPage: false })
    await expect(page.locator('p').first()).toMatchGolden('part', { viewports: null })
    const names = ['card-dark-300x120', 'card-light-300x120', 'one', 'part-dark', 'part-light']
    expect(filesBelow(root)).toEqual(names.map(golden))
    expect(pixels('card-dark-300x120').height).toBeGreaterThan(400)
    expect([pixels('one').height, pixels('part-dark').height]).toEqual([100, 20])
    await page.evaluate(`document.querySelector('p').style.background = '#ffff00'`)
    writeFileSync(join(root, 'lax.mjs'), 'export default () => ({ differentPixels: 0 })')
    await expect(page.locator('p').first()).toMatchGolden('part', { viewports: null, comparator: 'lax' })
    const { message } = await failureOf(
      expect(page.locator('p').first()).toMatchGolden('part', { comparator: 'lux' }),
    )
    expect(message).toContain(
      'option "comparator" is "lux", which neither cefrig nor golden.comparators has.',
    )
  })

  test('is none of another assertion of the same time', async () => {
    const { page, pixels } = await pageOf(themed, { colorScheme: 'light' })
    await Promise.all([
      expect(page).toMatchGolden('dark', { colorScheme: 'dark', timeout: 20_000 }),
      expect(page).toMatchGolden('large', { viewports: sizes.slice(1), timeout: 20_000 }),
      expect(page).toMatchGolden('plain', { timeout: 20_000 }),
    ])
    const seen = ['dark', 'large-300x120', 'plain'].map((name) => {
      const { width, at } = pixels(name)
      return [width, at(100, 50)]
    })
    expect(seen).toEqual([
      [200, '#102030'],
      [300, '#ffffff'],
      [200, '#ffffff'],
    ])
  })

  test('is refused where it means nothing', async () => {
    const { page } = await pageOf(themed)
    for (const options of [
      { colorScheme: [] },
      { colorScheme: ['dark', 'dark'] },
      { colorScheme: 'red' },
      { viewports: [{ width: 0, height: 1 }] },
      { viewports: [sizes[0], { ...sizes[0] }] },
    ])
      expect(await failureOf(expect(page).toMatchGolden('x', options as never))).toMatchObject({
        code: 'BAD_ARGUMENT',
      })
    const { message } = await failureOf(
      expect(page).not.toMatchGolden('x', { colorScheme: ['dark', 'light'] }),
    )
    expect(message).toBe(
      'toMatchGolden() failed: it is about one golden. Give one colorScheme and one viewport.',
    )
  })
})

describe('a filmstrip', () => {
  const moving = `<style>body { margin: 0 } @keyframes go { from { translate: 0 } to { translate: 180px } }
    p { margin: 0; width: 20px; height: 20px; background: #ff0000; animation: go 1s linear infinite }</style><p id=ball></p>`

  test('has the frames of an animation side by side, by times or by number', async () => {
    const { page, pixels, identity } = await pageOf(moving)
    const clip = { x: 0, y: 0, width: 200, height: 20 }
    await expect(page).toMatchGolden('ball', { clip, filmstrip: { times: [0, 500, 250] } })
    const { width, height, at } = pixels('ball')
    expect([width, height]).toEqual([600, 20])
    expect(
      [
        [0, 19, 20],
        [289, 290, 309, 310],
        [444, 445, 464, 465],
      ].map((xs) => xs.map((x) => at(x, 10))),
    ).toEqual([
      ['#ff0000', '#ff0000', '#ffffff'],
      ['#ffffff', '#ff0000', '#ff0000', '#ffffff'],
      ['#ffffff', '#ff0000', '#ff0000', '#ffffff'],
    ])
    await expect(page).toMatchGolden('three', { clip, filmstrip: { frames: 3, every: 250 } })
    expect([5, 250, 500].map((x) => pixels('three').at(x, 10))).toEqual(['#ff0000', '#ff0000', '#ff0000'])
    await expect(page).toMatchGolden('ball', { clip, filmstrip: { times: [0, 500, 250] } })
    expect(identity.counted).toEqual(['added', 'added', 'matched'])
    expect(await page.evaluate<string>('document.getAnimations()[0].playState')).toBe('running')
  })

  test('names the element that differs in any of its frames', async () => {
    const { page } = await pageOf(
      '<body style="margin: 0"><p id=still style="margin: 0; width: 200px; height: 50px; background: #ff0000"></p>',
    )
    const filmstrip = { frames: 2, every: 100 }
    await expect(page).toMatchGolden('strip', { filmstrip })
    await page.evaluate(
      `document.querySelector('p').animate([{ background: '#ff0000' }, { background: '#ff0000', offset: 0.05 }, { background: '#0000ff', offset: 0.06 }, { background: '#0000ff' }], { duration: 1000, fill: 'both' })`,
    )
    const { message } = await failureOf(expect(page).toMatchGolden('strip', { filmstrip }))
    expect(message).toContain('200×50 at (200, 0): 10,000 pixels, p#still')
  })

  test('excludes animations, and wants times', async () => {
    const { page } = await pageOf(moving)
    for (const options of [
      { filmstrip: { times: [1] }, animations: 'allow' },
      { filmstrip: { times: [] } },
      { filmstrip: { frames: 2 } },
      { filmstrip: { frames: 101, every: 1 } },
      { filmstrip: [1] },
    ])
      expect(await failureOf(expect(page).toMatchGolden('x', options as never))).toMatchObject({
        code: 'BAD_ARGUMENT',
      })
  })
})
