import { describe, expect, test } from 'vitest'
import { withDefaults } from '../../src/golden/defaults.js'
import { variantsOf } from '../../src/golden/matrix.js'
import type { GoldenDefaults } from '../../src/golden/options.js'

const viewports = [{ width: 400, height: 300 }]
const defaults: GoldenDefaults = {
  comparators: { brand: './brand.js', logo: './logo.js' },
  colorScheme: ['light', 'dark'],
  viewports,
  fullPage: true,
  threshold: 0.2,
  strict: { comparator: 'logo' },
}

describe('the options of a project', () => {
  const suffixes = (given: Parameters<typeof withDefaults>[0]) =>
    variantsOf(withDefaults(given, defaults)).map(({ suffix }) => suffix)

  test('hold where an assertion is silent, lists of schemes and sizes too', () => {
    expect(withDefaults({ threshold: undefined, fullPage: false } as never, defaults)).toMatchObject({
      threshold: 0.2,
      fullPage: false,
    })
    expect(suffixes({})).toEqual(['-light-400x300', '-dark-400x300'])
    expect(suffixes({ colorScheme: 'dark' })).toEqual(['-400x300'])
    expect(suffixes({ colorScheme: null })).toEqual(['-400x300'])
    expect(suffixes({ viewports: null })).toEqual(['-light', '-dark'])
    expect(suffixes({ viewports: null, colorScheme: null })).toEqual([''])
  })

  test('ask for the whole document only where a page as a whole is looked at', () => {
    const clip = { x: 0, y: 0, width: 5, height: 5 }
    expect(withDefaults({}, defaults).fullPage).toBe(true)
    expect(withDefaults({}, defaults, true).fullPage).toBeUndefined()
    expect(withDefaults({ clip }, defaults).fullPage).toBeUndefined()
    expect(withDefaults({ popups: 'apart' }, defaults).fullPage).toBeUndefined()
  })

  test('name comparators, which assertions choose by name', () => {
    expect(withDefaults({}, defaults)).toMatchObject({ strict: { comparator: './logo.js' } })
    expect(withDefaults({ comparator: 'brand' }, defaults).comparator).toBe('./brand.js')
    expect(withDefaults({ comparator: './other.js' }, defaults).comparator).toBe('./other.js')
    for (const comparator of ['brnad', 'toString', '__proto__', 'brand.js'])
      expect(() => withDefaults({ comparator }, defaults)).toThrow(
        `toMatchGolden() failed: option "comparator" is "${comparator}", which neither cefrig nor golden.comparators has. Did you mean "`,
      )
    expect(() => withDefaults({ strict: { comparator: 'sim' } })).toThrow(
      'option "strict.comparator" is "sim", which neither cefrig nor golden.comparators has. Did you mean "ssim"?',
    )
  })
})
