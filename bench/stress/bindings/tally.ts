/** The promises of both sides: each has a number, and must settle once. */
export class Tally {
  /** How many have settled, by outcome. */
  readonly outcomes = new Map<string, number>()
  /** Outcomes that must not be. */
  readonly wrong: string[] = []
  /** What has not settled, by a name of its own. */
  readonly #open = new Set<string>()
  readonly #ended = new Set<string>()
  #begun = 0

  get begun(): number {
    return this.#begun
  }

  get open(): readonly string[] {
    return [...this.#open]
  }

  get settled(): number {
    return this.#begun - this.#open.size
  }

  /** A promise of a document; those of documents that are gone are gone with them. */
  arrived(document: string, number: number): void {
    const name = `${document}: ${number}`
    // Told by the document before the call itself has come.
    if (this.#open.has(name)) return
    this.#begun++
    if (this.#ended.has(document)) this.#count('page: document left')
    else this.#open.add(name)
  }

  /** A document says what came of its promise. */
  told(document: string, number: number, outcome: string): void {
    this.#open.delete(`${document}: ${number}`)
    this.#count(outcome)
  }

  /** Nothing more will come of a document's promises. */
  left(document: string): void {
    this.#ended.add(document)
    for (const name of this.#open) {
      if (!name.startsWith(`${document}: `)) continue
      this.#open.delete(name)
      this.#count('page: document left')
    }
  }

  /** Watches a promise of the test. `outcome` says what an error counts as. */
  watch(promise: Promise<unknown>, outcome: (error: unknown) => string): void {
    const name = `test: ${++this.#begun}`
    this.#open.add(name)
    const end = (text: string) => {
      this.#open.delete(name)
      this.#count(text)
    }
    promise.then(
      () => end('test: value'),
      (error) => end(outcome(error)),
    )
  }

  #count(outcome: string): void {
    if (outcome.startsWith('wrong')) this.wrong.push(outcome)
    const key = outcome.replace(/^(wrong).*/s, '$1')
    this.outcomes.set(key, (this.outcomes.get(key) ?? 0) + 1)
  }
}
