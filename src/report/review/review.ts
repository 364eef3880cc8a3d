import { realpath } from 'node:fs/promises'
import { CefrigError, isCefrigError } from '../../errors.js'
import type { ReviewAnswer, ReviewRequest, ReviewState } from '../review-api.js'
import { approve, reject, undo } from './acts.js'
import { Decisions } from './decided.js'
import { type Reviewed, RunFolders } from './folders.js'
import { withLocks } from './locks.js'
import { Refused, refused } from './refused.js'

/** Pictures that are decided about under one lock, and held in memory at one time. */
const batch = 32

/** Approving, rejecting and undoing the pictures of a run. Several reviewers, of one process or of many, do not disturb each other. */
export class Review {
  /** The project's directory, without symbolic links: goldens lie below it. */
  readonly root: string
  readonly #folders: RunFolders
  readonly #locks: string[]

  private constructor(root: string, folders: readonly { directory: string; name: string }[]) {
    this.root = root
    this.#folders = new RunFolders(folders, root)
    // Always taken in one order, so that no two wait for each other.
    this.#locks = [...new Set([root, ...folders.map(({ directory }) => directory)])].sort()
  }

  /**
   * Opens runs. `folders`: each with a `run.json`. Errors: those of reading a run's record, BAD_ARGUMENT without such a project.
   */
  static async open(folders: readonly { directory: string; name: string }[], root: string): Promise<Review> {
    const real = (path: string) =>
      realpath(path).catch((cause) => {
        const message = `cefrig review failed: there is no directory ${path}. Give another one.`
        throw new CefrigError('BAD_ARGUMENT', message, { cause, facts: { path } })
      })
    const found = folders.map(async ({ directory, name }) => ({ directory: await real(directory), name }))
    const review = new Review(await real(root), await Promise.all(found))
    await review.runs()
    return review
  }

  /** What is reviewed, as it is on disk now. Errors: those of reading a run's record. */
  runs(): Promise<Reviewed> {
    return this.#folders.load()
  }

  /** What is decided, as it is on disk now. */
  async state(): Promise<ReviewState> {
    const reviewed = await this.#current()
    if (reviewed === null) return { run: '', decisions: {} }
    return { run: reviewed.id, decisions: (await Decisions.read(reviewed, this.root)).states() }
  }

  /** Makes pictures of the run the goldens. What is refused changes nothing; the others are done all the same. */
  approve(request: ReviewRequest): Promise<ReviewAnswer> {
    return this.#act(request, approve)
  }

  /** Notes that pictures are wrong; their goldens stay. */
  reject(request: ReviewRequest): Promise<ReviewAnswer> {
    return this.#act(request, reject)
  }

  /** Takes decisions back. A golden that was replaced becomes what it was; one that was new goes. */
  undo(request: ReviewRequest): Promise<ReviewAnswer> {
    return this.#act(request, undo)
  }

  async #act(request: ReviewRequest, act: typeof approve): Promise<ReviewAnswer> {
    const outcome = new Map<string, Refused>()
    const all = [...new Set(request.pictures)]
    for (const pictures of inBatches(all, await this.#current())) {
      const refusals = await this.#batch(request.run, pictures, act).catch((error) => {
        const why = asRefused(error)
        return new Map(pictures.map((picture) => [picture, why]))
      })
      for (const [picture, why] of refusals) outcome.set(picture, why)
    }
    return {
      done: all.filter((picture) => !outcome.has(picture)),
      refused: all.flatMap((picture) => outcome.get(picture)?.for(picture) ?? []),
      state: await this.state(),
    }
  }

  /** Answers why pictures were refused, by their ids. */
  async #batch(run: string, pictures: readonly string[], act: typeof approve): Promise<Map<string, Refused>> {
    return await withLocks(this.#locks, async () => {
      const reviewed = await this.#current()
      if (reviewed?.id !== run) throw refused.runChanged(run, reviewed?.id ?? null)
      const decisions = await Decisions.settle(reviewed, this.root)
      return await act({ root: this.root, reviewed, decisions }, pictures)
    })
  }

  /** Null while there is no run that can be read. */
  #current(): Promise<Reviewed | null> {
    return this.#folders.load().catch((error) => {
      if (isCefrigError(error)) return null
      throw error
    })
  }
}

/** Pictures that are one decision come into one batch: a second decision about it would be refused. */
function inBatches(pictures: readonly string[], reviewed: Reviewed | null): string[][] {
  const batches: string[][] = []
  const left = new Set(pictures)
  for (const picture of pictures) {
    if (!left.has(picture)) continue
    const { same = [] } = reviewed?.candidates.get(picture) ?? {}
    const group = new Set([picture, ...same.filter((other) => left.has(other))])
    for (const one of group) left.delete(one)
    const last = batches.at(-1)
    if (last && last.length + group.size <= batch) last.push(...group)
    else batches.push([...group])
  }
  return batches
}

/** Whatever is no refusal yet, and is about a file. */
function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (isCefrigError(error, 'FILE_FAILED')) return new Refused('FILE_FAILED', error.message)
  throw error
}
