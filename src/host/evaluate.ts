import type { Protocol } from 'devtools-protocol'
import { CefrigError, isCefrigError } from '../errors.js'
import { evaluationCall, injectedSource } from '../protocol/evaluation.js'
import type { EvaluateRequest, EvaluateResult } from '../protocol/page.js'
import { describeException, ownScripts, text } from './console.js'
import { before } from './deadline.js'
import type { Frame } from './frame.js'

/**
 * Evaluates in a frame, waiting for its document's world and for promises.
 * @throws EVALUATION_FAILED, EXECUTION_CONTEXT_LOST, FRAME_DETACHED.
 */
export async function evaluate(frame: Frame, request: EvaluateRequest): Promise<EvaluateResult> {
  const executionContextId = await frame.context(request.world)
  if (request.world === 'isolated') await inject(frame, executionContextId)
  const call = evaluationCall(request)
  const answer = await guarded(frame, executionContextId, () =>
    frame.session.send('Runtime.callFunctionOn', {
      functionDeclaration: call.functionDeclaration,
      arguments: call.arguments,
      executionContextId,
      awaitPromise: true,
      returnByValue: !request.returnHandle,
      userGesture: true,
    }),
  )
  const { result } = answer
  if (answer.exceptionDetails) throw evaluationFailed(answer.exceptionDetails)
  if (!request.returnHandle) return { value: String(result.value) }
  if (result.objectId === undefined)
    return { handle: { objectId: '', preview: text(result), isElement: false } }
  const isElement = result.subtype === 'node'
  return {
    handle: { objectId: result.objectId, preview: `JSHandle@${result.subtype ?? result.type}`, isElement },
  }
}

/** Evaluates an expression of cefrig's own in the frame's isolated world, without the injected script. */
export async function evaluateInternal<T>(frame: Frame, expression: string): Promise<T> {
  return evaluateIn(frame, await frame.context('isolated'), expression)
}

/** The same in the page's own world, where a script may have changed anything. */
export async function evaluateInMain<T>(frame: Frame, expression: string): Promise<T> {
  return evaluateIn(frame, await frame.context('main'), expression)
}

async function evaluateIn<T>(frame: Frame, contextId: number, expression: string): Promise<T> {
  const { result, exceptionDetails } = await guarded(frame, contextId, () =>
    frame.session.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    }),
  )
  if (exceptionDetails) throw evaluationFailed(exceptionDetails)
  return result.value as T
}

/** Calls a function of the injected script in the frame's isolated world. */
export async function callInjected<T>(frame: Frame, name: string, ...args: unknown[]): Promise<T> {
  await inject(frame, await frame.context('isolated'))
  return evaluateInternal<T>(
    frame,
    `globalThis.__cefrig.${name}(...${JSON.stringify(args)})\n//# sourceURL=${ownScripts}call`,
  )
}

/** A frame that leaves while it is waited for is not waited for. */
export async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (isCefrigError(error, 'EXECUTION_CONTEXT_LOST') || isCefrigError(error, 'FRAME_DETACHED')) return
    throw error
  }
}

async function inject(frame: Frame, contextId: number): Promise<void> {
  if (frame.injected.has(contextId)) return
  const expression = `${injectedSource()}\n//# sourceURL=${ownScripts}page`
  const { exceptionDetails } = await guarded(frame, contextId, () =>
    frame.session.send('Runtime.evaluate', { expression, contextId }),
  )
  if (exceptionDetails) throw evaluationFailed(exceptionDetails)
  frame.injected.add(contextId)
}

/** What the protocol says when a document goes away under an evaluation. */
const lost =
  /context was destroyed|cannot find context|uniqueContextId not found|Target closed|Session with given id not found|Promise was collected|navigated or closed/i

/** What it says then, too, of a promise that nothing refers to. */
const collected = /Promise was collected/i

/** Milliseconds within which a renderer that lives answers; one that has died is told of in the meantime. */
const probeWithin = 1000

/** What it says of an object of another document. */
const gone = /Argument should belong to the same JavaScript world|Could not find object with given id/i

async function guarded<T>(frame: Frame, contextId: number, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    const said =
      error instanceof CefrigError && error.code === 'CDP_FAILED' ? String(error.facts.cdpMessage) : ''
    if (gone.test(said)) {
      const message = 'An object of the page is gone with its document. Make a new handle.'
      throw new CefrigError('HANDLE_DISPOSED', message, { facts: { url: frame.url }, cause: error })
    }
    if (!lost.test(said)) throw error
    if ((await isAlive(frame, contextId)) && collected.test(said)) throw neverSettles(frame, error)
    const message = `The document was left while the page was evaluating (it was ${frame.url || 'about:blank'}). Wait for the navigation before evaluating.`
    throw new CefrigError('EXECUTION_CONTEXT_LOST', message, { facts: { url: frame.url }, cause: error })
  }
}

/** Whether a context still answers. @throws RENDERER_CRASHED, PAGE_CLOSED, of which the protocol hears before it knows the reason. */
async function isAlive({ session }: Frame, contextId: number): Promise<boolean> {
  const answer = session.send('Runtime.evaluate', { expression: '0', contextId })
  try {
    await before(answer, probeWithin, () => new CefrigError('TIMEOUT', 'no answer'))
    return true
  } catch (error) {
    if (isCefrigError(error, 'RENDERER_CRASHED') || isCefrigError(error, 'PAGE_CLOSED')) throw error
    return false
  }
}

function neverSettles({ url }: Frame, cause: unknown): CefrigError {
  const message =
    'The promise that was returned can never settle: the page has dropped everything that could, and it was garbage collected. Return one that something resolves.'
  return new CefrigError('EVALUATION_FAILED', message, { facts: { url }, cause })
}

function evaluationFailed(details: Protocol.Runtime.ExceptionDetails): CefrigError {
  const { name, message, stack } = describeException(details)
  return new CefrigError('EVALUATION_FAILED', `The page threw ${name}: ${message}`, {
    facts: { name, message, stack },
  })
}
