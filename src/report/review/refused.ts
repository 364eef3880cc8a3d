import { refusal } from '../../file-failure.js'
import type { Refusal, RefusalCode } from '../review-api.js'

/** Why a picture is not approved, rejected or undone; the answer holds it as a {@link Refusal}. */
export class Refused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }

  /** As the answer for one picture. */
  for(picture: string): Refusal {
    return { picture, code: this.code, message: this.message }
  }
}

/** All sentences of refusals. */
export const refused = {
  runChanged: (wanted: string, found: string | null) =>
    new Refused(
      'RUN_CHANGED',
      found === null
        ? `The run ${wanted} is gone: its record cannot be read. Run the tests again, and look at their pictures.`
        : `The run ${wanted} is not the last one: ${found} took its place. Load the review again, and look at its pictures.`,
    ),
  notOpen: (why: string) => new Refused('NOT_OPEN', why),
  unknown: (id: string) =>
    new Refused(
      'NOT_OPEN',
      `There is nothing to decide about ${id}: the run has no such picture, it matched, or a later attempt of the test counts.`,
    ),
  decided: (golden: string, decision: string) =>
    new Refused('NOT_OPEN', `${golden} was ${decision} already. Undo that first.`),
  undecided: (golden: string) =>
    new Refused('NOT_OPEN', `Nothing was decided about ${golden}. Approve or reject it.`),
  rivals: (golden: string, severalRuns: boolean) =>
    new Refused(
      'NOT_OPEN',
      severalRuns
        ? `The runs have different pictures of ${golden}, so none is right for all. Give the folders of those that count.`
        : `The run has looks at ${golden} that differ from one another, so no picture is right for all. Give them names of their own.`,
    ),
  goldenChanged: (golden: string, fact: string) =>
    new Refused('GOLDEN_CHANGED', `${golden} ${fact}. Nothing was written: run its test again.`),
  notUndone: (golden: string) =>
    new Refused(
      'GOLDEN_CHANGED',
      `${golden} is no longer what was approved: somebody changed it since. Nothing was written: restore it by hand where that is meant.`,
    ),
  pictureChanged: (file: string, fact: string) =>
    new Refused('PICTURE_CHANGED', `${file} is not the picture of the run: ${fact}. Run the test again.`),
  pictureMissing: (file: string, fact: string) =>
    new Refused('PICTURE_MISSING', `${file} ${fact}. Run the test again.`),
  outside: (golden: string, fact: string) =>
    new Refused('OUTSIDE_PROJECT', `The golden ${JSON.stringify(golden)} ${fact}. Nothing was written.`),
  otherProject: (file: string, root: string) =>
    new Refused(
      'OUTSIDE_PROJECT',
      `There is no test file ${file} in ${root}, so that is not the project of the run. Name the project's directory by --root.`,
    ),
  fileFailed: (file: string, error: unknown) => {
    const { reason, next } = refusal(error)
    return new Refused('FILE_FAILED', `${file} cannot be used: ${reason}. ${next}.`)
  },
  noBackup: (golden: string) =>
    new Refused(
      'FILE_FAILED',
      `What ${golden} was before is not in the run's folder any more. Restore it by your version control.`,
    ),
  busy: (milliseconds: number) =>
    new Refused(
      'FILE_FAILED',
      `Another reviewer has been writing goldens of this project for ${milliseconds / 1000} s. Try again.`,
    ),
}
