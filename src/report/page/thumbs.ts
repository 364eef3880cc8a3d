import { element } from './element.js'

/** Milliseconds without scrolling and filtering after which thumbnails are loaded: whoever goes through thousands wants none of them. */
const restAfter = 250

/** Thumbnails that are kept for when their rows come back. */
const keptAtMost = 200

/** A place for a thumbnail that is seen. */
export interface ThumbPlace {
  place: HTMLElement
  /** Path of the image; undefined: there is none. */
  src: string | undefined
}

/** Loads thumbnails of the rows that are seen, once they stay. */
export class Thumbs {
  /** By their paths, the oldest first. */
  readonly #kept = new Map<string, HTMLImageElement>()
  /** Counts up when other rows are seen. */
  #turn = 0
  #resting = 0

  /** One that was loaded before. */
  known(src: string | undefined): HTMLImageElement | undefined {
    return src === undefined ? undefined : this.#kept.get(src)
  }

  /** Other rows are seen: theirs are loaded when they stay. */
  seen(places: () => ThumbPlace[]): void {
    this.#turn++
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => void this.#load(places()), restAfter) as unknown as number
  }

  /** One after the other, and decoded before they are shown, so that no frame waits for them. */
  async #load(places: ThumbPlace[]): Promise<void> {
    const turn = this.#turn
    for (const { place, src } of places) {
      if (src === undefined || this.#kept.has(src)) continue
      const image = element('img', { alt: '', src })
      // What cannot be shown is told where the picture itself is.
      const isThere = await image.decode().then(
        () => true,
        () => false,
      )
      if (isThere) this.#keep(src, image)
      if (turn !== this.#turn) return
      if (isThere) place.append(image)
    }
  }

  #keep(src: string, image: HTMLImageElement): void {
    this.#kept.set(src, image)
    for (const oldest of this.#kept.keys()) if (this.#kept.size > keptAtMost) this.#kept.delete(oldest)
  }
}
