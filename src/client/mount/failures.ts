import { readFileSync } from 'node:fs'
import { CefrigError } from '../../errors.js'
import type { MissingExport, MountReason, Plan, PlanFailure } from '../../protocol/mount.js'
import { run } from '../failure.js'
import type { SourceMaps } from '../stack.js'
import { sourceFrame } from './source-frame.js'

/** Of an error: stack frames in the project's files. */
const placeKey = Symbol('place')

/** There is no plan. */
export function notPlanned({ reason, message, frame, ...place }: PlanFailure): CefrigError {
  const { file, line, column = 1 } = place
  const at = file !== undefined && line !== undefined ? `${file}:${line}:${column}` : file
  const shown = [at, frame].filter((part) => part !== undefined)
  const text = shown.length > 0 ? `${sentence(message)}\n\n${shown.join('\n')}\n` : sentence(message)
  const error = new CefrigError('MOUNT_FAILED', text, { facts: { reason, ...place, frame } })
  return atPlace(error, line === undefined ? [] : [`    at ${at}`])
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** The module has no such export, or not what a story needs. */
export function missingExport(missing: MissingExport, { files, adapter }: Plan): CefrigError {
  const { lack, module, name, exports } = missing
  const file = files[module]!
  const [reason, message] = lacking(missing, file, adapter)
  const line = lack === 'meta' || lack === 'component' ? lineOf(file, /^\s*export default\b/) : undefined
  const place = line === undefined ? {} : { line, column: 1 }
  const frame = line === undefined ? undefined : sourceFrame(file, line)
  const text = line === undefined ? message : `${message}\n\n${file}:${line}:1\n${frame ?? ''}`.trimEnd()
  const error = new CefrigError('MOUNT_FAILED', text, { facts: { reason, file, ...place, name, exports } })
  return line === undefined ? error : atPlace(error, [`    at ${file}:${line}:1`])
}

function lacking(
  { lack, name, exports }: MissingExport,
  file: string,
  adapter: string,
): [reason: MountReason, message: string] {
  const quoted = JSON.stringify(name)
  if (lack === 'meta')
    return [
      'no component',
      `${file} has no default export that is an object, as files of stories have. Add one: export default { component: … }.`,
    ]
  if (lack === 'component')
    return [
      'no component',
      `the story ${quoted} has nothing to show: the default export of ${file} names no \`component\`, and nothing has a \`render\`. Add one of them.`,
    ]
  if (lack === 'adapter')
    return [
      'no adapter',
      `the adapter "${adapter}" cannot mount stories, and ${file} is a file of them. Mount the component itself, or give the adapter a \`story\` function.`,
    ]
  const there = exports.length > 0 ? `It has: ${exports.join(', ')}.` : 'It has none.'
  const next = exports.length > 0 ? ` Name one of them, or export ${quoted}.` : ''
  return ['no export', `${file} has no ${lack} ${quoted}. ${there}${next}`]
}

/** The first line that begins so; undefined when there is none. */
function lineOf(file: string, beginning: RegExp): number | undefined {
  try {
    const at = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => beginning.test(line))
    return at < 0 ? undefined : at + 1
  } catch {
    return undefined
  }
}

/** The component, or the set-up module, threw: an EVALUATION_FAILED made into what the test is told. */
export async function thrown(error: CefrigError, what: string, maps: SourceMaps): Promise<CefrigError> {
  const { name, message, stack } = error.facts as { name?: string; message?: string; stack?: string }
  const frames = (await maps.map(stack ?? '')).split('\n').filter((line) => /^\s+at /.test(line))
  // The framework's own say nothing of the component.
  const own = frames.filter((frame) => !/\/node_modules\/|\/@cefrig\//.test(frame))
  const place = /\(?((?:\/|[a-z]+:)[^()]*?):(\d+):(\d+)\)?$/.exec(own[0] ?? '')
  const [file, line, column] = [place?.[1], Number(place?.[2]), Number(place?.[3])]
  const frame = file === undefined ? undefined : sourceFrame(file, line, column)
  const fact = `${what} threw ${sentence(`${name ?? 'Error'}: ${message}`)}`
  const shown = file === undefined ? fact : `${fact}\n\n${file}:${line}:${column}\n${frame ?? ''}`.trimEnd()
  const cause = new Error(message)
  Object.defineProperty(cause, 'name', { value: name ?? 'Error', configurable: true })
  const text = [`${name ?? 'Error'}: ${message}`, ...(own.length > 0 ? own : frames)].join('\n')
  Object.defineProperty(cause, 'stack', { value: text, configurable: true, writable: true })
  const facts = { reason: 'thrown', name, message, ...(place && { file, line, column, frame }) }
  return atPlace(new CefrigError('MOUNT_FAILED', shown, { facts, cause }), own)
}

function atPlace(error: CefrigError, frames: readonly string[]): CefrigError {
  Object.defineProperty(error, placeKey, { value: frames })
  return error
}

/** Runs the work of a public method. The place in the project's files comes on top of the stack: runners show its lines. */
export async function runPlaced<T>(method: string, work: () => Promise<T>): Promise<T> {
  let raised: unknown
  const told = run(method, () =>
    work().catch((error) => {
      raised = error
      throw error
    }),
  )
  return told.catch((error) => {
    throw placed(error, raised)
  })
}

function placed(error: unknown, raised: unknown): unknown {
  const place = (raised as { [placeKey]?: string[] } | undefined)?.[placeKey]
  if (!(error instanceof Error) || !place || place.length === 0) return error
  const [head, frames] = splitStack(error)
  Object.defineProperty(error, 'stack', {
    value: [head, ...place, ...frames].join('\n'),
    writable: true,
    configurable: true,
  })
  return error
}

function splitStack(error: Error): [head: string, frames: string[]] {
  const head = `${error.name}: ${error.message}`
  const rest = (error.stack ?? '').slice(head.length)
  return [head, rest.split('\n').filter((line) => /^\s+at /.test(line))]
}
