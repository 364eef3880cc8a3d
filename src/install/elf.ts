import { type FileHandle, open } from 'node:fs/promises'
import { fullVersion } from './version.js'

/** What a shared library's headers say about it. */
export interface ElfFile {
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  machine: number
  /** False when the file ends before its own section table does: it was cut. */
  whole: boolean
  /** Where its constants are, in bytes; undefined when the file is cut. */
  constants?: { offset: number; size: number }
}

/** Reads the headers of a 64-bit little-endian ELF file; undefined when it is none. */
export async function readElf(path: string): Promise<ElfFile | undefined> {
  await using file = await open(path)
  return await elfOf(file)
}

/**
 * Reads CEF's version out of `libcef.so`, without loading it: some megabytes of constants hold it as one text.
 * Takes some milliseconds. Undefined when the file is not CEF's library or is cut.
 */
export async function readCefVersion(libcef: string): Promise<string | undefined> {
  await using file = await open(libcef)
  const elf = await elfOf(file)
  if (!elf?.constants) return undefined
  const chunk = Buffer.alloc(4 * 1024 * 1024)
  const overlap = 128
  const end = elf.constants.offset + elf.constants.size
  for (let position = elf.constants.offset; position < end; position += chunk.length - overlap) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, end - position), position)
    const version = versionIn(chunk.subarray(0, bytesRead), overlap)
    if (version) return version
    if (bytesRead < chunk.length) return undefined
  }
  return undefined
}

function versionIn(bytes: Buffer, reach: number): string | undefined {
  for (let at = bytes.indexOf('+chromium-'); at >= 0; at = bytes.indexOf('+chromium-', at + 1)) {
    const text = bytes.subarray(Math.max(0, at - reach / 2), at + reach / 2).toString('latin1')
    const match = fullVersion.exec(text)
    if (match) return match[0]
  }
  return undefined
}

async function elfOf(file: FileHandle): Promise<ElfFile | undefined> {
  const header = Buffer.alloc(64)
  const { bytesRead } = await file.read(header, 0, 64, 0)
  if (bytesRead < 64 || header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1)
    return undefined
  const machine = header.readUInt16LE(18)
  const sections = await sectionsOf(file, header)
  if (!sections) return { machine, whole: false }
  const constants = sections.find((section) => section.name === '.rodata')
  return {
    machine,
    whole: true,
    ...(constants && { constants: { offset: constants.offset, size: constants.size } }),
  }
}

async function sectionsOf(file: FileHandle, header: Buffer) {
  const tableAt = Number(header.readBigUInt64LE(40))
  const entrySize = header.readUInt16LE(58)
  const count = header.readUInt16LE(60)
  const { size } = await file.stat()
  if (entrySize < 64 || tableAt + entrySize * count > size) return undefined
  const table = Buffer.alloc(entrySize * count)
  await file.read(table, 0, table.length, tableAt)
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = table.subarray(i * entrySize)
    return {
      nameAt: entry.readUInt32LE(0),
      offset: Number(entry.readBigUInt64LE(24)),
      size: Number(entry.readBigUInt64LE(32)),
    }
  })
  const strings = entries[header.readUInt16LE(62)]
  if (!strings) return undefined
  const names = Buffer.alloc(strings.size)
  await file.read(names, 0, names.length, strings.offset)
  return entries.map(({ nameAt, offset, size }) => ({ name: textAt(names, nameAt), offset, size }))
}

function textAt(bytes: Buffer, at: number): string {
  return bytes.subarray(at, bytes.indexOf(0, at)).toString('latin1')
}
