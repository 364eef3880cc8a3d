import { setTimeout as delay } from 'node:timers/promises'
import { CefrigError } from '../errors.js'
import type { Pending, Readiness } from '../protocol/ready.js'
import { pendingNow } from './capture-timeout.js'
import type { Frame } from './frame.js'
import type { HostPage } from './page.js'
import { unmet } from './unmet.js'

/** Milliseconds between two questions to a page that does not answer what is pending. */
const lookAgain = 20

/** What is told of a page while it becomes ready. */
export interface Readying {
  /** Documents whose own promise is waited for. */
  announced: Set<Frame>
  /** Rejects with the capture's error when something is pending at its own deadline. */
  due: Promise<never>
}

/** Does the work, which ends when something is pending at its own deadline, of which `due` of its argument tells. */
export async function withDeadlines<T>(
  page: HostPage,
  ready: Readiness,
  work: (readying: Readying) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const announced = new Set<Frame>()
  const due = new Promise<never>((_, reject) => {
    for (const [name, deadline] of Object.entries(ready.deadlines ?? {})) {
      if (deadline === undefined) continue
      const after = watched(page, {
        ready,
        announced,
        name: name as Pending,
        deadline,
        ending: ending.signal,
      })
      // A page that is closed or gone meanwhile is told of by the work.
      after.then((error) => error && reject(error)).catch(() => {})
    }
  })
  due.catch(() => {})
  try {
    return await work({ announced, due })
  } finally {
    ending.abort()
  }
}

interface Watch {
  ready: Readiness
  announced: Set<Frame>
  name: Pending
  /** Milliseconds. */
  deadline: number
  ending: AbortSignal
}

/** The error when the name is pending at its deadline. A page that does not answer then is asked until it does. */
async function watched(page: HostPage, watch: Watch): Promise<CefrigError | undefined> {
  const { ready, announced, name, deadline, ending } = watch
  await delay(deadline, undefined, { signal: ending })
  for (;;) {
    const found = await pendingNow(page.frames, page.loading, ready)
    if (found) {
      const others = await unmet(page, ready, announced)
      const pending = [...found, ...others].find((one) => one.name === name)
      return pending && dueError(page, name, deadline, pending.words)
    }
    await delay(lookAgain, undefined, { signal: ending })
  }
}

function dueError(page: HostPage, name: Pending, deadline: number, words: string): CefrigError {
  const message = `page.capture() failed: "${name}" was not ready within its ${deadline} ms: ${words}. Wait for that before the capture, raise ready.deadlines.${name}, or leave it out of ready.`
  const facts = { timeout: deadline, url: page.frames.main.url, pending: [name] }
  return new CefrigError('CAPTURE_TIMEOUT', message, { facts })
}
