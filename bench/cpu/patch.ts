import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Those that ask the CPU what it can. */
const libraries = ['libcef.so', 'libGLESv2.so', 'libvk_swiftshader.so']

/** `cpuid`, and an opcode of the same length that no CPU has. */
const cpuid = Buffer.from([0x0f, 0xa2])
const invalid = Buffer.from([0x0f, 0x04])

/**
 * Makes a CEF whose `cpuid` instructions are invalid, so that cpuid.c can answer them. What is not patched is linked to.
 * @returns How many instructions it were.
 */
export function patchCef(cef: string, into: string): number {
  mkdirSync(into)
  let count = 0
  for (const name of readdirSync(cef)) {
    if (!libraries.includes(name)) {
      symlinkSync(join(cef, name), join(into, name))
      continue
    }
    copyFileSync(join(cef, name), join(into, name))
    const library = readFileSync(join(into, name))
    count += patch(library)
    writeFileSync(join(into, name), library)
  }
  return count
}

function patch(library: Buffer): number {
  let count = 0
  for (const [start, end] of codeOf(library)) {
    for (let at = library.indexOf(cpuid, start); at !== -1 && at < end; at = library.indexOf(cpuid, at + 1)) {
      if (!isInstruction(library, at)) continue
      invalid.copy(library, at)
      count++
    }
  }
  return count
}

/** Where in the file the segments are that may be executed. */
function codeOf(library: Buffer): [start: number, end: number][] {
  const headers = Number(library.readBigUInt64LE(0x20))
  const count = library.readUInt16LE(0x38)
  return Array.from({ length: count }, (_, index) => headers + index * 56)
    .filter((header) => library.readUInt32LE(header) === 1 && (library.readUInt32LE(header + 4) & 1) === 1)
    .map((header) => {
      const start = Number(library.readBigUInt64LE(header + 8))
      return [start, start + Number(library.readBigUInt64LE(header + 32))]
    })
}

/** The two bytes occur within other instructions too: before a real one stands what loads its argument or saves a register. */
function isInstruction(library: Buffer, at: number): boolean {
  const [first = 0, second = 0, third = 0] = library.subarray(at - 3, at)
  const xorOrMove = [0x31, 0x33, 0x87, 0x89, 0x8b].includes(second) && third >= 0xc0
  const smallConstant = first === 0 && second === 0 && third === 0
  return xorOrMove || smallConstant
}
