import { CefrigError } from '../../errors.js'
import type { ScriptCoverage, StyleCoverage } from '../../protocol/tools.js'
import type { Session } from '../devtools.js'

interface Sheet {
  url: string
  text: Promise<string>
}

/** Which scripts and styles of a page's own process are used. */
export class Coverage {
  readonly #session: Session
  readonly #sheets = new Map<string, Sheet>()
  #isListening = false
  #scripts = false
  #styles = false

  constructor(session: Session) {
    this.#session = session
  }

  async startScripts(): Promise<void> {
    if (this.#scripts) throw alreadyOn('startJS')
    this.#scripts = true
    await this.#session.send('Profiler.enable')
    await this.#session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  async stopScripts(): Promise<ScriptCoverage[]> {
    if (!this.#scripts) throw notOn('stopJS', 'startJS')
    this.#scripts = false
    const session = this.#session
    const { result } = await session.send('Profiler.takePreciseCoverage')
    await Promise.all([
      session.send('Profiler.stopPreciseCoverage'),
      session.send('Profiler.disable'),
      // Only the debugger has the sources; it must not stop anything meanwhile.
      session.send('Debugger.enable'),
      session.send('Debugger.setSkipAllPauses', { skip: true }),
    ])
    // Without an address: what the test evaluated.
    const own = result.filter(({ url }) => url !== '' && !url.startsWith('cefrig:'))
    const scripts = own.map(async ({ scriptId, url, functions }) => {
      const answer = await session.send('Debugger.getScriptSource', { scriptId }).catch(() => undefined)
      return { url, source: answer?.scriptSource ?? '', scriptId, functions }
    })
    try {
      return await Promise.all(scripts)
    } finally {
      await session.send('Debugger.disable')
    }
  }

  async startStyles(): Promise<void> {
    if (this.#styles) throw alreadyOn('startCSS')
    this.#styles = true
    this.#sheets.clear()
    this.#listen()
    await Promise.all([
      this.#session.send('DOM.enable', {}),
      this.#session.send('CSS.enable'),
      this.#session.send('CSS.startRuleUsageTracking'),
    ])
  }

  async stopStyles(): Promise<StyleCoverage[]> {
    if (!this.#styles) throw notOn('stopCSS', 'startCSS')
    const { ruleUsage } = await this.#session.send('CSS.stopRuleUsageTracking')
    this.#styles = false
    const sheets = [...this.#sheets].map(async ([id, { url, text }]) => {
      const used = ruleUsage.filter((rule) => rule.styleSheetId === id && rule.used)
      const ranges = used.map(({ startOffset, endOffset }) => ({ start: startOffset, end: endOffset }))
      return { url, text: await text, ranges: ranges.sort((a, b) => a.start - b.start) }
    })
    const found = await Promise.all(sheets)
    await Promise.all([this.#session.send('CSS.disable'), this.#session.send('DOM.disable')])
    return found
  }

  #listen(): void {
    if (this.#isListening) return
    this.#isListening = true
    this.#session.on('CSS.styleSheetAdded', ({ header }) => {
      // The browser's own, and what DevTools adds.
      if (!this.#styles || (header.origin !== 'regular' && header.origin !== 'inspector')) return
      const { styleSheetId, sourceURL } = header
      // At once: a sheet goes with its document.
      const text = this.#session
        .send('CSS.getStyleSheetText', { styleSheetId })
        .then((answer) => answer.text)
        .catch(() => '')
      this.#sheets.set(styleSheetId, { url: sourceURL, text })
    })
  }
}

function alreadyOn(method: string): CefrigError {
  const message = `coverage.${method}() failed: coverage is being counted already. Stop it first.`
  return new CefrigError('BUSY', message)
}

function notOn(method: string, first: string): CefrigError {
  const message = `coverage.${method}() failed: nothing is being counted. Call page.coverage.${first}() first.`
  return new CefrigError('BAD_ARGUMENT', message)
}
