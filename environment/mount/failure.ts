import { stripVTControlCharacters } from 'node:util'
import { sourceFrame } from '../../src/client/mount/source-frame.js'
import { CefrigError } from '../../src/errors.js'
import type { PlanFailure } from '../../src/protocol/mount.js'

/** What Vite and its plugins throw. */
interface ViteError {
  message?: string
  id?: string
  plugin?: string
  frame?: string
  loc?: { file?: string; line?: number; column?: number }
}

/** A mistake that has a place in a file. */
export class PlanError extends Error {
  readonly failure: PlanFailure

  constructor(failure: PlanFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Whatever was thrown while a plan was made, for the worker. */
export function failureOf(error: unknown): PlanFailure {
  if (error instanceof PlanError) return error.failure
  if (error instanceof CefrigError) return { reason: 'not compiled', message: error.message }
  const { message = String(error), id, plugin, frame, loc } = error as ViteError
  const text = stripVTControlCharacters(message)
  const place = loc ?? placeIn(text)
  const named = withoutQuery(place?.file)
  const file = named?.startsWith('/') ? named : withoutQuery(id ?? named)
  const by = plugin && !plugin.startsWith('vite:') ? ` (${plugin})` : ''
  return {
    reason: 'not compiled',
    message: `${essence(text)}${by}`,
    ...(file === undefined ? {} : { file }),
    ...(place?.line === undefined ? {} : { line: place.line }),
    ...(place?.column === undefined ? {} : { column: place.column + 1 }),
    ...frameOf(text, frame, file, place?.line, place?.column),
  }
}

function frameOf(text: string, frame: string | undefined, file?: string, line?: number, column?: number) {
  if (file !== undefined && line !== undefined)
    return { frame: sourceFrame(file, line, column === undefined ? undefined : column + 1) ?? frame ?? '' }
  if (frame) return { frame: stripVTControlCharacters(frame) }
  const rest = text.split('\n').slice(1).join('\n').trim()
  return rest ? { frame: rest } : {}
}

/** As compilers print it: `╭─[ src/Button.tsx:3:14 ]`, `/src/Button.tsx:3:14`. */
function placeIn(text: string): { file?: string; line?: number; column?: number } | undefined {
  const match = /\[\s*([^\s[\]]+):(\d+):(\d+)\s*\]/.exec(text) ?? /(\/[^\s:()]+):(\d+):(\d+)/.exec(text)
  return match ? { file: match[1]!, line: Number(match[2]), column: Number(match[3]) - 1 } : undefined
}

/** The first line that says something, without the words that compilers put before it. */
function essence(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const said = lines.filter((line) => line !== '' && !/^(Transform|Build|Parse) failed/.test(line))
  return (said[0] ?? lines[0] ?? '').replace(/^(\[[A-Z_]+\]\s*)?(Error:\s*)?/, '')
}

function withoutQuery(id: string | undefined): string | undefined {
  return id?.replace(/[?#].*$/, '')
}
