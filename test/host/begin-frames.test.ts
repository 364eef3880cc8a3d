// Begin frames are lost on busy machines only, at no certain time: what is done about it is looked at without CEF.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BeginFrames } from '../../src/host/begin-frames.js'
import type { Frame } from '../../src/host/frame.js'

/** What becomes of the page's animation frames. */
let frames: 'come' | 'lost' | 'slow'
let answers: boolean
const never = new Promise<never>(() => {})
const evaluate = async ({ expression }: { expression: string }) => {
  if (!answers) return never
  if (expression !== 'true') {
    if (frames === 'slow') await new Promise((resolve) => setTimeout(resolve, 2000))
    if (frames === 'lost') return never
  }
  return { result: { value: true } }
}
const main = {
  context: async () => 1,
  session: { send: (_method: string, parameters: { expression: string }) => evaluate(parameters) },
} as unknown as Frame
const source = { pump: vi.fn(), one: vi.fn(), draw: vi.fn(), revive: vi.fn() }
let page: BeginFrames

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetAllMocks()
  frames = 'come'
  answers = true
  page = new BeginFrames(source, () => main)
})
afterEach(() => {
  page.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
const minute = () => vi.advanceTimersByTimeAsync(60_000)

test('a page that loses its frames while nobody waits for them gets a new compositor, once', async () => {
  source.revive.mockImplementation(() => {
    frames = 'come'
  })
  page.setRate(60)
  await minute()
  expect(source.revive).not.toHaveBeenCalled()
  frames = 'lost'
  await vi.advanceTimersByTimeAsync(5000)
  expect(source.revive).toHaveBeenCalledOnce()
  await minute()
  expect(source.revive).toHaveBeenCalledOnce()
  frames = 'lost'
  await minute()
  expect(source.revive).toHaveBeenCalledTimes(2)
})

test('one that stays without frames is left alone until somebody waits for them', async () => {
  frames = 'lost'
  page.setRate(60)
  await minute()
  expect(source.revive).toHaveBeenCalledOnce()
  await page.pumped(async () => {})
  await minute()
  expect(source.revive).toHaveBeenCalledTimes(2)
})

test.each(['busy', 'slow', 'manual', 'stopped'])('one that is %s keeps its compositor', async (state) => {
  frames = state === 'slow' ? 'slow' : 'lost'
  answers = state !== 'busy'
  page.setRate(state === 'slow' ? 1 : state === 'manual' ? 0 : 60)
  if (state === 'stopped') page.stop()
  await minute()
  expect(source.revive).not.toHaveBeenCalled()
})
