import type { Refusal, ReviewAnswer, ReviewRequest, ReviewState } from '../review-api.js'

export type ReviewAction = 'approve' | 'reject' | 'undo'

/** What became of a request: an answer, or a sentence why there is none. */
export type Asked = { answer: ReviewAnswer } | { problem: string }

/** Why nothing can be decided about what is shown. */
export const otherRun = 'Another run has taken the place of the one that is shown here. Load the page anew.'

/** The server of `cefrig review`. */
export class ReviewServer {
  /** What the server said last. */
  decisions: ReviewState['decisions'] = {}
  readonly #run: string

  /** @param run - The run that the page shows: what a reviewer has not seen is not decided about. */
  constructor(run: string) {
    this.#run = run
  }

  /** Asks for the state. A text says why there is none. */
  async load(): Promise<string | null> {
    const got = await ask<ReviewState>('api/review', { method: 'GET' })
    return 'problem' in got ? got.problem : this.#take(got.answer)
  }

  async decide(action: ReviewAction, pictures: string[]): Promise<Asked> {
    const request: ReviewRequest = { run: this.#run, pictures }
    const got = await ask<ReviewAnswer>(`api/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    if ('answer' in got) this.#take(got.answer.state)
    return got
  }

  /** The decisions of another run are not about what is shown. */
  #take({ run, decisions }: ReviewState): string | null {
    const isSame = run === this.#run
    this.decisions = isSame ? decisions : {}
    return isSame ? null : otherRun
  }
}

async function ask<Answer>(
  path: string,
  init: RequestInit,
): Promise<{ answer: Answer } | { problem: string }> {
  let response: Response
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
  } catch {
    return { problem: 'The server of this review does not answer. Start cefrig review again.' }
  }
  if (!response.ok) return { problem: await reasonOf(response) }
  try {
    return { answer: (await response.json()) as Answer }
  } catch {
    return {
      problem: 'The server of this review answered with something else than JSON. Start cefrig review again.',
    }
  }
}

/** What the server says itself, in a sentence, or else what its status means. */
async function reasonOf(response: Response): Promise<string> {
  const isText = response.headers.get('content-type')?.startsWith('text/plain')
  const said = isText ? (await response.text().catch(() => '')).trim() : ''
  if (said !== '') return said.slice(0, 500)
  if (response.status === 401 || response.status === 403)
    return 'This page may not ask the server. Open the address that cefrig review printed.'
  return `The server of this review answered ${response.status}. See what cefrig review printed.`
}

/** Whether the page has to be loaded anew: it shows a run that is no longer there. */
export function isOld(refused: readonly Refusal[]): boolean {
  return refused.some(({ code }) => code === 'RUN_CHANGED')
}
