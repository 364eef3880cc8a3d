// The report's page for those who do not see, or see otherwise: checked by axe, in light and dark.
import { describe, test } from 'vitest'
import { launched } from '../page/setup.js'
import { expect, written, wrong } from './opened.js'

const cef = launched()
const report = written()

async function open(colorScheme: 'light' | 'dark', width = 1280) {
  const page = await cef.newPage({ viewport: { width, height: 800 } })
  await page.emulate({ colorScheme })
  await page.goto(report.url)
  await expect(page.locator('.count')).toHaveText('9 results')
  return page
}

// What is not about colours is the same in both.
describe.each([
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const)('in %s', (scheme, rules) => {
  const found = (page: Awaited<ReturnType<typeof open>>) => wrong(page, rules && [...rules])

  test('nothing is wrong with list and picture, nor with slider and overlay', async () => {
    const page = await open(scheme)
    await page.locator('.runs summary').click()
    await page.keyboard.press('i')
    await page.keyboard.press('n')
    expect(await found(page)).toEqual([])
    for (const key of ['5', '6']) {
      await page.keyboard.press(key)
      expect(await found(page)).toEqual([])
    }
  })

  test('nor with an empty list, the list of keys and a narrow window', async () => {
    const page = await open(scheme, 400)
    expect(await found(page)).toEqual([])
    await page.keyboard.press('?')
    expect(await found(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByLabel('Search').fill('nothing of this')
    expect(await found(page)).toEqual([])
  })
})

test('what changes is told: how many results are left, and which of how many is looked at', async () => {
  const page = await open('light')
  await expect(page.locator('.count[role=status]')).toHaveText('9 results')
  await page.getByLabel('Search').fill('list')
  await expect(page.locator('.count[role=status]')).toHaveText('4 of 9 results')
  await page.locator('#list').focus()
  await page.keyboard.press('End')
  const row = await page.evaluate(() => {
    const id = document.activeElement!.getAttribute('aria-activedescendant')!
    const { ariaPosInSet, ariaSetSize, ariaSelected } = document.getElementById(id)!
    return { ariaPosInSet, ariaSetSize, ariaSelected }
  })
  expect(row).toEqual({ ariaPosInSet: '4', ariaSetSize: '4', ariaSelected: 'true' })
})
