import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { pngRefusal } from '../golden/png-decode.js'
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
  async add(directory: string, path: string, withBytes: boolean): Promise<ReportImage | string> {
    const file = inside(directory, path)
    if (file === null) return `${path} is not shown: it leads out of its folder.`
    const size = await sizeOf(file).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? 'the file is not there' : (error.code ?? error.message),
    )
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

const signatureAndHeader = 24

/** Width and height from the head of a PNG; a text says why it is none. */
async function sizeOf(file: string): Promise<{ width: number; height: number } | string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(signatureAndHeader),
      0,
      signatureAndHeader,
      0,
    )
    const head = buffer.subarray(0, bytesRead)
    const reason = pngRefusal(head)
    if (reason !== null) return reason
    const [width, height] =
      bytesRead < signatureAndHeader ? [0, 0] : [head.readUInt32BE(16), head.readUInt32BE(20)]
    return width > 0 && height > 0 ? { width, height } : 'the file ends before the size of its picture'
  } finally {
    await handle.close()
  }
}
