import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkGolden, type GoldenRequest, type GoldenResult } from '../../src/golden/check.js'
import { titleOrdinal } from '../../src/golden/claims.js'
import { encodeGolden, readGoldenHeader, writeWhole } from '../../src/golden/golden-file.js'
import { goldenPlace } from '../../src/golden/place.js'
import { encodePng, type Pixels } from '../../src/golden/png.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { goldenMessage } from '../../src/golden/report.js'
import type { Shoot } from '../../src/golden/shot.js'
import type { TestIdentity } from '../../src/golden/test-identity.js'
import { environment, filesBelow, scratch, sheet, shotsOf, testIn } from './scratch.js'

const white = sheet(30, 20)
const spotted: Pixels = { ...white, data: white.data.with(4 * 95, 0).with(4 * 96, 0) }
const goldenPath = 'specs/__goldens__/editor.test.ts/editor.png'
const resultsPath = '.cefrig/results/specs/editor.test.ts/editor-saves'

function request(test: TestIdentity, given: Partial<GoldenRequest> & { name?: string } = {}): GoldenRequest {
  const { name = 'editor' } = given
  const place = goldenPlace({ name, options: {}, test, counter: 1, ordinal: titleOrdinal(test), environment })
  const mode = test.updateMode
  return {
    place,
    test,
    shoot: shotsOf(white),
    environment,
    tolerance: {},
    mode,
    negated: false,
    timeout: 2000,
    ...given,
  }
}

/** A project whose golden `editor` shows the picture. */
async function projectWith(picture: Pixels, madeIn = environment): Promise<string> {
  const root = scratch()
  await writeWhole(join(root, goldenPath), await encodeGolden(picture, madeIn))
  return root
}

function messageOf(result: GoldenResult): string {
  expect(result.pass).toBe(false)
  return goldenMessage(result)
}

describe('a golden that matches', () => {
  test('takes one capture, and its pixels are not asked for', async () => {
    const root = await projectWith(white)
    const shoot = shotsOf(white)
    const result = await checkGolden(request(testIn(root), { shoot }))
    expect(result).toMatchObject({
      pass: true,
      outcome: { kind: 'matched', by: 'digest' },
      captures: 1,
      files: null,
    })
    expect(shoot.taken).toBe(1)
  })

  test.each(['all', 'new', 'none'] as const)(
    'is not rewritten in mode %s, whatever its environment',
    async (updateMode) => {
      const root = await projectWith(white, { ...environment, cef: '145.0.1', cpu: 'x86-64-v4' })
      const before = readFileSync(join(root, goldenPath))
      expect(await checkGolden(request(testIn(root, { updateMode })))).toMatchObject({
        outcome: { kind: 'matched' },
      })
      expect(readFileSync(join(root, goldenPath)).equals(before)).toBe(true)
      expect(filesBelow(root)).toEqual([goldenPath])
    },
  )

  test('may have been written by another tool', async () => {
    const root = scratch()
    await writeWhole(join(root, goldenPath), encodePng(white))
    const result = await checkGolden(request(testIn(root, { updateMode: 'none' })))
    expect(result.outcome).toEqual({ kind: 'matched', by: 'pixels' })
  })

  test('may take a while to do so', async () => {
    const root = await projectWith(white)
    const result = await checkGolden(
      request(testIn(root), { shoot: shotsOf(spotted, sheet(30, 20, [1, 2, 3, 255]), white) }),
    )
    expect(result).toMatchObject({ outcome: { kind: 'matched' }, captures: 3 })
  })

  test('within tolerance passes at once, and is not rewritten', async () => {
    const root = await projectWith(white)
    const before = readFileSync(join(root, goldenPath))
    const shoot = shotsOf(spotted)
    const result = await checkGolden(
      request(testIn(root, { updateMode: 'all' }), { shoot, tolerance: { maxDiffPixels: 2 } }),
    )
    expect(result.outcome).toMatchObject({
      kind: 'matched-within-tolerance',
      difference: { differentPixels: 2, allowedPixels: 2, regions: [{ x: 5, y: 3, width: 2, height: 1 }] },
    })
    expect(shoot.taken).toBe(2)
    expect(readFileSync(join(root, goldenPath)).equals(before)).toBe(true)
  })
})

