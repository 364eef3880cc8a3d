import type { RecordedUse } from '../../contract/learn.js'
import { isPromise } from '../../contract/validation.js'
import { isCefrigError } from '../../errors.js'
import { RecordBook } from './record-book.js'

/** What of a page's bindings was bound and called so far, and what its documents asked for in vain. Paths are as `host.notes.save`. */
export class Uses {
  /** Every function that was ever bound. */
  readonly offered = new Set<string>()
  readonly called = new Set<string>()
  /** Names that a document has asked a contract for, and that it does not have. */
  readonly missing = new Set<string>()
  readonly #book = RecordBook.ofEnvironment()

  /** `members`: where functions are in what was bound, each as JSON of its keys. */
  bound(path: string, members: readonly string[]): void {
    for (const member of members) this.offered.add([path, ...(JSON.parse(member) as string[])].join('.'))
  }

  /** Does the work of a call and notes how it ends. `sync`: the page's script waits for it. */
  follow(path: string, args: readonly unknown[], work: () => unknown, sync = false): unknown {
    this.called.add(path)
    const book = this.#book
    if (!book) return work()
    const at = path.lastIndexOf('.')
    const [name, method] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)]
    const note = (end: { result: unknown } | { error: unknown }) => {
      // What broke a contract is none.
      if ('error' in end && isCefrigError(end.error) && end.error.code.startsWith('CONTRACT_')) return
      book.note(name, { method, args, sync, ...end } as RecordedUse)
    }
    try {
      const result = work()
      if (!isPromise(result)) note({ result })
      else
        result.then(
          (value) => note({ result: value }),
          (error) => note({ error }),
        )
      return result
    } catch (error) {
      note({ error })
      throw error
    }
  }

  /** The test has told the page of an event. */
  emitted(contract: string, event: string, value: unknown): void {
    this.#book?.note(contract, { event, value })
  }
}
