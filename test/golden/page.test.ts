import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cef, type Locator, launch, type Page } from 'cefrig'
import { afterAll, expect as baseExpect, beforeAll, describe, onTestFinished, test, vi } from 'vitest'
import { type GoldenMatchers, toMatchGolden } from '../../matchers/golden.js'
import { digestPixels } from '../../src/golden/digest.js'
import { readGoldenHeader } from '../../src/golden/golden-file.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { type TestIdentity, testKey } from '../../src/golden/test-identity.js'
import { filesBelow, scratch, type TestRecord, testIn } from './scratch.js'

baseExpect.extend({ toMatchGolden })
/** With the types that the fixtures would bring. */
const expect = baseExpect as unknown as ((
  subject: Page | Locator,
) => GoldenMatchers & { not: GoldenMatchers }) &
  typeof baseExpect

const viewport = { width: 320, height: 200 }
const golden = (name: string) => `specs/__goldens__/editor.test.ts/${name}.png`
const card = (text: string, colour = '#246') => `<!doctype html><title>card</title>
  <body style="margin:0;font:16px sans-serif"><p id="card" style="margin:20px;padding:12px;width:200px;background:${colour};color:#fff">${text}</p>`

let cef: Cef
beforeAll(async () => {
  cef = await launch()
})
afterAll(() => cef.close())

/** A page that belongs to a test in an empty project. */
async function pageOf(given: Partial<TestIdentity> = {}, options = {}): Promise<[Page, TestRecord]> {
  const root = scratch()
  const identity = testIn(root, given)
  const page = await newPage(options)
  return [belongTo(page, identity), identity]
}

async function newPage(options = {}): Promise<Page> {
  const page = await cef.newPage({ viewport, timeout: 5000, ...options })
  onTestFinished(() => page.close())
  return page
}

function belongTo(page: Page, identity: TestIdentity): Page {
  return Object.assign(page, { [testKey]: identity })
}

