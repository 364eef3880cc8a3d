import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isCefrigError } from '../errors.js'
import { readGoldenHeader } from '../golden/golden-file.js'
import type { ReportImage } from './data.js'
import { inside } from './inside.js'

/** What is in a report's folder: by path, what gives the content when it is asked for. */
export type ReportFiles = Map<string, () => Promise<string | Uint8Array>>

/** The PNGs of a report, by paths of its own, so that pictures of several runs cannot meet. */
export class ReportImages {
  readonly files: ReportFiles = new Map()

  /**
   * Takes a PNG of a run's directory. A text says why it cannot be shown.
   * @param withBytes - Whether the page shows values of its pixels.
   */
  add(directory: string, path: string, withBytes: boolean): ReportImage | string {
    const file = inside(directory, path)
    if (file === null) return `${path} is not shown: it leads out of its folder.`
    const size = sizeOf(file)
    if (typeof size === 'string') return `${path} is not shown: ${size}.`
    const name = createHash('sha256').update(file).digest('hex').slice(0, 20)
    const image: ReportImage = { src: `pictures/${name}.png`, ...size }
    this.files.set(image.src, () => readFile(file))
    if (withBytes) {
      image.bytes = `pictures/${name}.js`
      this.files.set(image.bytes, async () => bytesScript(image.src, await readFile(file)))
    }
    return image
  }
}

/** A script that hands a PNG's bytes to the page. */
function bytesScript(src: string, png: Buffer): string {
  return `__cefrigBytes(${JSON.stringify(src)},"${png.toString('base64')}")\n`
}

/** Width and height of a PNG whose chunks are all there; a text says why it is none. */
function sizeOf(file: string): { width: number; height: number } | string {
  try {
    const header = readGoldenHeader(file)
    if (header === null) return 'the file is not there'
    const { width, height } = header
    return width > 0 && height > 0 ? { width, height } : 'the file does not tell the size of its picture'
  } catch (error) {
    if (!isCefrigError(error, 'GOLDEN_INVALID')) throw error
    return String(error.facts.reason)
  }
}
