import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

test('rendering.step({ advance }) shows an animation frame by frame', async () => {
  const page = await cef.newPage({ rendering: 'manual' })
  await page.clock.install({ time: 0 })
  await page.setContent(`<style>
    @keyframes slide { to { left: 100px } }
    body { margin: 0 } div { position: absolute; left: 0; width: 10px; height: 10px; background: #000; animation: slide 1s linear forwards }</style>
    <div></div><script>globalThis.ticks = []; const tick = (now) => { ticks.push(now); requestAnimationFrame(tick) }; requestAnimationFrame(tick)</script>`)
  /** Where the square is in the picture. */
  const left = async () => {
    const { data, width } = await page.pixels()
    for (let x = 0; x < width; x++) if (data[(5 * width + x) * 4] === 0) return x
    return -1
  }
  expect(await left()).toBe(0)
  const seen: number[] = []
  for (let step = 0; step < 3; step++) {
    await page.rendering.step({ frames: 2, advance: 160 })
    seen.push(await left())
  }
  expect(seen).toEqual([32, 64, 96])
  expect(await page.evaluate('Date.now()')).toBe(960)
  expect(await page.evaluate('ticks.length')).toBe(60)
})

test('advance needs a clock, and a whole number of milliseconds', async () => {
  const page = await cef.show('<p>x')
  expect(await failure(page.rendering.step({ advance: 16 }))).toMatchObject({
    code: 'BAD_ARGUMENT',
    message: expect.stringContaining('Call page.clock.install() first.'),
  })
  await page.rendering.step({ frames: 2 })
  expect(await failure(page.rendering.step({ advance: 0 }))).toMatchObject({ code: 'BAD_ARGUMENT' })
  expect(await failure(page.rendering.step({ frame: 1 } as never))).toMatchObject({ code: 'UNKNOWN_OPTION' })
  expect(await failure(page.rendering.step(0))).toMatchObject({ code: 'BAD_ARGUMENT' })
})
