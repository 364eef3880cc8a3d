import type { ClockState } from '../protocol/clock-state.js'

interface Timer {
  id: number
  at: number
  run: () => void
  /** Milliseconds; absent: once. */
  every?: number
}

/** The longest delay that browsers take; a longer one is none. */
const longest = 2 ** 31 - 1
/** Milliseconds between animation frames. */
const frame = 16

/** Replaces the clock of the document's own scripts. Answers with how to move it; a document has one. */
export default function installClock(state: ClockState) {
  const real = {
    Date,
    now: Date.now,
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
  }
  const { DateTimeFormat } = Intl
  let { time, since } = state
  const now = () => (since === null ? time : time + real.now() - since)
  const origin = now() - performance.now()
  const timers = new Map<number, Timer>()
  let lastId = 1_000_000
  let isMoving = false
  let wake: ReturnType<typeof setTimeout> | undefined

  // A macrotask, so that promises of the page settle in between.
  const channel = new MessageChannel()
  const turns: (() => void)[] = []
  channel.port1.onmessage = () => turns.shift()?.()
  const turn = () => new Promise<void>((done) => channel.port2.postMessage(turns.push(done)))

  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers.values())
      if (timer.at <= until && (!first || timer.at < first.at)) first = timer
    return first
  }
  const fire = (timer: Timer, from: number) => {
    if (timer.every === undefined) timers.delete(timer.id)
    else timer.at = from + timer.every
    const wasMoving = isMoving
    isMoving = true
    try {
      timer.run()
    } catch (error) {
      reportError(error)
    } finally {
      isMoving = wasMoving
    }
  }
  /** While time goes on by itself, a real timer waits for the next one. */
  const watch = () => {
    real.clearTimeout(wake!)
    const first = since === null ? undefined : next(Number.POSITIVE_INFINITY)
    if (!first) return
    const work = () => {
      const until = now()
      for (let due = next(until); due && since !== null; due = next(until)) fire(due, until)
      watch()
    }
    wake = real.setTimeout(work, Math.max(0, first.at - now()))
  }
  const add = (at: number, run: () => void, every?: number): number => {
    const id = ++lastId
    timers.set(id, { id, at, run, ...(every === undefined ? {} : { every }) })
    watch()
    return id
  }
  /** Timers that timers start come later than these: time must not stand still under a chain of them. */
  const after = (delay: unknown, least = isMoving ? 1 : 0): number => {
    const asked = Math.trunc(Number(delay)) || 0
    return Math.max(least, asked > longest ? 0 : asked)
  }
  const remove = (id: unknown) => void timers.delete(Number(id))
  const call = (handler: unknown, args: unknown[]) => () => {
    if (typeof handler === 'function') Reflect.apply(handler, globalThis, args)
    else real.setTimeout(String(handler))
  }

  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true })
  const functions: Record<string, (...args: never[]) => unknown> = {
    setTimeout: (handler: unknown, delay?: unknown, ...args: unknown[]) =>
      add(now() + after(delay), call(handler, args)),
    setInterval: (handler: unknown, delay?: unknown, ...args: unknown[]) =>
      add(now() + after(delay, 1), call(handler, args), after(delay, 1)),
    clearTimeout: remove,
    clearInterval: remove,
    requestAnimationFrame: (handler: (time: number) => void) =>
      add(Math.floor(now() / frame + 1) * frame, () => handler(now() - origin)),
    cancelAnimationFrame: remove,
    requestIdleCallback: (handler: (deadline: IdleDeadline) => void) =>
      add(now() + after(0), () => handler({ didTimeout: false, timeRemaining: () => 50 })),
    cancelIdleCallback: remove,
  }
  for (const [name, value] of Object.entries(functions)) define(globalThis, name, value)
  define(performance, 'now', () => now() - origin)
  Object.defineProperty(performance, 'timeOrigin', { get: () => origin, configurable: true })

  const whole = () => Math.floor(now())
  const FakeDate = new Proxy(real.Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [whole()], newTarget),
    apply: () => new real.Date(whole()).toString(),
    get: (target, name, receiver) => (name === 'now' ? whole : Reflect.get(target, name, receiver)),
  })
  real.Date.prototype.constructor = FakeDate
  Object.defineProperty(globalThis, 'Date', { value: FakeDate, writable: true, configurable: true })

  const { prototype } = DateTimeFormat
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')!.get!
  const parts = prototype.formatToParts
  Object.defineProperty(prototype, 'format', {
    get() {
      const bound = Reflect.apply(format, this, []) as (date: unknown) => string
      return (date?: unknown) => bound(date === undefined ? whole() : date)
    },
    configurable: true,
  })
  prototype.formatToParts = function (date) {
    return Reflect.apply(parts, this, [date === undefined ? whole() : date])
  }

  /** Animations of CSS and of scripts: the Host has stopped their timeline. */
  const animate = (by: number) => {
    for (const animation of document.getAnimations()) {
      if (animation.playState !== 'running' || animation.playbackRate === 0) continue
      animation.currentTime = Number(animation.currentTime ?? 0) + by * animation.playbackRate
    }
  }
  const move = (to: number) => {
    if (to <= time) return
    animate(to - time)
    time = to
  }

  return {
    now,
    /** The clock stands at this time; what would have come earlier comes now. */
    stop(at: number) {
      since = null
      time = at
      watch()
    },
    start(from: ClockState) {
      ;({ time, since } = from)
      watch()
    },
    /** Every timer in order, each at its time. */
    async run(until: number) {
      await turn()
      isMoving = true
      for (let due = next(until); due; due = next(until)) {
        move(due.at)
        fire(due, due.at)
        await turn()
      }
      move(until)
      isMoving = false
      await turn()
    },
    /** As if the machine had slept: what is due comes once, at the end. */
    async skip(until: number) {
      move(until)
      const due = [...timers.values()].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      for (const timer of due) {
        if (timers.has(timer.id)) fire(timer, until)
        await turn()
      }
    },
  }
}
