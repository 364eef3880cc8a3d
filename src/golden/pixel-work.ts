import { copyFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeDirectory } from '../directories.js'
import { CefrigError } from '../errors.js'
import { writing } from '../file-failure.js'
import { type Comparison, type ComparisonRule, comparePixels, type Difference } from './comparison.js'
import { drawDifference } from './drawing.js'
import type { GoldenEnvironment } from './environment.js'
import { encodeGolden, readGolden, writeWhole } from './golden-file.js'
import { encodePngAsync, type Pixels } from './png.js'

/** What is to be done with the pixels of one golden, wherever that happens. Everything here survives `structuredClone()`. */
export interface PixelWork {
  /** Begins with what a comparison by this rule needs, before its picture is there. Never fails. */
  prepare(rule: ComparisonRule): void
  /** Compares the golden with a picture of any size. Errors: GOLDEN_INVALID, and those of `comparePixels()`. */
  compare(actual: Pixels, rule: ComparisonRule): Promise<Difference>
  /** Writes the pictures of a failure; a difference is that of the last comparison. Errors: FILE_FAILED. */
  write(order: WriteOrder): Promise<void>
  /** Forgets the pixels. */
  close(): void
}

export interface WriteOrder {
  actual: { file: string; pixels: Pixels; environment: GoldenEnvironment }
  /** Absolute path that the golden is copied to. */
  expected?: string
  /** Absolute path of the picture of the difference. */
  diff?: string
}

/** Files are written one after the other, so that the last picture of a name stays. */
let lastWrite: Promise<unknown> = Promise.resolve()

/** Works in this thread. */
export class LocalPixelWork implements PixelWork {
  readonly #golden: string
  #expected: Promise<Pixels> | undefined
  #comparison: Comparison | undefined

  /** `golden`: its absolute path. */
  constructor(golden: string) {
    this.#golden = golden
  }

  prepare(): void {}

  async compare(actual: Pixels, rule: ComparisonRule): Promise<Difference> {
    this.#expected ??= readGolden(this.#golden)
    this.#comparison = await comparePixels(await this.#expected, actual, rule)
    return this.#comparison.difference
  }

  write(order: WriteOrder): Promise<void> {
    const comparison = this.#comparison
    const written = lastWrite.then(() => this.#write(order, comparison))
    lastWrite = written.catch(() => {})
    return written
  }

  close(): void {
    this.#expected = undefined
    this.#comparison = undefined
  }

  async #write({ actual, expected, diff }: WriteOrder, comparison: Comparison | undefined): Promise<void> {
    const directory = dirname(actual.file)
    await writing(directory, () => makeDirectory(directory))
    await writeWhole(actual.file, await encodeGolden(actual.pixels, actual.environment))
    if (expected !== undefined) await writing(expected, () => copyFile(this.#golden, expected))
    if (diff === undefined) return
    if (comparison === undefined)
      throw new CefrigError('BAD_ARGUMENT', `${diff} cannot be drawn: nothing was compared. Compare before.`)
    await writeWhole(diff, await encodePngAsync(drawDifference(comparison)))
  }
}
