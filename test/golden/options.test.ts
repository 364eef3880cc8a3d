import { describe, expect, test } from 'vitest'
import { makeSettings } from '../../src/client/settings.js'
import { isCefrigError } from '../../src/errors.js'
import { checkGoldenOptions } from '../../src/golden/option-rules.js'
import { knowSubject } from '../../src/golden/subject.js'

function complaint(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (isCefrigError(error)) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('options of toMatchGolden()', () => {
  test('may be all that Playwright and pixelmatch name', () => {
    const comparator = () => ({ differentPixels: 0 })
    for (const options of [
      undefined,
      {},
      { threshold: 0, includeAA: true, maxDiffPixels: 0, maxDiffPixelRatio: 1, comparator },
      { fullPage: true, omitBackground: true, timeout: 0, scale: 'css' },
      {
        clip: { x: -1, y: 0.5, width: 10, height: 1 },
        directory: 'shots',
        update: 'none',
        threshold: undefined,
      },
    ]) {
      expect(complaint(() => checkGoldenOptions(options))).toBe('none')
    }
  })

  test('that are given for a whole project are named as they stand there', () => {
    const told = (options: object) => complaint(() => makeSettings({ where: 'cefrig()', options, root: '.' }))
    expect(told({ golden: { treshold: 0.1 } })).toBe(
      'UNKNOWN_OPTION cefrig() failed: unknown option "golden.treshold". Did you mean "golden.threshold"?',
    )
    expect(told({ golden: { threshold: 2 } })).toBe(
      'BAD_ARGUMENT cefrig() failed: option "golden.threshold" is 2. Give a number from 0 to 1.',
    )
    expect(told({ golden: [] })).toBe(
      'BAD_ARGUMENT cefrig() failed: option "golden" is an array. Give an object, or nothing.',
    )
    expect(told({ golden: { comparator: () => ({}) } })).toMatch(
      /^BAD_ARGUMENT cefrig\(\) failed: option "golden\.comparator" is a function/,
    )
    expect(told({ golden: { strict: { comparator: () => ({}) } } })).toMatch(
      /^BAD_ARGUMENT cefrig\(\) failed: option "golden\.strict\.comparator" is a function/,
    )
    expect(told({ golden: { comparator: './compare.js', strict: { comparator: 'ssim' } } })).toBe('none')
    const comparators = { brand: './brand.js' }
    expect(told({ golden: { comparators, comparator: 'brand', strict: { comparator: 'brand' } } })).toBe(
      'none',
    )
    expect(told({ golden: { comparators, comparator: 'brant' } })).toBe(
      'BAD_ARGUMENT cefrig() failed: option "golden.comparator" is "brant", which neither cefrig nor golden.comparators has. Did you mean "brand"? Or give a path as "./compare.js".',
    )
    for (const wrong of [
      { ssim: './a.js' },
      { './a': './a.js' },
      { a: 'a.js' },
      { '': './a.js' },
      ['./a.js'],
    ])
      expect(told({ golden: { comparators: wrong } })).toMatch(
        /^BAD_ARGUMENT cefrig\(\) failed: option "golden\.comparators" is .* Give an object of names/,
      )
    const viewports = [{ width: 400, height: 300 }]
    const shown = { colorScheme: ['light', 'dark'], viewports, fullPage: true, omitBackground: true }
    expect(told({ golden: { ...shown, comparatorTimeout: 0 } })).toBe('none')
    expect(told({ golden: { viewports: [] } })).toMatch(/^BAD_ARGUMENT .* option "golden\.viewports" is \[\]/)
    expect(told({ failOn: { pageErrors: true } })).toBe(
      'UNKNOWN_OPTION cefrig() failed: unknown option "failOn.pageErrors". Did you mean "failOn.pageError"?',
    )
  })

  test.each([
    [{ treshold: 0.1 }, 'unknown option "treshold". Did you mean "threshold"?'],
    [{ maxDiffPixel: 1 }, 'unknown option "maxDiffPixel". Did you mean "maxDiffPixels"?'],
    [{ fullpage: true }, 'unknown option "fullpage". Did you mean "fullPage"?'],
    [{ stylePath: 'a.css' }, 'the option "stylePath" is not supported yet. Leave it out.'],
  ])('%j is an unknown option', (options, sentence) => {
    expect(complaint(() => checkGoldenOptions(options))).toBe(
      `UNKNOWN_OPTION toMatchGolden() failed: ${sentence}`,
    )
  })

  test.each([
    [{ popups: 'shown' }, 'option "popups" is "shown". Give "composited", "hidden" or "apart".'],
    [{ threshold: 1.5 }, 'option "threshold" is 1.5. Give a number from 0 to 1.'],
    [{ maxDiffPixelRatio: -0.1 }, 'option "maxDiffPixelRatio" is -0.1. Give a number from 0 to 1.'],
    [{ maxDiffPixels: 0.5 }, 'option "maxDiffPixels" is 0.5. Give a whole number from 0 up.'],
    [{ includeAA: 1 }, 'option "includeAA" is 1. Give true or false.'],
    [{ scale: 'both' }, 'option "scale" is "both". Give "css" or "device".'],
    [
      { comparator: '' },
      'option "comparator" is "". Give "pixelmatch", "exact", "ssim", a name of golden.comparators, a path as "./compare.js" or a function.',
    ],
    [
      { strict: { treshold: 0.1 } },
      'option "strict" is {"treshold":0.1}. Give { threshold, includeAA, maxDiffPixels, maxDiffPixelRatio, comparator }.',
    ],
    [{ directory: '' }, 'option "directory" is "". Give a path.'],
    [
      { clip: { x: 0, y: 0, width: 5 } },
      'option "clip" is {"x":0,"y":0,"width":5}. Give { x, y, width, height } in CSS pixels, width and height above 0.',
    ],
    [
      { clip: { x: 0, y: 0, width: 5, height: 5 }, fullPage: true },
      'clip and fullPage exclude each other. Give one of them.',
    ],
    [null, 'options are null. Give an object, or nothing.'],
  ])('%j is a bad argument', (options, sentence) => {
    expect(complaint(() => checkGoldenOptions(options))).toBe(
      `BAD_ARGUMENT toMatchGolden() failed: ${sentence}`,
    )
  })
})

test('Only a page or a locator can match a golden', () => {
  expect(complaint(() => knowSubject('page'))).toBe(
    "BAD_ARGUMENT toMatchGolden() failed: expect() was given 'page'. Give it a page or a locator.",
  )
  expect(complaint(() => knowSubject(Promise.resolve()))).toBe(
    'BAD_ARGUMENT toMatchGolden() failed: expect() was given a promise, which was not awaited. Give it a page or a locator.',
  )
})
