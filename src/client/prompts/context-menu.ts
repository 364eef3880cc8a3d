import type { MenuItem, MenuPlace, PromptEvent } from '../../protocol/prompts.js'
import { badArgument } from '../failure.js'
import type { Question } from './question.js'

/** A context menu, which stays open until an item is chosen or it is dismissed. */
export class ContextMenu {
  readonly #question: Question
  readonly #event: PromptEvent & { type: 'contextmenu' }

  /** @internal */
  constructor(question: Question, event: PromptEvent & { type: 'contextmenu' }) {
    this.#question = question
    this.#event = event
  }

  /** What it offers, as CEF made it. */
  items(): readonly MenuItem[] {
    return this.#event.items
  }

  /** What it is about. */
  place(): MenuPlace {
    const { x, y, linkUrl, sourceUrl, selectionText, isEditable } = this.#event
    return { x, y, linkUrl, sourceUrl, selectionText, isEditable }
  }

  /** Chooses an item by its label or its `id`. @throws PROMPT_HANDLED; BAD_ARGUMENT when there is none that can be chosen */
  choose(item: string | number): Promise<void> {
    return this.#question.answer('contextMenu.choose', () => {
      const all = everyOf(this.#event.items)
      const found = all.find(({ id, label }) => (typeof item === 'number' ? id === item : label === item))
      if (!found?.enabled || found.type === 'separator' || found.type === 'submenu') {
        const labels = all.filter(({ enabled, label }) => enabled && label !== '').map(({ label }) => label)
        const fact = found ? 'cannot be chosen' : 'is not in the menu'
        throw badArgument(
          `${JSON.stringify(item)} ${fact}`,
          `Give one of ${labels.join(', ') || 'none: it is empty'}`,
        )
      }
      return { accepted: true, command: found.id }
    })
  }

  /** Closes it. @throws PROMPT_HANDLED */
  dismiss(): Promise<void> {
    return this.#question.answer('contextMenu.dismiss', () => ({ accepted: false }))
  }
}

function everyOf(items: readonly MenuItem[]): MenuItem[] {
  return items.flatMap((item) => [item, ...everyOf(item.children)])
}
