import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readCefVersion, readElf } from './elf.js'
import type { CefPlatform } from './platform.js'

/** Every file without which a page does not load or paint, relative to CEF's directory. */
export const requiredFiles = [
  'libcef.so',
  'icudtl.dat',
  'resources.pak',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'v8_context_snapshot.bin',
  'libEGL.so',
  'libGLESv2.so',
  'libvk_swiftshader.so',
  'vk_swiftshader_icd.json',
  'libvulkan.so.1',
  'locales/en-US.pak',
] as const

/** Sizes of the required files in bytes, by name; what is absent or empty is left out. */
export type FileSizes = Readonly<Record<string, number>>

/** What a directory holds of CEF. */
export interface Inspection {
  /** From `libcef.so` itself; undefined when there is none, or it is cut or no CEF. */
  version?: string
  sizes: FileSizes
  /** What is wrong, each as the end of the sentence "the directory …"; empty: it is complete. */
  problems: string[]
}

/** Looks whether a directory holds a whole CEF for the platform, and which. Takes some milliseconds. */
export async function inspectCef(directory: string, platform: CefPlatform): Promise<Inspection> {
  const sizes = await fileSizes(directory)
  const missing = requiredFiles.filter((name) => !(name in sizes))
  const problems = missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []
  if (!('libcef.so' in sizes)) return { sizes, problems }
  const library = join(directory, 'libcef.so')
  const elf = await readElf(library)
  const version = elf?.whole ? await readCefVersion(library) : undefined
  if (!elf) problems.push('has a libcef.so that is no shared library')
  else if (elf.machine !== platform.machine)
    problems.push(`has a libcef.so for another processor than ${platform.name}`)
  else if (!elf.whole) problems.push(`has a libcef.so that ends early, at ${sizes['libcef.so']} bytes`)
  else if (!version) problems.push('has a libcef.so that names no CEF version')
  return { sizes, problems, ...(version && { version }) }
}

/** The sizes of the required files that are there. */
export async function fileSizes(directory: string): Promise<FileSizes> {
  const found = await Promise.all(
    requiredFiles.map(async (name): Promise<[string, number]> => {
      const file = await stat(join(directory, name)).catch(() => undefined)
      return [name, file?.isFile() ? file.size : 0]
    }),
  )
  return Object.fromEntries(found.filter(([, size]) => size > 0))
}
