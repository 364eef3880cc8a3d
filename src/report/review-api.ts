/**
 * What the page of `cefrig review` and its server say to each other. Requests carry the review's token, once as `?token=` of the first
 * document, which sets a cookie of this session (`HttpOnly`, `SameSite=Strict`).
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /run.js`, pictures and the report's other files | | as in a report's folder |
 * | `GET /api/review` | | {@link ReviewState} |
 * | `POST /api/approve`, `/api/reject`, `/api/undo` | {@link ReviewRequest} | {@link ReviewAnswer} |
 */
export interface ReviewRequest {
  /** The run that the reviewer sees: another one is refused. */
  run: string
  /** Ids of pictures. */
  pictures: string[]
}

export interface ReviewAnswer {
  done: string[]
  refused: Refusal[]
  state: ReviewState
}

/** Why one picture was not approved, rejected or undone; nothing was written. */
export interface Refusal {
  picture: string
  code: RefusalCode
  /** A sentence and the next step. */
  message: string
}

/**
 * `GOLDEN_CHANGED`: the golden is not the one that was compared. `RUN_CHANGED`: another run took the place of this one.
 * `PICTURE_CHANGED`: the picture's file is not the one of the run. `PICTURE_MISSING`: it is gone. `OUTSIDE_PROJECT`: the golden's path
 * leads out of the project. `NOT_OPEN`: there is nothing to decide: it matched, or somebody decided before.
 * `FILE_FAILED`: it could not be written.
 */
export type RefusalCode =
  | 'GOLDEN_CHANGED'
  | 'RUN_CHANGED'
  | 'PICTURE_CHANGED'
  | 'PICTURE_MISSING'
  | 'OUTSIDE_PROJECT'
  | 'NOT_OPEN'
  | 'FILE_FAILED'

export type Decision = 'open' | 'approved' | 'rejected'

export interface ReviewState {
  run: string
  /** Of every picture that there is something to decide about, by its id. */
  decisions: Record<string, Decision>
}
