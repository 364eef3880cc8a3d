import { CefrigError } from '../../errors.js'
import type { PageElement } from '../evaluation.js'
import { badArgument } from '../failure.js'
import type { ElementHandle, JSHandle } from '../handle.js'
import { filesIn, type PlacedFile } from './directory.js'
import { checkFiles, type FilePayload } from './file-payload.js'

/** What the element takes; null when it is no file input. */
const inspect = `(element) => {
  const input = element instanceof HTMLLabelElement ? element.control : element
  if (!(input instanceof HTMLInputElement) || input.type !== 'file') return null
  return { many: input.multiple, directory: input.webkitdirectory }
}`

const inputOf = '(element) => element instanceof HTMLLabelElement ? element.control : element'

const fill = `(input, files) => {
  const chosen = new DataTransfer()
  for (const { name, type, bytes, place } of files) {
    const file = new File([bytes], name, { type })
    if (place) Object.defineProperty(file, 'webkitRelativePath', { value: place, configurable: true })
    chosen.items.add(file)
  }
  input.files = chosen.files
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
}`

/** Gives a file input its files. @throws BAD_ARGUMENT */
export async function setInputFiles(
  element: ElementHandle<PageElement>,
  files: unknown,
  words: string,
): Promise<void> {
  const { frame } = element
  const rule = await frame.evaluateNow<{ many: boolean; directory: boolean } | null>(inspect, [element])
  if (!rule) throw badArgument(`${words} is no <input type="file">`, 'Check the locator')
  const chosen = await checkFiles(files, rule)
  const input = await frame.evaluateHandleNow(inputOf, [element])
  try {
    if (rule.directory && isPaths(chosen)) await fillInput(input, await filesIn(chosen[0]!))
    else if (isPaths(chosen)) await setPaths(input.reference(), frame, chosen)
    else await fillInput(input, chosen)
  } finally {
    void input.dispose()
  }
}

/** Gives an input files that are not on disk, with the events of a choice. */
export function fillInput(input: JSHandle, files: readonly PlacedFile[]): Promise<void> {
  return input.frame.evaluateNow(fill, [input, files.map(asFile)])
}

async function setPaths(
  reference: ReturnType<ElementHandle['reference']>,
  frame: ElementHandle['frame'],
  paths: string[],
): Promise<void> {
  if (!('objectId' in reference)) throw new CefrigError('EXECUTION_CONTEXT_LOST', 'The input went away.')
  await frame.setFiles(reference.objectId, paths)
}

function isPaths(files: string[] | FilePayload[]): files is string[] {
  return typeof files[0] === 'string'
}

function asFile({ name, mimeType = '', buffer, place = '' }: PlacedFile) {
  const { buffer: memory, byteOffset, byteLength } = buffer
  return { name, place, type: mimeType, bytes: new Uint8Array(memory, byteOffset, byteLength) }
}