describe('a golden that is not there', () => {
  test.each(['all', 'new'] as const)(
    'is written in mode %s, once the page stands still',
    async (updateMode) => {
      const root = scratch()
      const shoot = shotsOf(spotted, sheet(30, 20, [1, 2, 3, 255]), white)
      const result = await checkGolden(request(testIn(root, { updateMode }), { shoot }))
      expect(result).toMatchObject({ pass: true, outcome: { kind: 'written' } })
      expect(filesBelow(root)).toEqual([goldenPath])
      const golden = join(root, goldenPath)
      expect(Buffer.compare(decodePng(readFileSync(golden)).data, white.data)).toBe(0)
      expect(readGoldenHeader(golden)).toMatchObject({ intact: true, recorded: { environment } })
    },
  )

  test('fails in CI, which writes no golden', async () => {
    const root = scratch()
    const result = await checkGolden(request(testIn(root, { updateMode: 'none' })))
    expect(messageOf(result)).toBe(
      `toMatchGolden() failed: there is no golden ${goldenPath}, and this run may not write it. ` +
        `Write it with -u, look at it and commit it.\n\n  actual:   ${resultsPath}/editor-actual.png`,
    )
    expect(filesBelow(root)).toEqual([`${resultsPath}/editor-actual.png`])
  })

  test('is not written of a page that never stands still', async () => {
    const root = scratch()
    const restless = Array.from({ length: 60 }, (_, index) => sheet(30, 20, [index, 0, 0, 255]))
    const checked = checkGolden(request(testIn(root), { shoot: shotsOf(...restless), timeout: 300 }))
    await expect(checked).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(
        /^toMatchGolden\(\) failed: the page kept changing for 3\d\d ms \(\d captures\), so specs\/__goldens__\/editor.test.ts\/editor.png was not written. Wait for the page to be done, or stop what moves on it.$/,
      ),
    })
    expect(filesBelow(root)).toEqual([])
  })

  test('is neither written nor passed by not', async () => {
    const root = scratch()
    const result = await checkGolden(request(testIn(root, { updateMode: 'all' }), { negated: true }))
    expect(result.outcome.kind).toBe('missing')
    expect(goldenMessage(result, true)).toBe(
      `not.toMatchGolden() failed: there is no golden ${goldenPath} to differ from. Write it with toMatchGolden() first.`,
    )
    expect(filesBelow(root)).toEqual([])
  })
})

