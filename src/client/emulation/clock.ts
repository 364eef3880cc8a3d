import { badArgument, kindOf, run } from '../failure.js'
import { checkOptions } from '../options.js'
import type { Page } from '../page.js'

/** A moment: milliseconds since 1970, a date, or its text. */
export type Moment = number | string | Date

/**
 * The time of a page's own scripts: `Date`, timers, animation frames, `performance.now()`, and animations. Locators, captures and
 * other methods of the page keep the real time. Workers do too.
 */
export class Clock {
  readonly #page: Page

  /** @internal */
  constructor(page: object) {
    this.#page = page as Page
  }

  /** Stops the time, at `time` (default: now), in every document there is and comes. Call it before the page sets timers. */
  install(options: { time?: Moment } = {}): Promise<void> {
    return run('clock.install', async () => {
      checkOptions('clock.install()', { time: momentRule }, options)
      await this.#page.call('clock.install', options.time === undefined ? null : milliseconds(options.time))
    })
  }

  /** Lets so much time pass (milliseconds, or `mm:ss`, `hh:mm:ss`); every timer fires at its time. @throws BAD_ARGUMENT */
  runFor(time: number | string): Promise<void> {
    return run('clock.runFor', () => this.#page.call('clock.run', duration(time)))
  }

  /** Jumps so far, as when a laptop was closed: timers that are due fire once. @throws BAD_ARGUMENT */
  fastForward(time: number | string): Promise<void> {
    return run('clock.fastForward', () => this.#page.call('clock.skip', duration(time)))
  }

  /** Jumps to a later time, and stops there. @throws BAD_ARGUMENT */
  pauseAt(time: Moment): Promise<void> {
    return run('clock.pauseAt', () => {
      if (!momentRule.accepts(time))
        throw badArgument(`the time is ${kindOf(time)}`, `Give ${momentRule.give}`)
      return this.#page.call('clock.pauseAt', milliseconds(time))
    })
  }

  /** Lets time pass by itself from here. @throws BAD_ARGUMENT when the clock is not installed */
  resume(): Promise<void> {
    return run('clock.resume', () => this.#page.call('clock.resume'))
  }
}

const milliseconds = (time: Moment): number => new Date(time).getTime()

const momentRule = {
  give: 'milliseconds since 1970, a Date, or a date as text',
  accepts: (value: unknown) =>
    (typeof value === 'number' ||
      typeof value === 'string' ||
      Object.prototype.toString.call(value) === '[object Date]') &&
    Number.isFinite(milliseconds(value as Moment)),
}

function duration(time: unknown): number {
  if (typeof time === 'number' && Number.isFinite(time) && time >= 0) return time
  if (typeof time === 'string' && /^\d+(:\d{1,2}){1,2}$/.test(time))
    return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
  throw badArgument(
    `the time is ${typeof time === 'string' ? JSON.stringify(time) : kindOf(time)}`,
    'Give milliseconds, or a text as "01:30"',
  )
}
