import { badArgument, requireString, run } from '../failure.js'
import { checkOptions, milliseconds, type OptionSchema } from '../options.js'
import type { PageCore } from '../page/core.js'
import { sleep } from '../timers.js'
import { Ime } from './ime.js'

/** How a key is pressed. */
export interface KeyOptions {
  /** Milliseconds between keys, and for `press` between down and up. Default 0. */
  delay?: number
}

const keySchema: OptionSchema<KeyOptions> = { delay: milliseconds }

/** Keyboard events as the system sends them. Each method resolves when the page has handled the event. */
export class Keyboard {
  /** Text that an input method composes. */
  readonly ime: Ime
  readonly #page: PageCore
  #layout = 'us'

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
    this.ime = new Ime(page)
  }

  /** `key`: a character, or a name of `KeyboardEvent.key` or `.code`, as `Enter`, `ArrowLeft`, `KeyA`. */
  down(key: string): Promise<void> {
    return run('keyboard.down', () => this.#key('keyboard.down', key))
  }

  up(key: string): Promise<void> {
    return run('keyboard.up', () => this.#key('keyboard.up', key))
  }

  /** Presses and releases a key, or several as `Control+Shift+A`. */
  press(key: string, options?: KeyOptions): Promise<void> {
    return run('keyboard.press', () => {
      checkOptions('keyboard.press()', keySchema, options)
      return this.pressNow(key, options?.delay)
    })
  }

  /**
   * From now on the keys are those of this layout: `us` (the default), `de`, `es`, `fr` or `ru`. Keys that are named by `code` type
   * what they have in it; dead keys wait for the next one.
   * @throws BAD_ARGUMENT
   */
  setLayout(name: string): Promise<void> {
    return run('keyboard.setLayout', async () => {
      requireString('the layout', name)
      await this.#page.call('keyboard.setLayout', name)
      this.#layout = name
    })
  }

  /** Presses the key of each character; characters that no key has are inserted. */
  type(text: string, options?: KeyOptions): Promise<void> {
    return run('keyboard.type', () => {
      checkOptions('keyboard.type()', keySchema, options)
      requireString('the text', text)
      return this.typeNow(text, options?.delay)
    })
  }

  /** Inserts text at the caret as an input method does, without key events. */
  insertText(text: string): Promise<void> {
    return run('keyboard.insertText', () => {
      requireString('the text', text)
      return this.insertNow(text)
    })
  }

  /** @internal */
  async pressNow(combination: string, delay = 0): Promise<void> {
    requireString('the key', combination)
    const keys = keysOf(combination)
    const held: string[] = []
    try {
      for (const key of keys) {
        await this.#key('keyboard.down', key)
        held.unshift(key)
      }
      if (delay > 0) await sleep(delay)
    } finally {
      for (const key of held) await this.#key('keyboard.up', key)
    }
  }

  /** @internal */
  async typeNow(text: string, delay = 0): Promise<void> {
    for (const character of text) {
      const hasKey = this.#layout === 'us' ? /^[\x20-\x7e\n\r\t]$/ : /^[\n\r\t]$/
      if (hasKey.test(character)) {
        const key =
          character === '\n' || character === '\r' ? 'Enter' : character === '\t' ? 'Tab' : character
        await this.#key('keyboard.down', key)
        await this.#key('keyboard.up', key)
      } else if (this.#layout === 'us') {
        await this.insertNow(character)
      } else {
        await this.#page.call('keyboard.character', character)
      }
      if (delay > 0) await sleep(delay)
    }
  }

  /** @internal */
  insertNow(text: string): Promise<void> {
    return this.#page.call('keyboard.insertText', text)
  }

  async #key(method: 'keyboard.down' | 'keyboard.up', key: string): Promise<void> {
    requireString('the key', key)
    if (key === '') throw badArgument('the key is empty', 'Give a character, or a name as `Enter`')
    await this.#page.call(method, key)
  }
}

/** `Control++` holds Control and presses the plus key. */
function keysOf(combination: string): string[] {
  const keys = combination.split(/(?<=.)\+(?=.)/s).map((key) => (key === 'ControlOrMeta' ? 'Control' : key))
  const isShortcut =
    keys.some((key) => /^(Control|Alt|Meta)/.test(key)) && !keys.some((key) => /^Shift/.test(key))
  // `Control+A` is how people write it; a capital letter by itself means Shift.
  return isShortcut ? keys.map((key) => (/^[A-Z]$/.test(key) ? key.toLowerCase() : key)) : keys
}
