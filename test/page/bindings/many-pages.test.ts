import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()

test('eight pages of one Host with the same names do not hear of each other', {
  timeout: 60_000,
}, async () => {
  const each = 1250
  const pages = await Promise.all(Array.from({ length: 8 }, () => cefrig.newPage({ timeout: 30_000 })))
  const heard = pages.map(() => 0)
  const wrong: unknown[] = []
  await Promise.all(
    pages.map(async (page, mine) => {
      await page.bind('host.mine', mine)
      await page.bind('host.id', async (from: number, n: number, ask: (n: number) => Promise<unknown>) => {
        heard[mine]!++
        if (from !== mine) wrong.push([mine, from])
        // Some are asked back, through callbacks with the same numbers in all pages.
        if (n % 10 === 0) {
          const answer = await ask(n)
          if (answer !== `${mine}:${n}`) wrong.push([mine, answer])
        }
        return `${mine}/${n}`
      })
      await page.setContent('<p>loaded after bind</p>')
    }),
  )
  const script = `(async () => {
    const wrong = []
    const one = async (n) => {
      const back = await host.id(host.mine, n, (m) => host.mine + ':' + m)
      if (back !== host.mine + '/' + n) wrong.push(back)
    }
    for (let begin = 0; begin < ${each}; begin += 50)
      await Promise.all(Array.from({ length: Math.min(50, ${each} - begin) }, (_, at) => one(begin + at)))
    return wrong
  })()`
  const found = await Promise.all(pages.map((page) => page.evaluate<unknown[]>(script)))
  expect(found.flat()).toEqual([])
  expect(wrong).toEqual([])
  expect(heard).toEqual(pages.map(() => each))
})
