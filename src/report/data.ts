import type { PictureRecord, Run, TestRecord } from './run.js'

/** What a report's page shows: one run, or several as one. In `run.js` of the report's folder. */
export interface ReportData {
  format: 1
  /** Of the run; of several a digest of theirs. A review's requests name it. */
  id: string
  runs: ReportRun[]
  /** What whoever reads the report has to know about how it came to be, as a missing shard. Sentences. */
  notices: string[]
  tests: ReportTest[]
  /** Goldens that no test of any run looked at. */
  obsolete: string[]
}

/** A run without its tests. */
export interface ReportRun extends Omit<Run, 'format' | 'tests' | 'obsolete'> {
  /** How the run was named: its folder, as it was given. */
  name: string
}

export interface ReportTest extends Omit<TestRecord, 'pictures'> {
  /** Place of its run in `runs`. */
  run: number
  pictures: ReportPicture[]
}

export interface ReportPicture extends Omit<PictureRecord, 'files'> {
  files: { [part in PicturePart]?: ReportImage }
  /** Why pictures that the run names are not shown; sentences. */
  lost: string[]
}

export type PicturePart = 'expected' | 'actual' | 'diff'

/** A PNG of the report. */
export interface ReportImage {
  /** Path in the report. */
  src: string
  /** Path of the script that holds the PNG's bytes: a page that was opened as a file may not read pixels of its images. */
  bytes?: string
  /** Pixels. */
  width: number
  height: number
}
