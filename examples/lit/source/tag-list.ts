import { css, html, LitElement, nothing } from 'lit'

/** An element that keeps a list of words. */
export class TagList extends LitElement {
  static override properties = { tags: { attribute: false }, most: { type: Number } }
  static override styles = css`
    :host {
      display: block;
      width: 260px;
      padding: 16px;
      background: white;
      border: 1px solid #d6d2c8;
      border-radius: 8px;
    }
    li {
      display: inline-block;
      margin: 0 4px 4px 0;
      padding: 2px 8px;
      color: white;
      background: #1f5f4a;
      border-radius: 10px;
    }
    ul {
      margin: 8px 0;
      padding: 0;
    }
    ::slotted([slot='hint']) {
      color: #6b675e;
    }
  `
  declare tags: string[]
  declare most: number
  /** Called with all words. */
  declare changed?: (tags: string[]) => void

  constructor() {
    super()
    this.tags = []
    this.most = 3
  }

  override render() {
    return html`
      <slot></slot>
      <ul>
        ${this.tags.map((tag) => html`<li>${tag} <button aria-label=${`Remove ${tag}`} @click=${() => this.#set(this.tags.filter((one) => one !== tag))}>×</button></li>`)}
      </ul>
      ${this.tags.length < this.most ? html`<input aria-label="New" size="12" @keydown=${this.#key} />` : nothing}
      <slot name="hint"></slot>
    `
  }

  #key({ key, target }: KeyboardEvent): void {
    const input = target as HTMLInputElement
    if (key !== 'Enter' || input.value === '') return
    this.#set([...this.tags, input.value])
    input.value = ''
  }

  #set(tags: string[]): void {
    this.tags = tags
    this.changed?.(tags)
  }
}

customElements.define('tag-list', TagList)
