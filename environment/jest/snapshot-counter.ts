import type { JestExpect, SnapshotCounts } from './circus.js'

/** Counts goldens among Jest's snapshots, so that its summary tells of both. */
export class SnapshotCounter {
  #expect: JestExpect | undefined
  /** By test, of its last attempt. */
  readonly #counted = new Map<string, Partial<SnapshotCounts>>()
  /** How many goldens earlier attempts have written, by test: they are written, whatever comes, and count once. */
  readonly #written = new Map<string, number>()

  countIn(expect: JestExpect): void {
    this.#expect = expect
  }

  /** For the file's end: a page that is kept must not keep the file's realm. */
  forget(): void {
    this.#expect = undefined
  }

  add(id: string, what: keyof SnapshotCounts): void {
    const counts = this.#counts
    if (!counts) return
    const written = this.#written.get(id) ?? 0
    if (isWrite(what) && written > 0) return void this.#written.set(id, written - 1)
    counts[what]++
    const own = this.#counted.get(id) ?? {}
    own[what] = (own[what] ?? 0) + 1
    this.#counted.set(id, own)
  }

  /** The test is tried again: what the last attempt has seen does not count, but for what it has written. */
  undo(id: string): void {
    const counts = this.#counts
    const own = this.#counted.get(id)
    this.#counted.delete(id)
    if (!counts || !own) return
    for (const [name, count] of Object.entries(own)) {
      const what = name as keyof SnapshotCounts
      if (isWrite(what)) this.#written.set(id, (this.#written.get(id) ?? 0) + count)
      else counts[what] -= count
    }
  }

  get #counts(): SnapshotCounts | undefined {
    return this.#expect?.getState().snapshotState
  }
}

function isWrite(what: keyof SnapshotCounts): boolean {
  return what === 'added' || what === 'updated'
}