describe('a golden that does not match', () => {
  test.each(['new', 'none'] as const)('fails in mode %s with numbers and pictures', async (updateMode) => {
    const root = await projectWith(white)
    const before = readFileSync(join(root, goldenPath))
    const result = await checkGolden(request(testIn(root, { updateMode }), { shoot: shotsOf(spotted) }))
    expect(result.outcome.kind).toBe('mismatched')
    expect(messageOf(result)).toBe(
      [
        `toMatchGolden() failed: 2 of 600 pixels (0.33 %) differ from ${goldenPath}, all within 2×1 at (5, 3). If that is intended, run with -u.`,
        '',
        `  expected: ${resultsPath}/editor-expected.png`,
        `  actual:   ${resultsPath}/editor-actual.png`,
        `  diff:     ${resultsPath}/editor-diff.png`,
      ].join('\n'),
    )
    expect(readFileSync(join(root, goldenPath)).equals(before)).toBe(true)
    expect(readFileSync(result.files!.expected!).equals(before)).toBe(true)
    expect(Buffer.compare(decodePng(readFileSync(result.files!.actual)).data, spotted.data)).toBe(0)
    // A copy of these bytes would be the golden.
    expect(readFileSync(result.files!.actual).equals(await encodeGolden(spotted, environment))).toBe(true)
    expect(decodePng(readFileSync(result.files!.diff!))).toMatchObject({ width: 30, height: 20 })
  })

  test('is updated in mode all', async () => {
    const root = await projectWith(white)
    const result = await checkGolden(
      request(testIn(root, { updateMode: 'all' }), { shoot: shotsOf(spotted) }),
    )
    expect(result).toMatchObject({
      pass: true,
      outcome: { kind: 'updated', because: { kind: 'mismatched' } },
    })
    expect(goldenMessage(result)).toBe(`${goldenPath} was updated: 2 of 600 pixels (0.33 %) differed.`)
    expect(Buffer.compare(decodePng(readFileSync(join(root, goldenPath))).data, spotted.data)).toBe(0)
    expect(filesBelow(root)).toEqual([goldenPath])
  })

  test('is compared, not rewritten, by the attempt that wrote it', async () => {
    const root = await projectWith(sheet(30, 20, [9, 9, 9, 255]))
    const identity = testIn(root, { updateMode: 'all' })
    expect(await checkGolden(request(identity))).toMatchObject({ outcome: { kind: 'updated' } })
    const again = await checkGolden(request(identity, { shoot: shotsOf(spotted) }))
    expect(again).toMatchObject({ pass: false, outcome: { kind: 'mismatched' } })
    // It is running with -u.
    expect(messageOf(again)).not.toContain('run with -u')
    expect(messageOf(again)).toContain('The test wrote that golden itself')
    const repeated = { ...identity, repeat: 1 }
    expect(await checkGolden(request(repeated, { shoot: shotsOf(spotted) }))).toMatchObject({ pass: false })
    const retried = { ...identity, retry: 1 }
    expect(await checkGolden(request(retried, { shoot: shotsOf(spotted) }))).toMatchObject({
      outcome: { kind: 'updated' },
    })
  })

  test('passes not, which leaves nothing behind', async () => {
    const root = await projectWith(white)
    const given = { shoot: shotsOf(spotted), negated: true }
    expect(await checkGolden(request(testIn(root, { updateMode: 'all' }), given))).toMatchObject({
      pass: false,
      files: null,
    })
    expect(filesBelow(root)).toEqual([goldenPath])
  })

  test.each([
    ['counts every pixel where it was made', {}, 'mismatched', 'mismatched'],
    [
      'forgives a level of 255 on another CPU',
      { cpu: 'x86-64-v2' },
      'matched-within-tolerance',
      'environment-differs',
    ],
    [
      'is compared as pixelmatch does elsewhere',
      { fonts: 'system' },
      'matched-within-tolerance',
      'matched-within-tolerance',
    ],
  ] as const)('%s', async (_, change, faintly, visibly) => {
    const root = await projectWith(white, { ...environment, ...change })
    const outcome = async (level: number) => {
      const shoot = shotsOf(sheet(30, 20, [level, level, level, 255]))
      return (await checkGolden(request(testIn(root, { updateMode: 'none' }), { shoot }))).outcome.kind
    }
    expect([await outcome(254), await outcome(250)]).toEqual([faintly, visibly])
  })

  test('is compared as exactly on another CPU when it is told to', async () => {
    const root = await projectWith(white, { ...environment, cpu: 'x86-64-v2' })
    const given = { shoot: shotsOf(sheet(30, 20, [254, 254, 254, 255])), tolerance: { threshold: 0 } }
    const { outcome } = await checkGolden(request(testIn(root), given))
    expect(outcome).toMatchObject({ kind: 'environment-differs', difference: { differentPixels: 600 } })
  })

  test('of another environment says in what they differ', async () => {
    const root = await projectWith(white, { ...environment, cef: '145.0.1', scale: 2 })
    const result = await checkGolden(request(testIn(root), { shoot: shotsOf(spotted) }))
    expect(messageOf(result).split('\n')[0]).toBe(
      `toMatchGolden() failed: ${goldenPath} was made in another environment (CEF 145.0.1 → 146.0.10, scale 2 → 1), and ` +
        '2 of 600 pixels (0.33 %) differ, all within 2×1 at (5, 3). Run where the goldens are made: ' +
        "with the boot option cef: '145.0.1' after `npx cefrig install --cef 145.0.1`, with deviceScaleFactor: 2. " +
        'Or look at the picture, and make it here with -u.',
    )
  })

  test('of another size is never within tolerance', async () => {
    const root = await projectWith(white)
    const given = { shoot: shotsOf(sheet(30, 21)), tolerance: { maxDiffPixelRatio: 1 } }
    const result = await checkGolden(request(testIn(root), given))
    expect(result.outcome.kind).toBe('resized')
    expect(messageOf(result)).toBe(
      `toMatchGolden() failed: the picture is 30×21, its golden ${goldenPath} is 30×20: 1 row is new at y = 20; ` +
        '30 of 630 pixels (4.8 %) differ, all within 30×1 at (0, 20). If that is intended, run with -u.\n\n' +
        `  expected: ${resultsPath}/editor-expected.png\n  actual:   ${resultsPath}/editor-actual.png\n` +
        `  diff:     ${resultsPath}/editor-diff.png`,
    )
    expect(decodePng(readFileSync(result.files!.diff!))).toMatchObject({ width: 30, height: 21 })
    const updated = await checkGolden(request(testIn(root, { updateMode: 'all' }), given))
    expect(goldenMessage(updated)).toBe(`${goldenPath} was updated: it was 30×20 and is 30×21.`)
  })

  test('of another size is not laid on a picture when that would take too much memory', async () => {
    const root = await projectWith(sheet(1, 16_384))
    const result = await checkGolden(request(testIn(root), { shoot: shotsOf(sheet(16_384, 1)) }))
    expect(messageOf(result).split('\n')[0]).toBe(
      `toMatchGolden() failed: the picture is 16384×1, its golden ${goldenPath} is 1×16384. If that is intended, run with -u.`,
    )
    expect(result.files).not.toHaveProperty('diff')
  })

  test('is told of before its pictures are written, when the test waits for them', async () => {
    const root = await projectWith(white)
    const going: Promise<void>[] = []
    const identity = { ...testIn(root), later: (work: Promise<void>) => void going.push(work) }
    const result = await checkGolden(request(identity, { shoot: shotsOf(spotted) }))
    expect(result).toMatchObject({ pass: false, outcome: { kind: 'mismatched' } })
    expect(going).toHaveLength(1)
    await Promise.all(going)
    for (const file of Object.values(result.files!)) expect(decodePng(readFileSync(file))).toBeTruthy()
    // A file takes the directory's place once the old pictures are gone.
    const shots = shotsOf(spotted)
    const shoot: Shoot = (store, timeout) => {
      if (store) writeFileSync(join(root, 'blocked'), '')
      return shots(store, timeout)
    }
    const given = request(identity, { shoot })
    given.place.results.directory = join(root, 'blocked', 'below')
    expect(await checkGolden(given)).toMatchObject({ outcome: { kind: 'mismatched' } })
    await expect(going[1]).rejects.toMatchObject({ code: 'FILE_FAILED', facts: { errno: 'ENOTDIR' } })
  })

  test('may be judged by a comparator of the test', async () => {
    const root = await projectWith(white)
    const comparator = (expected: Pixels, actual: Pixels) => ({
      differentPixels: expected.data[380] === actual.data[380] ? 0 : 7,
    })
    const result = await checkGolden(
      request(testIn(root), { shoot: shotsOf(spotted), tolerance: { comparator } }),
    )
    expect(result).toMatchObject({
      outcome: {
        kind: 'mismatched',
        difference: { differentPixels: 7, regions: [{ x: 5, y: 3, pixels: 2 }] },
      },
    })
    expect(decodePng(readFileSync(result.files!.diff!))).toMatchObject({ width: 30, height: 20 })
    const bad = { shoot: shotsOf(spotted), tolerance: { comparator: () => ({ different: 1 }) as never } }
    await expect(checkGolden(request(testIn(root), bad))).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'toMatchGolden() failed: the comparator answered {"different":1}. Return { differentPixels: number, diff? }.',
    })
  })
})

