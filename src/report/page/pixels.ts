import type { ReportImage } from '../data.js'
import { decodeOwnPng } from './png.js'

/** The pixels of a picture: straight-alpha RGBA, top row first. */
export interface PixelData {
  width: number
  height: number
  data: Uint8Array | Uint8ClampedArray
}

const waiting = new Map<string, (base64: string) => void>()

// Called by the scripts that hold the bytes.
Object.assign(globalThis, {
  __cefrigBytes(src: string, base64: string) {
    waiting.get(src)?.(base64)
  },
})

/** The last pictures that were read; one of 1280×800 takes 4 MB. */
const kept = new Map<string, Promise<PixelData>>()
const keptAtMost = 6

/**
 * Reads the pixels of a picture. The bytes come by a script, because a page that was opened as a file may neither fetch its files nor read
 * the pixels of their images.
 */
export function pixelsOf(image: ReportImage): Promise<PixelData> {
  const known = kept.get(image.src)
  if (known) return known
  const read = bytesOf(image).then(decode)
  kept.set(image.src, read)
  read.catch(() => kept.delete(image.src))
  for (const src of kept.keys()) if (kept.size > keptAtMost) kept.delete(src)
  return read
}

function bytesOf({ src, bytes }: ReportImage): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    if (bytes === undefined) return reject(new Error(`${src} has no script with its bytes`))
    const script = document.createElement('script')
    const end = () => {
      waiting.delete(src)
      script.remove()
    }
    waiting.set(src, (base64) => resolve(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))))
    script.onload = () => {
      end()
      reject(new Error(`${bytes} does not hold the bytes of ${src}`))
    }
    script.onerror = () => {
      end()
      reject(new Error(`${bytes} cannot be loaded`))
    }
    script.src = bytes
    document.head.append(script)
  })
}

async function decode(png: Uint8Array<ArrayBuffer>): Promise<PixelData> {
  return (await decodeOwnPng(png)) ?? (await decodeByBrowser(png))
}

/** For PNGs of other kinds: the browser brings them to 8 bits, and what is half transparent may be off by one. */
async function decodeByBrowser(png: Uint8Array<ArrayBuffer>): Promise<PixelData> {
  const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  })
  const { width, height } = bitmap
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return { width, height, data: context.getImageData(0, 0, width, height).data }
}
