import type { AudioRecording } from '../src/client/facts/recording.js'
import { run } from '../src/client/failure.js'
import { checkOptions, milliseconds, type OptionRule, type OptionSchema } from '../src/client/options.js'
import type { Page } from '../src/client/page.js'
import type { Deadline } from '../src/client/timers.js'
import { CefrigError } from '../src/errors.js'
import { requirePage } from './console.js'
import type { WaitOptions } from './locator.js'
import { type MatcherContext, type MatcherResult, report } from './report.js'

/** What is to be heard; without anything, any sound. */
export interface Sound {
  /** Hertz of a tone, within 2 %. */
  frequency?: number
  /** At least so many seconds of sound, silence not counted. */
  seconds?: number
  /** The largest sample is at least this, 0 to 1. */
  peak?: number
}

/** What `expect(page)` gains about its sound. */
export interface AudioMatchers<Result = Promise<void>> {
  /**
   * The page has played, or plays within `timeout`, such a sound. What was recorded by `page.audio.record()` counts; without a
   * recording, what is played from now on. With `.not`: it has not so far.
   */
  toHavePlayed(sound?: Sound, options?: WaitOptions): Result
}

const positive = (give: string): OptionRule => ({
  give,
  accepts: (value) => typeof value === 'number' && value > 0 && Number.isFinite(value),
})

const schema: OptionSchema<Sound> = {
  frequency: positive('a frequency in hertz'),
  seconds: positive('a number of seconds'),
  peak: positive('a number up to 1'),
}

/** The matcher {@link AudioMatchers.toHavePlayed}, for any `expect` with `extend`. */
export function toHavePlayed(
  this: MatcherContext,
  received: unknown,
  sound: Sound = {},
  options?: WaitOptions,
): Promise<MatcherResult> {
  return run('toHavePlayed', async () => {
    checkOptions<Sound>('toHavePlayed()', schema, sound)
    checkOptions<WaitOptions>('toHavePlayed()', { timeout: milliseconds }, options)
    const page = requirePage('toHavePlayed', received)
    const negated = this?.isNot === true
    const deadline = page.deadline(options?.timeout)
    const isAny = Object.values(sound).every((value) => value === undefined)
    if (negated && !isAny && !page.audio.recording) throw nothingRecorded()
    const known = page.audio.recording
    const recording = known ?? (isAny ? undefined : await page.audio.record())
    const isMet = () => (recording && !isAny ? matches(recording, sound) : page.audio.sampleRate > 0)
    let pass = isMet()
    if (!pass && !negated) pass = await becomes(page, isMet, deadline)
    if (!known) recording?.stop()
    return report(this, {
      pass,
      name: 'toHavePlayed',
      subject: 'page',
      fact: pass ? 'there was such a sound' : `there was no such sound within ${deadline.timeout} ms`,
      expected: sound,
      received: recording ? measured(recording) : page.audio.sampleRate > 0,
    })
  })
}

/** Whether it becomes so in time; not when the page is closed. */
async function becomes(page: Page, isMet: () => boolean, deadline: Deadline): Promise<boolean> {
  let look = () => {}
  const told = new Promise<boolean>((resolve) => {
    look = () => {
      if (isMet()) resolve(true)
      else if (page.closed) resolve(false)
    }
  })
  page.on('audio', look).on('audiostarted', look).on('closed', look)
  try {
    return await deadline.guard(told, () => false)
  } finally {
    page.off('audio', look).off('audiostarted', look).off('closed', look)
  }
}

function matches(recording: AudioRecording, { frequency, seconds = 0, peak = 0 }: Sound): boolean {
  if (recording.seconds < seconds || recording.peak < peak || recording.peak === 0) return false
  return frequency === undefined || Math.abs(recording.frequency / frequency - 1) <= 0.02
}

function measured({ frequency, seconds, peak }: AudioRecording): Required<Sound> {
  return { frequency, seconds, peak }
}

function nothingRecorded(): CefrigError {
  const fact = 'nothing was recorded. Call page.audio.record() before the page plays'
  return new CefrigError('BAD_ARGUMENT', `toHavePlayed() failed: ${fact}.`)
}
