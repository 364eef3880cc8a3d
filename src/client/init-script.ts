import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { pageCodecSource } from '../protocol/evaluation.js'
import { encodeArguments } from '../protocol/value.js'
import { sourceOf } from './evaluation.js'
import { badArgument } from './failure.js'

/** The text of an init script: of a function with its argument, of a file, or as given. */
export async function initScriptSource(script: unknown, arg: unknown): Promise<string> {
  if (typeof script === 'object' && script !== null) {
    const { content, path } = script as { content?: unknown; path?: unknown }
    if (typeof content === 'string') return content
    if (typeof path === 'string') return `${await read(path)}\n//# sourceURL=${pathToFileURL(path).href}`
    throw badArgument(
      'the script has neither content nor path',
      'Give a function, a string, { content } or { path }',
    )
  }
  const { source, isFunction } = sourceOf(script)
  if (!isFunction) return source
  if (arg === undefined) return `(${source})()`
  const { args } = encodeArguments('page.addInitScript', [arg])
  return `(${source})(...${pageCodecSource()}.decode(${JSON.stringify(args)}))`
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw badArgument(`${path} cannot be read: ${(error as Error).message}`, 'Check the path')
  }
}
