import { now, sleep } from '../client/timers.js'
import { CefrigError } from '../errors.js'
import type { Finding } from './outcome.js'
import type { Shoot, Shot } from './shot.js'

/** A page stands still when two captures this far apart, in milliseconds, show the same pixels. */
const stillFor = 100
const longestPause = 500
/** A capture gets this many milliseconds even when the time is nearly over, so that the verdict is about pixels. */
const leastPerCapture = 1000

/** What was seen in the end. */
export interface Settled {
  finding: Finding
  shot: Shot
  captures: number
  /** Milliseconds from the first capture on, when the page did not stand still in time; otherwise null. */
  restlessFor: number | null
}

/**
 * Looks until the picture matches, stands still or `timeout` (milliseconds, 0: none) is over. A picture that matches at once
 * takes one capture, of which nothing but its digest is read. Without a need to settle, the first picture counts. A picture is
 * judged while the page has time to change.
 */
export async function settle(
  shoot: Shoot,
  judge: (shot: Shot) => Promise<Finding | 'needs-pixels'>,
  options: { timeout: number; first: Shot; started: number; patient: boolean },
): Promise<Settled> {
  const deadline = options.timeout === 0 ? Number.POSITIVE_INFINITY : options.started + options.timeout
  const seen = await judge(options.first)
  if (seen !== 'needs-pixels' && (!options.patient || isMatch(seen))) {
    return { finding: seen, shot: options.first, captures: 1, restlessFor: null }
  }
  let [previous, takenAt, captures, pause] = [options.first, options.started, 1, stillFor]
  let judged: Judged | undefined
  for (;;) {
    const startedAt = now()
    const limit = Number.isFinite(deadline) ? Math.max(leastPerCapture, deadline - startedAt) : 0
    // Of a picture that was judged, its digest tells whether it is still there.
    let shot = await shoot(judged === undefined, limit)
    captures++
    const unchanged = sameShot(previous, shot)
    if (!unchanged && shot.pixels === null && !isMatch(await judge(shot))) {
      shot = await shoot(true, limit)
      captures++
    }
    if (judged === undefined || !unchanged) {
      if (judged !== undefined && isMatch(await judged.finding)) break
      judged = { shot, finding: judgeWithPixels(judge, shot) }
      // It is heard below, perhaps later than it fails.
      judged.finding.catch(() => {})
    }
    if (unchanged && startedAt - takenAt >= stillFor) break
    if (now() >= deadline) {
      const finding = await judged.finding
      const restlessFor = isMatch(finding) ? null : Math.round(now() - options.started)
      return { finding, shot: judged.shot, captures, restlessFor }
    }
    if (!unchanged) {
      ;[previous, takenAt] = [shot, startedAt]
      pause = Math.min(longestPause, pause * 1.5)
    }
    // A timer may come a little early.
    const paused = sleep(Math.max(0, Math.ceil(Math.min(takenAt + pause, deadline) - now()) + 1))
    const early = await Promise.race([judged.finding, paused])
    if (early !== undefined && isMatch(early)) break
    await paused
  }
  return { finding: await judged!.finding, shot: judged!.shot, captures, restlessFor: null }
}

/** A shot, and what it shows, which may take a while. */
interface Judged {
  shot: Shot
  finding: Promise<Finding>
}

function isMatch(finding: Finding | 'needs-pixels'): boolean {
  return finding !== 'needs-pixels' && (finding.kind === 'same' || finding.kind === 'close')
}

function sameShot(a: Shot, b: Shot): boolean {
  return a.digest === b.digest && a.width === b.width && a.height === b.height
}

async function judgeWithPixels(
  judge: (shot: Shot) => Promise<Finding | 'needs-pixels'>,
  shot: Shot,
): Promise<Finding> {
  const finding = await judge(shot)
  if (finding !== 'needs-pixels') return finding
  throw new CefrigError(
    'HOST_FAILED',
    'toMatchGolden() failed: the Host sent a capture without its pixels. Update cefrig.',
  )
}
