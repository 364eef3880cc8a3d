import type { HostPage } from '../page.js'
import { type Acknowledgement, one } from './acknowledgement.js'

/** An input method that composes text in what has the focus, over the DevTools protocol: CEF's own calls reach the main frame's process alone. */
export class Ime {
  readonly #page: HostPage
  readonly #acknowledgement: Acknowledgement
  /** What is composed at present. */
  #text = ''

  constructor(page: HostPage, acknowledgement: Acknowledgement) {
    this.#page = page
    this.#acknowledgement = acknowledgement
  }

  async compose(text: string, selectionStart: number, selectionEnd: number): Promise<void> {
    this.#text = text
    await this.#acknowledgement.handled(one(['input', 'compositionend']), () =>
      this.#page.session.send('Input.imeSetComposition', { text, selectionStart, selectionEnd }),
    )
  }

  async commit(text = this.#text): Promise<void> {
    this.#text = ''
    await this.#acknowledgement.handled(one(['input', 'compositionend']), () =>
      this.#page.session.send('Input.insertText', { text }),
    )
  }

  async cancel(): Promise<void> {
    if (this.#text !== '') await this.compose('', 0, 0)
  }
}
