import { type Cef, launch, type Page } from 'cefrig'
import { afterAll, beforeAll, expect, test } from 'vitest'

const count = 8
const rounds = 25
let cef: Cef

beforeAll(async () => {
  cef = await launch({ viewport: { width: 200, height: 100 } })
})
afterAll(() => cef.close())

test('eight pages at once keep console, errors, results and paints to themselves', async () => {
  const pages = await Promise.all(Array.from({ length: count }, () => cef.newPage()))
  expect(new Set(pages.map((page) => page.id)).size).toBe(count)
  await Promise.all(pages.map((page, index) => exercise(page, index)))
  for (const [index, page] of pages.entries()) {
    expect(page.console.map(({ text }) => text)).toEqual(steps((round) => `page ${index} round ${round}`))
    expect(page.errors.map(({ message }) => message)).toEqual(steps((round) => `error ${index} ${round}`))
  }
  await Promise.all(pages.map((page) => page.close()))
  expect(cef.pages).toEqual([])
})

function steps<T>(make: (round: number) => T): T[] {
  return Array.from({ length: rounds }, (_, round) => make(round))
}

async function exercise(page: Page, index: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const colour = [index * 30 + 5, round * 9 + 3, (index * round) % 256]
    const result = await page.evaluate(
      ([pageIndex, step, rgb]) => {
        document.documentElement.style.background = rgb
        console.log(`page ${pageIndex} round ${step}`)
        return new Promise<string>((done) => {
          setTimeout(() => {
            setTimeout(() => done(`${pageIndex}-${step}`), 0)
            throw new Error(`error ${pageIndex} ${step}`)
          }, 0)
        })
      },
      [index, round, `rgb(${colour})`] as const,
    )
    expect(result).toBe(`${index}-${round}`)
    const { data, width, height } = await page.pixels()
    const corners = [0, width - 1, width * (height - 1), width * height - 1]
    for (const corner of corners) expect([...data.slice(corner * 4, corner * 4 + 3)]).toEqual(colour)
  }
}