async function failureOf(assertion: Promise<void>): Promise<string> {
  try {
    await assertion
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the assertion passed')
}

describe('expect(page).toMatchGolden()', () => {
  test('writes a golden, which then matches by its digest', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden('card')
    const file = join(identity.root, golden('card'))
    const { recorded, width, height, intact } = readGoldenHeader(file)!
    expect([width, height, intact]).toEqual([320, 200, true])
    expect(recorded!.environment).toMatchObject({ cef: cef.version, platform: 'linux', scale: 1 })
    expect(recorded!.digest).toBe(await digestPixels(decodePng(readFileSync(file)).data))
    await expect(page).toMatchGolden('card')
    expect(identity.counted).toEqual(['added', 'matched'])
    expect(identity.attached.map(({ message }) => message)).toEqual([
      `${golden('card')} was written, 320×200.`,
      `${golden('card')} matched, 320×200.`,
    ])
    expect(filesBelow(identity.root)).toEqual([golden('card')])
  })

  test('fails for other pixels and shows them', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden('card')
    await page.evaluate(() => document.getElementById('card')!.append('!'))
    expect(await failureOf(expect(page).toMatchGolden('card'))).toMatch(
      /^toMatchGolden\(\) failed: \d+ of 64,000 pixels \([\d.]+ %\) differ from specs\/__goldens__\/editor.test.ts\/card.png, all within \d+×\d+ at \(\d+, \d+\)\. The test wrote that golden itself, a moment ago: give its two pictures a name each\.\n\n {2}\d+×\d+ at \(\d+, \d+\): \d+ pixels, p#card "Save!"\n\n {2}expected: .*-expected\.png\n {2}actual: {3}.*-actual\.png\n {2}diff: {5}.*-diff\.png$/,
    )
    expect(identity.counted).toEqual(['added', 'unmatched'])
    expect(identity.attached[1]).toMatchObject({
      pass: false,
      reference: { path: expect.stringMatching(/-expected\.png$/), width: 320, height: 200 },
      actual: { path: expect.stringMatching(/-actual\.png$/), width: 320, height: 200 },
      diff: { path: expect.stringMatching(/-diff\.png$/), width: 320, height: 200 },
    })
    await expect(page).not.toMatchGolden('card')
  })

  test('names the elements that differ, the largest region first', async () => {
    const [page] = await pageOf()
    await page.setContent(`<style>body { margin: 0 } * { position: absolute }</style>
      <b id=far class="badge new" style="left:0;top:500px;width:60px;height:50px">far</b>
      <x-card style="left:200px;top:100px;width:30px;height:30px"></x-card>
      <i aria-label="A small one" style="left:100px;top:20px;width:20px;height:10px"></i>
      <script>document.querySelector('x-card').attachShadow({ mode: 'open' })
        .innerHTML = '<u style="display:block;overflow:hidden;width:30px;height:30px">inner</u>'</script>`)
    const paint = (colour: string) =>
      page.evaluate((colour) => {
        const inner = document.querySelector('x-card')!.shadowRoot!.querySelector('u')!
        for (const element of [...document.querySelectorAll<HTMLElement>('b, i'), inner])
          element.style.background = element.style.color = colour
      }, colour)
    await paint('red')
    await expect(page).toMatchGolden('whole', { fullPage: true })
    await expect(page).toMatchGolden('part', { clip: { x: 90, y: 10, width: 100, height: 50 } })
    await expect(page.locator('i')).toMatchGolden('element')
    await paint('blue')
    expect(await failureOf(expect(page).toMatchGolden('whole', { fullPage: true }))).toContain(
      `\n  60×50 at (0, 500): 3,000 pixels, b#far.badge.new "far"\n  30×30 at (200, 100): 900 pixels, u "inner"\n  20×10 at (100, 20): 200 pixels, i "A small one"\n\n`,
    )
    const part = expect(page).toMatchGolden('part', { clip: { x: 90, y: 10, width: 100, height: 50 } })
    expect(await failureOf(part)).toContain('\n  20×10 at (10, 10): 200 pixels, i "A small one"\n\n')
    expect(await failureOf(expect(page.locator('i')).toMatchGolden('element'))).toContain(
      '\n  20×10 at (0, 0): 200 pixels, i "A small one"\n\n',
    )
  })

  test('rewrites with -u what differs, and nothing else', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden('same')
    await expect(page).toMatchGolden('other')
    const before = readFileSync(join(identity.root, golden('same')))
    const updating = testIn(identity.root, { updateMode: 'all' })
    belongTo(page, updating)
    await expect(page).toMatchGolden('same')
    await page.setContent(card('Store'))
    await expect(page).toMatchGolden('other')
    expect(updating.counted).toEqual(['matched', 'updated'])
    expect(readFileSync(join(identity.root, golden('same'))).equals(before)).toBe(true)
    belongTo(page, testIn(identity.root, { updateMode: 'none' }))
    await expect(page).toMatchGolden('other')
  })

  test('writes nothing in CI', async () => {
    const [page, identity] = await pageOf({ updateMode: 'none' })
    await page.setContent(card('Save'))
    expect(await failureOf(expect(page).toMatchGolden('card'))).toContain('there is no golden')
    expect(readdirSync(identity.root)).toEqual(['.cefrig'])
  })

  test('names goldens by the titles of their test when they have no name', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden()
    await expect(page).toMatchGolden({ clip: { x: 0, y: 0, width: 50, height: 40 } })
    expect(filesBelow(identity.root)).toEqual([golden('editor-saves-1'), golden('editor-saves-2')])
    expect(readGoldenHeader(join(identity.root, golden('editor-saves-2')))).toMatchObject({
      width: 50,
      height: 40,
    })
  })

  test('waits for a page that is not done yet', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Done'))
    await expect(page).toMatchGolden('done')
    await page.setContent(card('0'))
    await page.evaluate(() => {
      const paragraph = document.getElementById('card')!
      const timer = setInterval(() => {
        paragraph.textContent = String(Number(paragraph.textContent) + 1)
        if (paragraph.textContent !== '12') return
        clearInterval(timer)
        paragraph.textContent = 'Done'
      }, 40)
    })
    await expect(page).toMatchGolden('done')
    expect(identity.counted).toEqual(['added', 'matched'])
  })

  test('writes no golden of a page that never stands still', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('0'))
    await page.evaluate(() => {
      const tick = (): void => {
        document.getElementById('card')!.textContent = String(Math.random())
        requestAnimationFrame(tick)
      }
      tick()
    })
    expect(await failureOf(expect(page).toMatchGolden('restless', { timeout: 500 }))).toMatch(
      /^toMatchGolden\(\) failed: the page kept changing for \d+ ms \(\d+ captures\), so .*restless.png was not written\./,
    )
    expect(filesBelow(identity.root)).toEqual([])
  })

  test('does not mind fake timers', async () => {
    const [page] = await pageOf()
    await page.setContent(card('Save'))
    vi.useFakeTimers()
    try {
      await expect(page).toMatchGolden('card')
      await page.setContent(card('Store'))
      expect(await failureOf(expect(page).toMatchGolden('card'))).toContain('differ from')
    } finally {
      vi.useRealTimers()
    }
  })

  test('takes the whole page, and leaves the viewport as it was', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(
      `${card('Top')}<div style="height:900px;background:linear-gradient(red,blue)"></div>`,
    )
    await expect(page).toMatchGolden('whole', { fullPage: true })
    expect(readGoldenHeader(join(identity.root, golden('whole')))!.height).toBeGreaterThan(950)
    await expect(page).toMatchGolden('whole', { fullPage: true })
    expect(await page.evaluate(() => innerHeight)).toBe(200)
  })

  test('averages device pixels at scale css', async () => {
    const [page, identity] = await pageOf({}, { deviceScaleFactor: 2 })
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden('device')
    await expect(page).toMatchGolden('css', { scale: 'css' })
    await expect(page).toMatchGolden('css', { scale: 'css' })
    const header = (name: string) => readGoldenHeader(join(identity.root, golden(name)))
    expect(header('device')).toMatchObject({
      width: 640,
      height: 400,
      recorded: { environment: { scale: 2 } },
    })
    expect(header('css')).toMatchObject({ width: 320, height: 200 })
  })

  test('leaves a golden of the wrong kind alone, with -u too', async () => {
    const [page, identity] = await pageOf({ updateMode: 'all' })
    await page.setContent(card('Save'))
    await expect(page).toMatchGolden('card')
    const file = join(identity.root, golden('card'))
    writeFileSync(file, 'not a picture')
    await expect(expect(page).toMatchGolden('card')).rejects.toMatchObject({ code: 'GOLDEN_INVALID' })
    expect(readFileSync(file, 'utf8')).toBe('not a picture')
  })

  test('says that the page is closed', async () => {
    const [page, identity] = await pageOf()
    await page.close()
    await expect(expect(page).toMatchGolden('card')).rejects.toMatchObject({ code: 'PAGE_CLOSED' })
    expect(filesBelow(identity.root)).toEqual([])
  })

  test('wants a name and a directory in a script', async () => {
    const directory = scratch()
    const page = await newPage()
    await page.setContent(card('Save'))
    await expect(expect(page).toMatchGolden('card')).rejects.toMatchObject({ code: 'BAD_ARGUMENT' })
    await expect(page).toMatchGolden('card', { directory, update: 'new' })
    await expect(page).toMatchGolden('card', { directory, update: 'none' })
    expect(filesBelow(directory)).toEqual(['card.png'])
  })

  test('keeps eight pages of concurrent tests apart', async () => {
    const root = scratch()
    const run = {}
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const page = await newPage()
        belongTo(page, testIn(root, { id: `1_${index}`, run, names: [`page ${index}`] }))
        await page.setContent(card(`Page ${index}`))
        await expect(page).toMatchGolden()
        await expect(page).toMatchGolden(`again ${index}`)
        const [first, second] = [`page-${index}-1`, `again-${index}`].map(
          (name) => readGoldenHeader(join(root, golden(name)))!,
        )
        expect(first!.recorded!.digest).toBe(second!.recorded!.digest)
      }),
    )
    const digests = filesBelow(root).map((file) => readGoldenHeader(join(root, file))!.recorded!.digest)
    expect([digests.length, new Set(digests).size]).toEqual([16, 8])
  })
})

