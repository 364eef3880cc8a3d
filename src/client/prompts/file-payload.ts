import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FilePayload as SentFile } from '../../protocol/prompts.js'
import { badArgument, kindOf } from '../failure.js'

/** A file that is not on disk. */
export interface FilePayload {
  /** Without a directory. */
  name: string
  /** What `file.type` is in the page. Default: what Chromium has for the ending of the name. */
  mimeType?: string
  buffer: Uint8Array
}

/** Paths, relative ones from the working directory, or files that are not on disk; not both. */
export type Files = string | FilePayload | readonly string[] | readonly FilePayload[]

/** How many, and of which kind. */
export interface FileRule {
  many: boolean
  directory: boolean
}

/** What was given, with absolute paths of what exists. @throws BAD_ARGUMENT */
export async function checkFiles(
  files: unknown,
  { many, directory }: FileRule,
): Promise<string[] | FilePayload[]> {
  const list: unknown[] = Array.isArray(files) ? files : [files]
  if (list.length > 1 && (!many || directory)) {
    const what = directory ? 'one directory' : 'one file'
    throw badArgument(`${list.length} files were given, and the page takes ${what}`, `Give ${what}`)
  }
  if (list.every(isPayload)) {
    if (directory && list.length > 0)
      throw badArgument('a file was given, and the page takes a directory', 'Give the path of a directory')
    return list
  }
  for (const file of list) {
    if (typeof file === 'string') continue
    const fact = isPayload(file) ? 'both paths and files that are not on disk' : kindOf(file)
    throw badArgument(
      `what to choose is ${fact}`,
      'Give paths, or objects { name, mimeType, buffer } with a name without a directory and bytes',
    )
  }
  return Promise.all((list as string[]).map((path) => existing(resolve(path), directory)))
}

/** In the form that the Host takes. */
export function sent(files: readonly (string | FilePayload)[]): (string | SentFile)[] {
  return files.map((file) => (typeof file === 'string' ? file : { name: file.name, buffer: file.buffer }))
}

function isPayload(file: unknown): file is FilePayload {
  if (typeof file !== 'object' || file === null) return false
  const { name, mimeType, buffer } = file as FilePayload
  const isName =
    typeof name === 'string' && name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name)
  return isName && ArrayBuffer.isView(buffer) && (mimeType === undefined || typeof mimeType === 'string')
}

async function existing(path: string, directory: boolean): Promise<string> {
  const found = await stat(path).catch(() => null)
  const wanted = directory ? 'directory' : 'file'
  if (!found) throw badArgument(`there is no ${wanted} ${path}`, 'Give the path of one that exists', { path })
  if (found.isDirectory() !== directory)
    throw badArgument(
      `${path} is ${directory ? 'no directory' : 'a directory'}`,
      `Give the path of a ${wanted}`,
      { path },
    )
  return path
}