describe('comparators', () => {
  test('exact counts what pixelmatch forgives', async () => {
    const [almost, other] = [sheet(30, 20), sheet(30, 20, [255, 255, 254, 255])]
    const root = await projectWith(almost, { ...environment, cpu: 'x86-64-v2' })
    const outcome = async (comparator: 'pixelmatch' | 'exact') =>
      (await checkGolden(request(testIn(root), { shoot: shotsOf(other), tolerance: { comparator } }))).outcome
    expect(await outcome('pixelmatch')).toMatchObject({ kind: 'matched-within-tolerance' })
    expect(await outcome('exact')).toMatchObject({
      kind: 'environment-differs',
      difference: { differentPixels: 600, regions: [{ x: 0, y: 0, width: 30, height: 20, pixels: 600 }] },
    })
  })

  test('may say which pixels differ', async () => {
    const root = await projectWith(white)
    const mask = new Uint8Array(600)
    mask[31] = 1
    const result = await checkGolden(
      request(testIn(root), {
        shoot: shotsOf(spotted),
        tolerance: { comparator: () => ({ differentPixels: 1, mask }) },
      }),
    )
    expect(result.outcome).toMatchObject({
      difference: { regions: [{ x: 1, y: 1, width: 1, height: 1, pixels: 1 }] },
    })
    const short = { comparator: () => ({ differentPixels: 1, mask: new Uint8Array(7) }) }
    const failing = checkGolden(request(testIn(root), { shoot: shotsOf(spotted), tolerance: short }))
    await expect(failing).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining('mask has 7 elements, the pictures 600 pixels'),
    })
  })
})

