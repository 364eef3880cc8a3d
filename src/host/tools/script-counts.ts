import type { Protocol } from 'devtools-protocol'
import { mergeCounts } from '../../coverage/merge.js'
import { CefrigError } from '../../errors.js'
import type { ScriptCoverage } from '../../protocol/tools.js'
import { before } from '../deadline.js'
import type { Session } from '../devtools.js'

/** Milliseconds that a navigation waits at most for what the last document counted. */
const patience = 1_000

/**
 * How often parts of scripts ran in a page's own process. A test counts from `start()` to `stop()`; beside it the runner may count for its
 * own report, from `stand()` on: each gets all that it asked for.
 */
export class ScriptCounts {
  readonly #session: Session
  /** What the runner has not fetched yet; null: it does not count. */
  #forRunner: ScriptCoverage[] | null = null
  /** What was taken since the test began to count; null: it does not. */
  #forTest: ScriptCoverage[] | null = null
  /** Of scripts that the runner counts: one whose process is gone has its source no more. */
  readonly #sources = new Map<string, string>()
  /** One at a time: what is taken is taken from the next one. */
  #taking: Promise<void> = Promise.resolve()

  constructor(session: Session) {
    this.#session = session
    // When a document is there and when it is painted: more than that is not told of one that its own script leaves for another process.
    session.on('Profiler.preciseCoverageDeltaUpdate', ({ result }) => {
      this.#taking = this.#taking.then(() => this.#add(result)).catch(() => {})
    })
  }

  /** Whether the runner counts. */
  get isStanding(): boolean {
    return this.#forRunner !== null
  }

  async start(): Promise<void> {
    if (this.#forTest) throw alreadyOn('startJS')
    this.#forTest = []
    if (!this.#forRunner) return this.#begin()
    await this.#take()
    this.#forTest = []
  }

  async stop(): Promise<ScriptCoverage[]> {
    if (!this.#forTest) throw notOn('stopJS', 'startJS')
    await this.#take()
    const scripts = whole(this.#forTest)
    this.#forTest = null
    if (!this.#forRunner)
      await Promise.all([
        this.#session.send('Profiler.stopPreciseCoverage'),
        this.#session.send('Profiler.disable'),
      ])
    return scripts
  }

  /** Counts for the runner until the page is gone. Again is no error: then another page of the same process may have ended it. */
  async stand(): Promise<void> {
    this.#forRunner ??= []
    await Promise.all([this.#readSources(), this.#begin()])
  }

  /** What ran since this was asked for last, but for packages. */
  async fetch(): Promise<ScriptCoverage[]> {
    if (this.#forRunner) await this.#take()
    return this.#forRunner?.splice(0) ?? []
  }

  /** Takes what the runner counts before it is lost: the next document may be of another process. Of a page that is gone nothing is left. */
  async keep(): Promise<void> {
    // Behind a dialog a page does not answer.
    if (this.#forRunner) await before(this.#take(), patience, late).catch(() => {})
  }

  async #begin(): Promise<void> {
    await Promise.all([
      this.#session.send('Profiler.enable'),
      this.#session.send('Profiler.startPreciseCoverage', {
        callCount: true,
        detailed: true,
        allowTriggeredUpdates: this.#forRunner !== null,
      }),
    ])
  }

  /** Only the debugger has the sources; it must not stop anything meanwhile. */
  async #readSources(): Promise<void> {
    await Promise.all([
      this.#session.send('Debugger.enable'),
      this.#session.send('Debugger.setSkipAllPauses', { skip: true }),
    ])
  }

  async #take(): Promise<void> {
    const own = this.#taking.catch(() => {}).then(() => this.#takeNow())
    this.#taking = own
    await own
    // What the page told by itself just before it was asked.
    for (let last: Promise<void> = own; last !== this.#taking; ) {
      last = this.#taking
      await last.catch(() => {})
    }
  }

  async #takeNow(): Promise<void> {
    const { result } = await this.#session.send('Profiler.takePreciseCoverage')
    await this.#add(result)
  }

  async #add(result: Protocol.Profiler.ScriptCoverage[]): Promise<void> {
    const session = this.#session
    // Without an address: what the test evaluated.
    const own = result.filter(({ url }) => url !== '' && !url.startsWith('cefrig:'))
    const wanted = this.#forTest ? own : own.filter(({ url }) => !isOfPackage(url))
    if (wanted.length === 0) return
    if (!this.#forRunner) await this.#readSources()
    const reading = wanted.map(async ({ scriptId, url, functions }) => {
      const answer = await session.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined)
      const key = `${scriptId} ${url}`
      const source = answer?.scriptSource ?? this.#sources.get(key) ?? ''
      if (this.#forRunner) this.#sources.set(key, source)
      return { url, source, scriptId, functions }
    })
    const scripts = await Promise.all(reading)
    // With it end the counts of blocks.
    if (!this.#forRunner) await session.send('Debugger.disable')
    this.#forTest?.push(...scripts)
    this.#forRunner?.push(...scripts.filter(({ url }) => !isOfPackage(url)))
  }
}

/** Each script once, whatever number of times it was taken. */
function whole(taken: readonly ScriptCoverage[]): ScriptCoverage[] {
  const scripts = new Map<string, ScriptCoverage>()
  for (const one of taken) {
    const key = `${one.scriptId} ${one.url}`
    const before = scripts.get(key)
    const functions = before ? mergeCounts([before, one])!.functions : one.functions
    scripts.set(key, { ...one, functions })
  }
  return [...scripts.values()]
}

function isOfPackage(url: string): boolean {
  return url.includes('/node_modules/')
}

/** Coverage is counted once at a time. */
export function alreadyOn(method: string): CefrigError {
  const message = `coverage.${method}() failed: coverage is being counted already. Stop it first.`
  return new CefrigError('BUSY', message)
}

/** What was asked for was never started. */
export function notOn(method: string, first: string): CefrigError {
  const message = `coverage.${method}() failed: nothing is being counted. Call page.coverage.${first}() first.`
  return new CefrigError('BAD_ARGUMENT', message)
}

function late(): CefrigError {
  return new CefrigError('TIMEOUT', `The page did not tell within ${patience} ms what ran in it.`)
}
