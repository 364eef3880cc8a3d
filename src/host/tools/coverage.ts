import type { StyleCoverage } from '../../protocol/tools.js'
import type { Session } from '../devtools.js'
import { alreadyOn, notOn, ScriptCounts } from './script-counts.js'

interface Sheet {
  url: string
  text: Promise<string>
}

/** Which scripts and styles of a page's own process are used. */
export class Coverage {
  readonly scripts: ScriptCounts
  readonly #session: Session
  readonly #sheets = new Map<string, Sheet>()
  #isListening = false
  #styles = false

  constructor(session: Session) {
    this.#session = session
    this.scripts = new ScriptCounts(session)
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
