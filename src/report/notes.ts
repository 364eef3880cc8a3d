import type { ConsoleRecord, PictureRecord, StepRecord } from './run.js'

/**
 * What the process of a test notes of it, for whoever writes the run's record. The runner carries it there: Vitest as `task.meta.cefrig`,
 * which blob reports hold too.
 */
export interface TestNotes {
  /** Goldens that were looked at, by `.not` too, relative to the runner's root. */
  looks: string[]
  pictures: NotedPicture[]
  /** Of the last attempt, when it failed. */
  console: ConsoleRecord[]
  /** Of the last attempt, when it failed. */
  steps: StepRecord[]
}

/** A picture without the id that it gets when its test has one. */
export type NotedPicture = Omit<PictureRecord, 'id'>

/** The notes that a runner carries in `meta`; made where they are missing. */
export function notesIn(meta: object): TestNotes {
  const carrier = meta as { cefrig?: TestNotes }
  carrier.cefrig ??= { looks: [], pictures: [], console: [], steps: [] }
  return carrier.cefrig
}

/** The notes that came with `meta`, if there are any. */
export function carriedNotes(meta: object): TestNotes | undefined {
  return (meta as { cefrig?: TestNotes }).cefrig
}

/** Notes that a golden is looked at. */
export function noteLook(notes: TestNotes, golden: string): void {
  if (!notes.looks.includes(golden)) notes.looks.push(golden)
}

/** Notes what became of a golden. A second failure whose pictures took the place of the first one's takes its place too. */
export function notePicture(notes: TestNotes, picture: NotedPicture): void {
  const { actual } = picture.files
  const at = actual === undefined ? -1 : notes.pictures.findIndex(({ files }) => files.actual === actual)
  if (at >= 0) notes.pictures[at] = picture
  else notes.pictures.push(picture)
}
