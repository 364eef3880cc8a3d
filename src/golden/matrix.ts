import { type Appearance, type Appearing, appearanceKey } from '../client/appearance.js'
import { CefrigError, isCefrigError } from '../errors.js'
import type { Viewport } from '../protocol/options.js'

export type ColorScheme = 'light' | 'dark' | 'no-preference'

/** Options by which one assertion is about several goldens. */
export interface Matrix {
  /**
   * The media feature `prefers-color-scheme` while the picture is taken. Several: one golden each, named `<name>-dark` and so on.
   * Default, and null: as the page has it.
   */
  colorScheme?: ColorScheme | ColorScheme[] | null
  /**
   * Sizes of the viewport in CSS pixels, one golden each, named `<name>-375x667` and so on, after the colour scheme. Afterwards the
   * page has its own again. Default, and null: the page's own, and no such part of the name.
   */
  viewports?: Viewport[] | null
}

/** One of the goldens of an assertion. */
export interface Variant {
  /** What its name has after the name that was given. */
  suffix: string
  appearance: Appearance
}

/** Colour schemes, and within each the viewports, in the order given. Without a list: one, whose name is the given one. */
export function variantsOf({ colorScheme, viewports }: Matrix): Variant[] {
  const schemes: Variant[] = Array.isArray(colorScheme)
    ? colorScheme.map((scheme) => ({ suffix: `-${scheme}`, appearance: { colorScheme: scheme } }))
    : [{ suffix: '', appearance: colorScheme ? { colorScheme } : {} }]
  if (!viewports) return schemes
  return schemes.flatMap(({ suffix, appearance }) =>
    viewports.map(({ width, height }) => ({
      suffix: `${suffix}-${width}x${height}`,
      appearance: { ...appearance, viewport: { width, height } },
    })),
  )
}

/** What one of several looks led to: its sentence when it failed. */
export interface VariantResult {
  name: string
  pass: boolean
  message(): string
}

const last = new WeakMap<object, Promise<unknown>>()

/** Looks at goldens of one page, one after the other: one may change how the page appears, which is none of the next one's. */
export function oneByOne<T>(page: object, look: () => Promise<T>): Promise<T> {
  const looked = (last.get(page) ?? Promise.resolve()).then(look, look)
  last.set(
    page,
    looked.catch(() => {}),
  )
  return looked
}

/** Looks at the page as each variant has it, one after the other; afterwards the page appears as before. */
export async function inEach<T>(
  page: Appearing,
  variants: readonly Variant[],
  look: (variant: Variant, index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = []
  let before: Appearance | undefined
  try {
    for (const [index, variant] of variants.entries()) {
      if (Object.keys(variant.appearance).length > 0) {
        const was = await page[appearanceKey](variant.appearance)
        before ??= was
      }
      results.push(await look(variant, index))
    }
  } catch (error) {
    // What failed says more than that the page cannot be restored, if it cannot.
    if (before) await page[appearanceKey](before).catch(() => {})
    throw error
  }
  if (before) await page[appearanceKey](before)
  return results
}

/** Failures that are about one golden, so that the others are looked at all the same. */
const ofOne = ['GOLDEN_INVALID', 'TIMEOUT', 'CAPTURE_TIMEOUT', 'COMPARATOR_FAILED'] as const

/** The result of a look, or the error as one. */
export async function eachOf(
  name: string,
  look: () => Promise<VariantResult>,
): Promise<VariantResult & { error?: CefrigError }> {
  try {
    return await look()
  } catch (error) {
    if (!ofOne.some((code) => isCefrigError(error, code))) throw error
    const { message } = error as CefrigError
    return { name, pass: false, message: () => message, error: error as CefrigError }
  }
}

/** One message of all that failed, in order. */
export function matrixMessage(results: readonly VariantResult[]): string {
  const failed = results.filter(({ pass }) => !pass)
  if (failed.length === 0) return `All ${results.length} pictures matched.`
  const names = failed.map(({ name }) => name).join(', ')
  const head = `toMatchGolden() failed: ${failed.length} of ${results.length} pictures ${failed.length === 1 ? 'does' : 'do'} not match: ${names}.`
  return [head, ...failed.map(({ message }) => message().replace(/^[\w.]+\(\) failed: /, ''))].join('\n\n')
}

/** @throws the first error of those that are no verdict about pixels, with the message of all. */
export function throwFirst(results: readonly (VariantResult & { error?: CefrigError })[]): void {
  const first = results.find(({ error }) => error)?.error
  if (!first) return
  throw new CefrigError(first.code, matrixMessage(results), { facts: first.facts, cause: first })
}
