import type { Decision } from '../review-api.js'
import type { Candidate } from './candidates.js'
import { dropStaleBackups, type Entry, readDecisions, writeDecisions } from './decisions.js'
import type { Reviewed, RunFolder } from './folders.js'
import { bytesOf, goldenFile, sha256 } from './place.js'
import { Refused } from './refused.js'
import { removeTemporary } from './replace.js'

/** What was decided about all that is reviewed, in memory; {@link Decisions.save} makes it last. */
export class Decisions {
  readonly #reviewed: Reviewed
  readonly #root: string
  readonly #byFolder: Map<RunFolder, Map<string, Entry>>
  readonly #changed = new Set<RunFolder>()

  private constructor(reviewed: Reviewed, root: string, byFolder: Map<RunFolder, Map<string, Entry>>) {
    this.#reviewed = reviewed
    this.#root = root
    this.#byFolder = byFolder
  }

  /** As they are, also while somebody decides: what is half done counts as its golden tells. */
  static async read(reviewed: Reviewed, root: string): Promise<Decisions> {
    const entries = await Promise.all(
      reviewed.folders.map(async (folder) => [folder, await readDecisions(folder, root)] as const),
    )
    const decisions = new Decisions(reviewed, root, new Map(entries))
    await decisions.#resolvePending()
    return decisions
  }

  /** As they are, for one who holds the lock: what a reviewer that was killed left half done is put right. */
  static async settle(reviewed: Reviewed, root: string): Promise<Decisions> {
    for (const folder of reviewed.folders) await dropStaleBackups(folder, root)
    const decisions = await Decisions.read(reviewed, root)
    for (const file of decisions.#halfDone) await removeTemporary(file)
    return decisions
  }

  readonly #halfDone: string[] = []

  get({ folder, key }: Candidate): Entry | undefined {
    return this.#byFolder.get(folder)?.get(key)
  }

  /** Decides about a picture and those that are the same; undefined: takes the decision back. */
  set({ same }: Candidate, entry: Entry | undefined): void {
    for (const id of same) {
      const { folder, key } = this.#reviewed.candidates.get(id)!
      const entries = this.#byFolder.get(folder)!
      if (entry === undefined) entries.delete(key)
      else entries.set(key, entry)
      this.#changed.add(folder)
    }
  }

  async save(): Promise<void> {
    for (const folder of this.#changed) {
      await writeDecisions(folder, this.#root, this.#byFolder.get(folder)!)
      this.#changed.delete(folder)
    }
  }

  states(): Record<string, Decision> {
    const states = [...this.#reviewed.candidates.values()].map((candidate): [string, Decision] => [
      candidate.picture.id,
      this.get(candidate)?.decision ?? 'open',
    ])
    return Object.fromEntries(states)
  }

  async #resolvePending(): Promise<void> {
    for (const candidate of this.#reviewed.candidates.values()) {
      const entry = this.get(candidate)
      if (entry?.decision !== 'approved' || !entry.pending) continue
      const { pending: _, ...settled } = entry
      const entries = this.#byFolder.get(candidate.folder)!
      if (await this.#isWritten(candidate, entry.sha256)) entries.set(candidate.key, settled)
      else entries.delete(candidate.key)
      this.#changed.add(candidate.folder)
    }
  }

  async #isWritten({ picture }: Candidate, wanted: string): Promise<boolean> {
    try {
      const file = await goldenFile(this.#root, picture.golden)
      this.#halfDone.push(file)
      const bytes = await bytesOf(file)
      return bytes !== null && sha256(bytes) === wanted
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }
}
