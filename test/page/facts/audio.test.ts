import { type AudioPacket, launch, type Page } from 'cefrig'
import * as matchers from 'cefrig/matchers'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

expect.extend(matchers)
declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends matchers.CefrigMatchers {}
}

const cef = launched()

/** Begins a tone, until `stopTone()` in the page. */
function playTone(page: Page, frequency: number): Promise<string> {
  return page.evaluate(`(() => {
    const context = new AudioContext()
    const tone = new OscillatorNode(context, { frequency: ${frequency} })
    tone.connect(new GainNode(context, { gain: 0.5 })).connect(context.destination)
    tone.start()
    globalThis.stopTone = () => context.close()
    return context.state
  })()`)
}

const newPage = () => cef.newPage({ timeout: 15_000 })

describe('page.audio', () => {
  test('records a tone: its frequency, level, peak and length, without a gesture and without a device', async () => {
    const page = await newPage()
    expect(page.audio.playing).toBe(false)
    expect([page.audio.channels, page.audio.sampleRate]).toEqual([0, 0])
    const recording = await page.audio.record()
    await playTone(page, 440)
    await expect(page).toHavePlayed({ frequency: 440, seconds: 0.2, peak: 0.4 })
    expect(page.audio.playing).toBe(true)
    recording.stop()
    const { channels, seconds, frequency, level, peak, sampleRate } = recording
    expect(Math.abs(frequency / 440 - 1)).toBeLessThan(0.02)
    expect(peak).toBeLessThan(0.6)
    // The root of the mean square of a sine is 1/√2 of its peak.
    expect(level).toBeGreaterThan(0.1)
    expect(level).toBeLessThan(0.5)
    expect(channels).toHaveLength(page.audio.channels)
    expect(channels[0]!.length / sampleRate).toBeGreaterThanOrEqual(seconds)
  })

  test('tells of the beginning, of each piece, and of the end', async () => {
    const page = await newPage()
    const packets: AudioPacket[] = []
    const started = new Promise((resolve) => page.once('audiostarted', resolve))
    const stopped = new Promise<void>((resolve) => page.once('audiostopped', resolve))
    const enough = new Promise<void>((resolve) =>
      page.on('audio', (packet) => {
        if (packets.push(packet) === 5) resolve()
      }),
    )
    await playTone(page, 1000)
    expect(await started).toEqual({ channels: page.audio.channels, sampleRate: page.audio.sampleRate })
    await enough
    for (const packet of packets) {
      expect(packet.channels).toHaveLength(page.audio.channels)
      expect(packet.channels[0]).toHaveLength(packet.frames)
    }
    const times = packets.map(({ pts }) => pts)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    await page.evaluate('stopTone()')
    await stopped
    expect(page.audio.playing).toBe(false)
  })

  test('hears a page that is muted', async () => {
    const page = await newPage()
    await page.audio.mute()
    expect(page.audio.muted).toBe(true)
    await page.audio.record()
    await playTone(page, 440)
    await expect(page).toHavePlayed({ frequency: 440, peak: 0.4 })
    await page.audio.mute(false)
    expect(page.audio.muted).toBe(false)
  })

  test('each page hears its own', async () => {
    const [low, high, silent] = await Promise.all([newPage(), newPage(), newPage()])
    await Promise.all([low.audio.record(), high.audio.record()])
    await Promise.all([playTone(low, 330), playTone(high, 990)])
    await Promise.all([
      expect(low).toHavePlayed({ frequency: 330, seconds: 0.1 }),
      expect(high).toHavePlayed({ frequency: 990, seconds: 0.1 }),
    ])
    await expect(silent).not.toHavePlayed()
  })
})

describe('toHavePlayed()', () => {
  test('says what was heard instead', async () => {
    const page = await newPage()
    await page.audio.record()
    await playTone(page, 440)
    await expect(page).toHavePlayed({ seconds: 0.1 })
    await expect(page).not.toHavePlayed({ frequency: 880 })
    const failing = expect(page).toHavePlayed({ frequency: 880 }, { timeout: 10 })
    await expect(failing).rejects.toThrow(
      /no such sound within 10 ms.*"frequency": 880.*"frequency": 4[34]\d/s,
    )
  })

  test('refuses what it cannot know', async () => {
    const page = await newPage()
    await expect(page).not.toHavePlayed()
    await expect(expect(page).toHavePlayed({}, { timeout: 10 })).rejects.toThrow('no such sound within 10 ms')
    expect(await failure(expect(page).not.toHavePlayed({ frequency: 440 }))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: 'toHavePlayed() failed: nothing was recorded. Call page.audio.record() before the page plays.',
    })
    expect(await failure(expect(page).toHavePlayed({ frequency: 0 }))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(expect(1).toHavePlayed())).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(page.audio.mute('yes' as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })
})

test('with the switch that says so, sound needs a gesture', async () => {
  await using other = await launch({ switches: { 'autoplay-policy': 'document-user-activation-required' } })
  const page = await other.newPage()
  // What the test evaluates counts as a gesture: the page plays by itself, and asks by itself.
  const sound = `data:text/html,<script>const context = new AudioContext(); addEventListener('load', () => { document.title = context.state })</script>`
  await page.goto(sound)
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('suspended')
  const free = await newPage()
  await free.goto(`data:text/html,<script>globalThis.context = new AudioContext()</script>`)
  await expect.poll(() => free.evaluate('context.state'), { timeout: 10_000 }).toBe('running')
})
