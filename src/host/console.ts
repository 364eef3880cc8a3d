import type { Protocol } from 'devtools-protocol'
import type { ConsoleLevel, PageEvent, StackFrame } from '../protocol/events.js'
import type { Session } from './devtools.js'
import type { Frames } from './frames.js'
import type { TargetOrigin } from './targets.js'

const levels: Partial<Record<Protocol.Runtime.ConsoleAPICalledEvent['type'], ConsoleLevel>> = {
  log: 'log',
  debug: 'debug',
  info: 'info',
  error: 'error',
  warning: 'warning',
  dir: 'dir',
  table: 'table',
  trace: 'trace',
  assert: 'assert',
  startGroup: 'group',
  startGroupCollapsed: 'group',
}

/** Addresses of cefrig's own scripts in a page begin so: their frames say nothing to a reader of stacks. */
export const ownScripts = 'cefrig:'

/** Turns what a session says of its console, its uncaught errors and the browser's own messages into events of the page. */
export async function followConsole(
  session: Session,
  origin: TargetOrigin,
  frames: Frames,
  emit: (event: PageEvent) => void,
): Promise<void> {
  const frameOf = (contextId: number | undefined): string | null => {
    if (origin === 'worker' || contextId === undefined) return null
    const owns = (frame: (typeof frames.all)[number]) =>
      frame.session === session &&
      (frame.contextNow('main') === contextId || frame.contextNow('isolated') === contextId)
    return frames.all.find(owns)?.id ?? null
  }
  const originOf = (frameId: string | null): TargetOrigin =>
    origin === 'page' && frameId !== null && frameId !== frames.main?.id ? 'iframe' : origin

  session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace, executionContextId }) => {
    const frameId = frameOf(executionContextId)
    const stack = stackFrames(stackTrace)
    emit({
      type: 'console',
      level: levels[type] ?? 'other',
      text: args.map(text).join(' '),
      args,
      frameId,
      origin: originOf(frameId),
      stack,
      url: stack[0]?.url ?? '',
    })
  })
  session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
    const frameId = frameOf(exceptionDetails.executionContextId)
    emit(pageError(exceptionDetails, frameId, originOf(frameId)))
  })
  session.on('Log.entryAdded', ({ entry }) => {
    // What workers print comes from their own sessions too.
    if (entry.source === 'worker') return
    if (isMissingIcon(entry)) return
    const level = entry.level === 'verbose' ? 'debug' : entry.level
    const stack = stackFrames(entry.stackTrace)
    const url = entry.url ?? ''
    emit({ type: 'console', level, text: entry.text, args: [], frameId: null, origin: 'browser', stack, url })
  })
  await session.send('Log.enable').catch(() => {
    // Workers of some kinds have no log of their own.
  })
}

/** The browser asks every origin for an icon by itself; that there is none is no complaint about the page. */
function isMissingIcon({ source, url, stackTrace }: Protocol.Log.LogEntry): boolean {
  return (
    source === 'network' && !stackTrace && url !== undefined && /^https?:\/\/[^/]+\/favicon\.ico$/.test(url)
  )
}

function pageError(
  details: Protocol.Runtime.ExceptionDetails,
  frameId: string | null,
  origin: TargetOrigin,
): PageEvent {
  const { name, message, stack } = describeException(details)
  const frames = stackFrames(details.stackTrace)
  const here = {
    functionName: '',
    url: details.url ?? '',
    line: details.lineNumber + 1,
    column: details.columnNumber + 1,
  }
  return {
    type: 'pageerror',
    name,
    message,
    stack,
    frames: frames.length > 0 || !here.url ? frames : [here],
    kind: details.text.includes('(in promise)') ? 'rejection' : 'exception',
    origin,
    frameId,
    url: details.url ?? frames[0]?.url ?? '',
  }
}

/** Name, message and stack of what was thrown, whatever it was. */
export function describeException(details: Protocol.Runtime.ExceptionDetails): {
  name: string
  message: string
  stack: string
} {
  const thrown = details.exception
  // Code without an address of its own (an evaluated function's) is reported by its text alone.
  if (!thrown) return { ...parseHead(details.text.replace(/^Uncaught (\(in promise\) )?/, '')), stack: '' }
  const { description } = thrown
  if (thrown.subtype !== 'error' || description === undefined)
    return { name: 'Error', message: text(thrown), stack: '' }
  // "Name: message", where the message may have lines of its own, then lines that begin with "    at ".
  const end = description.search(/\n {4}at /)
  return { ...parseHead(end < 0 ? description : description.slice(0, end)), stack: description }
}

function parseHead(head: string): { name: string; message: string } {
  const [, name, message = ''] = /^([\w$.]*Error|[A-Z][\w$]*)(?:: ([\s\S]*))?$/.exec(head) ?? []
  return name === undefined ? { name: 'Error', message: head } : { name, message }
}

function stackFrames(trace: Protocol.Runtime.StackTrace | undefined): StackFrame[] {
  const frames: StackFrame[] = []
  for (let part = trace; part; part = part.parent) {
    for (const { functionName, url, lineNumber, columnNumber } of part.callFrames) {
      if (url.startsWith(ownScripts)) continue
      frames.push({ functionName, url, line: lineNumber + 1, column: columnNumber + 1 })
    }
  }
  return frames
}

/** A remote object in words, as a console prints it. */
export function text(object: Protocol.Runtime.RemoteObject): string {
  if (object.type === 'string') return String(object.value)
  if (object.unserializableValue !== undefined) return object.unserializableValue
  if (object.type === 'undefined') return 'undefined'
  if (object.subtype === 'null') return 'null'
  if ('value' in object)
    return typeof object.value === 'object' ? JSON.stringify(object.value) : String(object.value)
  const { preview } = object
  if (!preview || object.subtype === 'error' || object.type === 'function')
    return object.description ?? object.type
  const properties = preview.properties.map(({ name, value = '', type }) => {
    const shown = type === 'string' ? JSON.stringify(value) : value
    return preview.subtype === 'array' ? shown : `${name}: ${shown}`
  })
  if (preview.overflow) properties.push('…')
  if (preview.subtype === 'array') return `[${properties.join(', ')}]`
  if (preview.entries) return preview.description ?? object.description ?? object.type
  const name = preview.description === 'Object' ? '' : `${preview.description} `
  return `${name}{${properties.join(', ')}}`
}
