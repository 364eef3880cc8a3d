/** A message between a renderer and the Host; `native/helper/frame.h` says how it is written. */
export interface Frame {
  type: number
  flags: number
  page: number
  context: number
  call: number
  text: Uint8Array
  buffers: readonly Uint8Array[]
}

export const frameTypes = {
  hello: 1,
  installed: 2,
  ended: 3,
  call: 4,
  result: 5,
  released: 6,
  table: 16,
  return: 17,
  invoke: 18,
  release: 19,
} as const

export const flags = { sync: 1, thrown: 4 } as const

const header = 28
const largest = 2 ** 30
const none = new Uint8Array()

/** A frame as bytes. */
export function compose(frame: Pick<Frame, 'type'> & Partial<Frame>): Buffer {
  const { text = none, buffers = [] } = frame
  const size = buffers.reduce((sum, buffer) => sum + 4 + buffer.length, header + text.length)
  const bytes = Buffer.alloc(4 + size)
  bytes.writeUInt32LE(size, 0)
  bytes.writeUInt8(frame.type, 4)
  bytes.writeUInt8(frame.flags ?? 0, 5)
  bytes.writeUInt16LE(buffers.length, 6)
  bytes.writeUInt32LE(frame.page ?? 0, 8)
  bytes.writeUInt32LE(frame.context ?? 0, 12)
  bytes.writeUInt32LE(frame.call ?? 0, 16)
  bytes.writeUInt32LE(text.length, 24)
  bytes.set(text, 4 + header)
  let at = 4 + header + text.length
  for (const buffer of buffers) {
    bytes.writeUInt32LE(buffer.length, at)
    bytes.set(buffer, at + 4)
    at += 4 + buffer.length
  }
  return bytes
}

/** Cuts a stream into frames. */
export class FrameReader {
  #chunks: Buffer[] = []
  #size = 0

  /** The frames that are whole now; undefined when the stream is none of frames, and of no use any more. */
  add(chunk: Buffer): Frame[] | undefined {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    const frames: Frame[] = []
    while (this.#size >= 4) {
      if (this.#chunks[0]!.length < 4) this.#join()
      const size = this.#chunks[0]!.readUInt32LE(0)
      if (size < header || size > largest) return undefined
      if (this.#size < size + 4) break
      // Joined only when a frame is whole: a large one is not copied once per chunk.
      this.#join()
      const all = this.#chunks[0]!
      const frame = parse(all.subarray(4, size + 4))
      if (!frame) return undefined
      frames.push(frame)
      this.#chunks = all.length > size + 4 ? [all.subarray(size + 4)] : []
      this.#size -= size + 4
    }
    return frames
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
  }
}

function parse(bytes: Buffer): Frame | undefined {
  const textEnd = header + bytes.readUInt32LE(20)
  if (textEnd > bytes.length) return undefined
  const buffers: Uint8Array[] = []
  let at = textEnd
  for (let count = bytes.readUInt16LE(2); count > 0; count--) {
    if (at + 4 > bytes.length) return undefined
    const end = at + 4 + bytes.readUInt32LE(at)
    if (end > bytes.length) return undefined
    buffers.push(bytes.subarray(at + 4, end))
    at = end
  }
  if (at !== bytes.length) return undefined
  return {
    type: bytes.readUInt8(0),
    flags: bytes.readUInt8(1),
    page: bytes.readUInt32LE(4),
    context: bytes.readUInt32LE(8),
    call: bytes.readUInt32LE(12),
    text: bytes.subarray(header, textEnd),
    buffers,
  }
}
