import { de } from './de.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { ru } from './ru.js'

/** What each key types, by `KeyboardEvent.code`: plain, with Shift, with AltGr, with both; `◌^`: a dead key. */
export type LayoutData = Readonly<Record<string, string>>

/** What a key gives with the modifiers of a level: 0 plain, 1 Shift, 2 AltGr, 3 both. */
export interface Stroke {
  code: string
  level: number
  /** The character, or the accent of a dead key. */
  text: string
  isDead: boolean
}

const combining: Record<string, string> = {
  '^': '\u0302',
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  '~': '\u0303',
}

/** What a key types after a dead key: one character, or both when there is no such character. */
export function compose(accent: string, text: string): string {
  if (text === ' ') return accent
  const composed = (text + combining[accent]).normalize('NFC')
  return [...composed].length === 1 ? composed : accent + text
}

/** A keyboard of another country, with the keys that type characters. */
export class Layout {
  readonly name: string
  readonly #byCode = new Map<string, Stroke[]>()
  readonly #byText = new Map<string, Stroke>()

  constructor(name: string, data: LayoutData) {
    this.name = name
    for (const [code, levels] of Object.entries(data)) {
      const strokes = levels.split(' ').map((token, level) => {
        const isDead = token.startsWith('◌')
        return { code, level, text: isDead ? token.slice(1) : token, isDead }
      })
      this.#byCode.set(code, strokes)
      for (const stroke of strokes)
        if (!stroke.isDead && !this.#byText.has(stroke.text)) this.#byText.set(stroke.text, stroke)
    }
    const space = { code: 'Space', level: 0, text: ' ', isDead: false }
    this.#byCode.set(space.code, [space])
    this.#byText.set(space.text, space)
  }

  /** What a key gives at a level, or at the nearest that it has. */
  at(code: string, level: number): Stroke | undefined {
    const strokes = this.#byCode.get(code)
    return strokes?.[level] ?? strokes?.[level & 1] ?? strokes?.[0]
  }

  /** The key that types this character by itself. */
  typing(character: string): Stroke | undefined {
    return this.#byText.get(character)
  }

  /** The keys that type this character, a dead one first where it takes one. */
  strokes(character: string): Stroke[] | undefined {
    const single = this.typing(character)
    if (single) return [single]
    const [base, mark, ...more] = character.normalize('NFD')
    const accent = Object.keys(combining).find((name) => combining[name] === mark)
    const dead = this.#dead(accent ?? character)
    const last = this.typing(accent === undefined ? ' ' : base!)
    if (!dead || !last || more.length > 0) return undefined
    return compose(dead.text, last.text) === character ? [dead, last] : undefined
  }

  #dead(accent: string): Stroke | undefined {
    return [...this.#byCode.values()].flat().find(({ text, isDead }) => isDead && text === accent)
  }
}

/** All but the one of the United States, which CEF has itself. */
export const layouts = new Map(
  Object.entries({ de, es, fr, ru }).map(([name, data]) => [name, new Layout(name, data)]),
)