describe('a broken golden', () => {
  const whole = encodePng(white)
  const flipped = Uint8Array.from(whole)
  flipped[whole.length - 20]! ^= 1

  test.each([
    ['an empty file', new Uint8Array(), 'the file is empty'],
    ['a text', Buffer.from('hello'), 'the file does not start with the PNG signature'],
    [
      'a PNG cut short',
      whole.subarray(0, whole.length - 5),
      `the file ends early, after ${whole.length - 5} bytes`,
    ],
    ['a PNG with a flipped bit', flipped, 'the checksum of chunk IDAT is wrong'],
  ])('%s is an error in every mode, and stays as it is', async (_, bytes, reason) => {
    for (const updateMode of ['all', 'new', 'none'] as const) {
      const root = scratch()
      const file = join(root, goldenPath)
      await writeWhole(file, bytes)
      await expect(checkGolden(request(testIn(root, { updateMode })))).rejects.toMatchObject({
        code: 'GOLDEN_INVALID',
        message: `toMatchGolden() failed: ${file} is no valid golden: ${reason}. Nothing was overwritten: restore the file, or delete it and run with -u.`,
      })
      expect(readFileSync(file).equals(bytes)).toBe(true)
      expect(filesBelow(root)).toEqual([goldenPath])
    }
  })
})

describe('one golden for two', () => {
  test('tests is an error that names both', async () => {
    const root = await projectWith(white)
    const first = testIn(root)
    await checkGolden(request(first))
    const second = testIn(root, { id: '1_1', run: first.run, names: ['editor', 'loads'] })
    await expect(checkGolden(request(second, { name: 'Editor' }))).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message:
        'toMatchGolden() failed: the tests "editor > saves" (specs/editor.test.ts) and "editor > loads" (specs/editor.test.ts) ' +
        'mean one golden, specs/__goldens__/editor.test.ts/Editor.png. Name them differently.',
    })
  })

  test('names of one test is an error that names both', async () => {
    const root = await projectWith(white)
    const identity = testIn(root)
    await checkGolden(request(identity, { name: 'a b' }))
    await expect(checkGolden(request(identity, { name: 'a-b' }))).rejects.toMatchObject({
      message:
        'toMatchGolden() failed: the names "a b" and "a-b" of the test "editor > saves" mean one golden, ' +
        'specs/__goldens__/editor.test.ts/a-b.png. Name them differently.',
    })
  })

  test('runs of one file is none: a test may be renamed while a runner watches', async () => {
    const root = await projectWith(white)
    await checkGolden(request(testIn(root)))
    const renamed = testIn(root, { id: '1_3', run: {}, names: ['editor', 'stores'] })
    expect(await checkGolden(request(renamed))).toMatchObject({ pass: true })
  })
})

describe('the pictures of failures', () => {
  test('stay for all attempts of one run and are gone in the next', async () => {
    const root = await projectWith(white)
    const identity = testIn(root)
    const fail = (test: TestIdentity, name: string) =>
      checkGolden(request(test, { name, shoot: shotsOf(spotted) }))
    writeFileSync(
      join(root, 'specs/__goldens__/editor.test.ts/other.png'),
      readFileSync(join(root, goldenPath)),
    )
    await fail(identity, 'editor')
    await fail(identity, 'other')
    await fail({ ...identity, retry: 1 }, 'editor')
    expect(filesBelow(join(root, resultsPath))).toEqual([
      ...['actual', 'diff', 'expected'].map((part) => `editor-${part}.png`),
      ...['actual', 'diff', 'expected'].map((part) => `other-${part}.png`),
      ...['actual', 'diff', 'expected'].map((part) => `retry1/editor-${part}.png`),
    ])
    await checkGolden(request({ ...identity, run: {} }))
    expect(filesBelow(root)).toHaveLength(2)
  })

  test.each([
    [
      'the same titles',
      [
        ['editor', 'saves'],
        ['editor', 'saves'],
      ],
    ],
    ['titles that are one as a file name', [['editor', 'saves'], ['editor saves']]],
    ['titles that end like a second one', [['saves'], ['saves'], ['saves 2']]],
  ])('of tests with %s are kept apart', async (_, titles) => {
    const root = await projectWith(white)
    const run = {}
    for (const [index, names] of titles.entries()) {
      const name = `golden-${index}`
      writeFileSync(
        join(root, `specs/__goldens__/editor.test.ts/${name}.png`),
        readFileSync(join(root, goldenPath)),
      )
      const test = testIn(root, { id: `1_${index}`, run, names })
      await checkGolden(request(test, { name, shoot: shotsOf(spotted) }))
    }
    const folders = filesBelow(join(root, '.cefrig/results/specs/editor.test.ts')).map(
      (file) => file.split('/')[0],
    )
    expect(new Set(folders).size).toBe(titles.length)
    expect(folders).toHaveLength(3 * titles.length)
  })
})
