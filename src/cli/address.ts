import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Viewport } from '../protocol/options.js'
import { UsageError } from './usage.js'

/** What a person gives for a page: a URL, `localhost:3000`, or a file. */
export function addressOf(given: string): string {
  // A name with a drive or a port is no scheme.
  if (/^[a-z][a-z\d+.-]+:/i.test(given) && URL.canParse(given) && !/^[\w.-]+:\d/.test(given)) return given
  if (/^(localhost|[\w.-]+:\d+)(\/|$)/.test(given)) return `http://${given}`
  return pathToFileURL(resolve(given)).href
}

/** `1280x720` in CSS pixels. */
export function viewportOf(command: string, size: string): Viewport {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []
  if (width && height) return { width: Number(width), height: Number(height) }
  throw new UsageError(`cefrig ${command} failed: the size is \`${size}\`. Write it as \`--size 1280x720\`.`)
}