describe('expect(locator).toMatchGolden()', () => {
  test('takes the box of the element', async () => {
    const [page, identity] = await pageOf()
    await page.setContent(card('Save'))
    await expect(page.locator('#card')).toMatchGolden('card')
    expect(readGoldenHeader(join(identity.root, golden('card')))).toMatchObject({ width: 224 })
    await page.evaluate(() => document.body.append('elsewhere'))
    await expect(page.locator('#card')).toMatchGolden('card')
    await page.evaluate(() => document.getElementById('card')!.style.setProperty('width', '210px'))
    expect(await failureOf(expect(page.locator('#card')).toMatchGolden('card'))).toMatch(
      /^toMatchGolden\(\) failed: the picture is 234×\d+, its golden .* is 224×\d+: 10 columns are new at x = \d+; .* differ, .*\. The test wrote that golden itself, a moment ago: /,
    )
    expect(identity.counted).toEqual(['added', 'matched', 'unmatched'])
  })

  test('takes no clip', async () => {
    const [page] = await pageOf()
    await page.setContent(card('Save'))
    const clip = { x: 0, y: 0, width: 5, height: 5 }
    await expect(expect(page.locator('#card')).toMatchGolden('card', { clip })).rejects.toMatchObject({
      message: 'toMatchGolden() failed: clip and fullPage are for pages, not for locators. Leave them out.',
    })
  })
})

test('expect.soft() goes on after a picture that differs', async ({ task }) => {
  const [page, identity] = await pageOf()
  await page.setContent(card('Save'))
  await expect(page).toMatchGolden('card')
  await page.setContent(card('Store'))
  await (baseExpect.soft(page) as unknown as GoldenMatchers).toMatchGolden('card')
  expect(identity.counted).toEqual(['added', 'unmatched'])
  expect(task.result?.errors?.map(({ message }) => message.split('.')[0])).toHaveLength(1)
  // The soft failure was expected; the test itself passes.
  task.result!.errors = []
  task.result!.state = 'run'
})

test('A golden file that vanishes between two looks is written again', async () => {
  const [page, identity] = await pageOf()
  await page.setContent(card('Save'))
  await expect(page).toMatchGolden('card')
  rmSync(join(identity.root, golden('card')))
  await expect(page).toMatchGolden('card')
  expect(identity.counted).toEqual(['added', 'added'])
})
