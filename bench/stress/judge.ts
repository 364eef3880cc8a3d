import { PNG } from 'pngjs'
import type { Expectation } from './expectation.ts'
import type { Taken } from './page.ts'
import { digestOf } from './picture.ts'

/** What is wrong with a capture; undefined when it is right. */
export type Verdict = string | undefined

/** Compares captures with what must be there, and remembers the states of what cannot be drawn without a browser. */
export class Judge {
  readonly #states = new Map<string, string>()
  readonly #digests = new Map<string, string>()

  /** Whether the pixels are needed. */
  needsPixels(expectation: Expectation): boolean {
    return 'state' in expectation && !this.#states.has(expectation.state)
  }

  judge(expectation: Expectation, taken: Taken): Verdict {
    const picture = 'exactly' in expectation ? expectation.exactly : expectation.picture
    if (taken.width !== picture.width || taken.height !== picture.height) {
      return `is ${taken.width}×${taken.height}, not ${picture.width}×${picture.height}`
    }
    if ('exactly' in expectation) {
      return taken.digest === picture.digest ? undefined : 'has other pixels than those that were drawn'
    }
    if (taken.bytes) {
      const wrong = expectation.points.find(({ x, y }) => {
        const at = (y * picture.width + x) * 4
        return [0, 1, 2, 3].some((channel) => taken.bytes![at + channel] !== picture.bytes[at + channel])
      })
      if (wrong) return `has another colour at ${wrong.x},${wrong.y}`
    }
    const known = this.#states.get(expectation.state)
    if (known !== undefined)
      return known === taken.digest ? undefined : `differs from the first capture of ${expectation.state}`
    const twin = this.#digests.get(taken.digest)
    if (twin !== undefined) return `is that of ${twin}, but the state is ${expectation.state}`
    this.#states.set(expectation.state, taken.digest)
    this.#digests.set(taken.digest, expectation.state)
    return undefined
  }
}

/** Compares a capture with the browser's other path of rendering. */
export function judgeByOracle(taken: Taken, oracle: Buffer): Verdict {
  const png = PNG.sync.read(oracle)
  if (png.width !== taken.width || png.height !== taken.height) {
    return `is ${taken.width}×${taken.height}, and the oracle's picture ${png.width}×${png.height}`
  }
  if (digestOf(png.data) === taken.digest) return undefined
  let differing = 0
  for (let at = 0; at < png.data.length; at += 4) {
    if (
      png.data.readUInt32LE(at) !==
      Buffer.from(taken.bytes!.buffer, taken.bytes!.byteOffset + at, 4).readUInt32LE(0)
    )
      differing++
  }
  return `differs from the oracle's picture in ${differing} pixels`
}
