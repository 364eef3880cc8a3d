import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mergeRuns } from '../merge.js'
import type { PictureRecord, Run } from '../run.js'
import { type RunSource, sourceOf } from '../sources.js'
import { type Candidate, candidatesOf } from './candidates.js'

/** A folder with the record of a run. */
export interface RunFolder {
  /** Absolute, without symbolic links. */
  directory: string
  run: Run
}

/** What is reviewed: one run, or the shards of one. */
export interface Reviewed {
  /** Of the run; of several a digest of theirs. */
  id: string
  /** What does not fit together, as a shard that is missing; sentences. */
  notices: string[]
  /** As a report takes them; the ids of their pictures belong to their run. */
  sources: RunSource[]
  folders: RunFolder[]
  /** By the picture's id in the report. */
  candidates: Map<string, Candidate>
}

/** Reads the runs of some folders, and reads them anew when another run took their place. */
export class RunFolders {
  readonly #folders: readonly { directory: string; name: string }[]
  readonly #root: string
  #stamp = ''
  #reviewed: Promise<Reviewed> | undefined

  /** Directories with a `run.json` each, without symbolic links, and their names for people. `root`: the project's directory. */
  constructor(folders: readonly { directory: string; name: string }[], root: string) {
    this.#folders = folders
    this.#root = root
  }

  /** Errors: those of reading a run's record. */
  async load(): Promise<Reviewed> {
    const stamp = (await Promise.all(this.#folders.map(stampOf))).join()
    if (this.#reviewed === undefined || stamp !== this.#stamp) {
      this.#stamp = stamp
      const reading = this.#read()
      this.#reviewed = reading
      // Read once more, should the record be there again.
      reading.catch(() => {
        if (this.#reviewed === reading) this.#reviewed = undefined
      })
    }
    return this.#reviewed
  }

  async #read(): Promise<Reviewed> {
    const given = await Promise.all(
      this.#folders.map(({ directory, name }) => sourceOf(join(directory, 'run.json'), name)),
    )
    const own = given.map((source) => ({ ...source, root: this.#root, run: withOwnIds(source.run) }))
    const { id, sources, tests, notices } = mergeRuns(own)
    const folders = sources.map(({ directory, run }) => ({ directory, run }))
    return { id, notices, sources, folders, candidates: candidatesOf(folders, tests) }
  }
}

/** What tells that a run's record is still the same file. */
async function stampOf({ directory }: { directory: string }): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(join(directory, 'run.json'), { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch {
    return 'none'
  }
}

/** The id of a run's picture in a review. */
export function pictureId(run: string, id: string): string {
  return createHash('sha256').update(`${run}\n${id}`).digest('hex').slice(0, 16)
}

/** In the next run a picture has the same id: whoever saw this run's must not approve that one by it. */
function withOwnIds(run: Run): Run {
  const own = (picture: PictureRecord) => ({ ...picture, id: pictureId(run.id, picture.id) })
  return { ...run, tests: run.tests.map((test) => ({ ...test, pictures: test.pictures.map(own) })) }
}
