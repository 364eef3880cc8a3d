import { CefrigError } from '../../errors.js'
import type { MissingExport, Plan, PlanFailure } from '../../protocol/mount.js'
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

/** The module has no such export. */
export function missingExport({ module, name, exports }: MissingExport, plan: Plan): CefrigError {
  const file = plan.files[module]
  const there = exports.length > 0 ? `It has: ${exports.join(', ')}.` : 'It has none.'
  const next = `Name one of them, or export ${JSON.stringify(name)}.`
  const message =
    `${file} has no export ${JSON.stringify(name)}. ${there} ${exports.length > 0 ? next : ''}`.trim()
  return new CefrigError('MOUNT_FAILED', message, { facts: { reason: 'no export', file, name, exports } })
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
