import { isCefrigError } from 'cefrig'
import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()
type Remote = (n: number) => Promise<unknown>

test('every call settles, whatever happens to the documents meanwhile', { timeout: 60_000 }, async () => {
  const endings = new Map<string, number>()
  let open = 0
  const count = (ending: string) => {
    open--
    endings.set(ending, (endings.get(ending) ?? 0) + 1)
  }
  const html = `<script>
    const other = () => new Promise((resolve) => setTimeout(resolve, 1000))
    for (let n = 0; n < 5; n++) host.on(n % 2 ? (x) => x : other)
  </script>`
  const body = () => ({ headers: { 'content-type': 'text/html' }, body: html })
  const lives = [1, 2, 3, 4].map(async (seed) => {
    for (let life = 0; life < 4; life++) {
      const page = await cefrig.newPage({ timeout: 40_000 })
      page.expectError('crashed')
      await page.bind('host.on', (fn: Remote) => {
        open++
        fn(seed).then(
          () => count('value'),
          (error) => count(isCefrigError(error) ? error.code : `${error}`),
        )
      })
      for (const site of ['one', 'two']) await page.serve(`https://${site}.test/`, body)
      for (let step = 0; step < 4; step++) {
        if ((seed + life + step) % 3 === 0) await page.reload()
        else await page.goto(`https://${step % 2 ? 'one' : 'two'}.test/`)
      }
      if ((seed + life) % 4 === 0) await page.goto('chrome://crash').catch(() => {})
      await page.close()
    }
  })
  await Promise.all(lives)
  await expect.poll(() => open).toBe(0)
  const codes = [...endings.keys()].filter((ending) => ending !== 'value')
  for (const code of codes)
    expect(['EXECUTION_CONTEXT_LOST', 'PAGE_CLOSED', 'RENDERER_CRASHED']).toContain(code)
  expect(endings.get('value')).toBeGreaterThan(0)
  expect(codes.length).toBeGreaterThan(0)
})
