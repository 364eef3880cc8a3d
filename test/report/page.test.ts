// The report's page, opened as a file.
import { describe, test } from 'vitest'
import { launched } from '../page/setup.js'
import { expect, written } from './opened.js'

const cef = launched()
const report = written()

async function open(hash = '') {
  const page = await cef.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(report.url + hash)
  return page
}

type Opened = Awaited<ReturnType<typeof open>>

const titles = (page: Opened) =>
  page.evaluate(() => [...document.querySelectorAll('.row-title')].map((row) => row.textContent))
const shown = (page: Opened) => page.locator('#detail-heading')

describe('the list', () => {
  test('has what failed first, a failed test without pictures too, and says how many there are', async () => {
    const page = await open()
    await expect(page.locator('.count')).toHaveText('9 results')
    expect(await titles(page)).toEqual([
      ...['editor', 'toolbar', 'empty list', 'list', 'logout'],
      ...['retried', 'login', 'retried', 'form'],
    ])
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll('.row .badge')].map((badge) => badge.textContent),
      ),
    ).toEqual([...Array(5).fill('Failed'), ...['Flaky', 'New', 'Passed', 'Passed']])
    await expect(page.locator('.summary')).toHaveText('6 tests: 4 failed, 2 passed')
    expect(page.errors).toEqual([])
  })

  test('is filtered by state, outcome, project, file and words; the address keeps it', async () => {
    const page = await open()
    await page.getByLabel('Project').selectOption('mobile')
    await expect(page.locator('.count')).toHaveText('3 of 9 results')
    await page.getByLabel('Flaky 1').check()
    expect(await titles(page)).toEqual(['retried'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByLabel('Outcome').selectOption('environment-differs')
    expect(await titles(page)).toEqual(['list'])
    await page.getByLabel('Outcome').selectOption('')
    await page.getByLabel('Search').fill('LIST.test  retry')
    expect(await titles(page)).toEqual(['retried', 'retried'])
    await page.reload()
    await expect(page.locator('.count')).toHaveText('2 of 9 results')
    await page.getByLabel('Search').fill('nothing of this')
    await expect(page.locator('.none')).toBeVisible()
    await expect(page.locator('.count')).toHaveText('0 of 9 results')
  })
})

describe('a picture', () => {
  test('shows its message, its regions, its facts, and errors, steps and console of its test', async () => {
    const page = await open()
    await expect(shown(page)).toHaveText('editor')
    await expect(page.locator('.detail > .message')).toContainText('the picture editor is mismatched')
    await expect(page.locator('.regions li')).toHaveCount(2)
    await expect(page.locator('.regions li').first()).toHaveText(
      '20×12 at (8, 8): 240 pixelsbutton.save "Save"',
    )
    await expect(page.locator('.facts')).toContainText('276 of 16,000; 0 allowed')
    await expect(page.locator('.errors')).toContainText('at tests/pictures.test.ts:12:9')
    await expect(page.locator('.steps .bad')).toContainText('240 pixels differ')
    await expect(page.locator('.console')).toContainText('http://cefrig.test/app.js:3:1')
  })

  test('is seen in seven views; those without their pictures cannot be chosen', async () => {
    const page = await open('#picture=none&view=overlay')
    await expect(page.getByRole('radio', { name: 'Overlay' })).toBeChecked()
    expect(
      await page.evaluate(() => document.querySelectorAll<HTMLImageElement>('.layer')[1]!.style.opacity),
    ).toBe('0.5')
    await page.getByLabel('Opacity of actual').fill('80')
    expect(
      await page.evaluate(() => document.querySelectorAll<HTMLImageElement>('.layer')[1]!.style.opacity),
    ).toBe('0.8')
    const views: readonly [string, string[]][] = [
      ['Side by side', ['Expected', 'Actual', 'Difference']],
      ['Expected', ['Expected']],
      ['Actual', ['Actual']],
      ['Difference', ['Difference']],
      ['Slider', ['Expected | Actual']],
      ['Blink', ['Expected, actual']],
    ]
    for (const [view, panes] of views) {
      await page.getByRole('radio', { name: view, exact: true }).check()
      expect(
        await page.evaluate(() =>
          [...document.querySelectorAll('figcaption')].map((title) => title.textContent),
        ),
      ).toEqual(panes)
    }
    await page.getByRole('button', { name: 'Pause' }).click()
    const before = await page.locator('.blinking').textContent()
    await page.getByRole('button', { name: 'Swap' }).click()
    await expect(page.locator('.blinking')).toHaveText(before === 'Actual' ? 'Expected' : 'Actual')
    await page.locator('[role=option]').nth(2).click()
    await expect(shown(page)).toHaveText('empty list')
    await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked()
    for (const view of ['Expected', 'Difference', 'Slider', 'Overlay', 'Blink'])
      await expect(page.getByRole('radio', { name: view, exact: true })).toBeDisabled()
  })

  test('its slider is moved by pointer and keys, and says where it is', async () => {
    const page = await open('#view=slider')
    const slider = page.getByRole('slider')
    const value = () =>
      page.evaluate(() => document.querySelector('[role=slider]')!.getAttribute('aria-valuenow'))
    await slider.focus()
    await page.keyboard.press('End')
    expect(await value()).toBe('100')
    await page.keyboard.press('ArrowLeft')
    expect(await value()).toBe('98')
    const box = (await slider.boundingBox())!
    await page.mouse.move(box.x + box.width / 4, box.y + 20)
    await page.mouse.down()
    await page.mouse.up()
    expect(Number(await value())).toBeCloseTo(25, -0.5)
  })

  test('is zoomed to its pixels, and a region is brought into the middle', async () => {
    const page = await open('#view=actual')
    const zoom = page.locator('.zoom')
    await expect(zoom).toHaveText('100 %')
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect(zoom).toHaveText('200 %')
    await page.getByRole('button', { name: '6×6 at (100, 60): 36 pixels' }).click()
    await expect(zoom).toHaveText('800 %')
    const middle = await page.evaluate(() => {
      const pane = document.querySelector('.pane')!.getBoundingClientRect()
      const region = document.querySelector('.region.current')!.getBoundingClientRect()
      return [region.x + region.width / 2 - pane.x - pane.width / 2, region.width]
    })
    // The picture ends 54 pixels right of that region: it cannot be scrolled further.
    expect(middle[1]).toBe(48)
    expect(Math.abs(middle[0]!)).toBeLessThan(60)
    await page.getByRole('button', { name: 'Fit' }).click()
    await expect(zoom).toHaveText('100 %')
  })

  test('tells the values of both pictures at a pixel, under the pointer and by keys', async () => {
    const page = await open('#view=actual')
    await page.getByRole('button', { name: 'Pixel values' }).click()
    await expect(page.locator('.pixel')).toHaveText('x 0, y 0Expected #f5f6f8Actual #f5f6f8equal')
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    const box = (await page.locator('.paper').boundingBox())!
    await page.mouse.move(box.x + 9 * 4 + 2, box.y + 10 * 4 + 2)
    await expect(page.locator('.pixel')).toHaveText('x 9, y 10Expected #f5f6f8Actual #c81e28differs')
    await page.locator('.pane').focus()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowUp')
    await expect(page.locator('.pixel')).toHaveText('x 29, y 9Expected #f5f6f8Actual #f5f6f8equal')
    await expect(page.locator('.inspector [aria-live]')).toContainText('x 29, y 9')
    expect(page.errors).toEqual([])
  })

  test('of another size lies on the golden, top left corners together', async () => {
    const page = await open()
    await page.keyboard.press('j')
    await expect(shown(page)).toHaveText('toolbar')
    await page.getByRole('radio', { name: 'Overlay' }).check()
    const sizes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.paper, .layer')].map((one) => [one.clientWidth, one.clientHeight]),
      )
    expect(await sizes()).toEqual([
      [180, 110],
      [160, 100],
      [180, 110],
    ])
    await page.getByRole('button', { name: 'Pixel values' }).click()
    const box = (await page.locator('.paper').boundingBox())!
    await page.mouse.move(box.x + 170.5, box.y + 50.5)
    await expect(page.locator('.pixel')).toContainText('Expected outside')
  })
})

describe('the keyboard', () => {
  test('goes through list, views, regions and filters', async () => {
    const page = await open()
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await press('j', 'j', 'k')
    await expect(shown(page)).toHaveText('toolbar')
    await page.locator('#list').focus()
    await press('End')
    await expect(shown(page)).toHaveText('form')
    await press('Home', 'ArrowDown', 'ArrowUp')
    await expect(shown(page)).toHaveText('editor')
    const active = () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant')
        return id && document.getElementById(id)?.querySelector('.row-title')?.textContent
      })
    expect(await active()).toBe('editor')
    await press('Enter')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('detail')
    await press('4')
    await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked()
    await press('n')
    await expect(page.locator('.regions [aria-current=true]')).toContainText('at (8, 8)')
    await press('n', 'n', 'p')
    await expect(page.locator('.regions [aria-current=true]')).toContainText('at (100, 60)')
    await press('r')
    await expect(page.getByRole('button', { name: 'Regions' })).toHaveAttribute('aria-pressed', 'false')
    await press('/')
    await page.keyboard.type('jn1')
    await expect(page.getByLabel('Search')).toHaveValue('jn1')
    await press('Escape')
  })

  test('is explained, and single keys can be switched off', async () => {
    const page = await open()
    await page.keyboard.press('?')
    await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible()
    await page.getByLabel('Single keys work').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await expect(shown(page)).toHaveText('editor')
  })

  test('in a narrow window the list makes place for the picture, and comes back', async () => {
    const page = await open()
    await page.resize({ width: 400, height: 700 })
    await expect(shown(page)).toBeHidden()
    await page.locator('[role=option]').nth(1).click()
    await expect(shown(page)).toHaveText('toolbar')
    await expect(page.locator('#list')).toBeHidden()
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await expect(page.locator('#list')).toBeFocused()
  })
})

test('it works below any path of a server', async () => {
  const page = await cef.newPage({ viewport: { width: 1280, height: 800 } })
  await page.serve('https://ci.test/group/-/jobs/1/artifacts/', report.directory)
  await page.goto('https://ci.test/group/-/jobs/1/artifacts/index.html#view=actual')
  await page.getByRole('button', { name: 'Pixel values' }).click()
  await expect(page.locator('.pixel')).toContainText('equal')
  await expect
    .poll(() => page.evaluate(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0)))
    .toBe(true)
  expect(page.errors).toEqual([])
})

test('the colours are those of the system, or those that were chosen', async () => {
  const page = await open()
  const background = () => page.evaluate(() => getComputedStyle(document.body.parentElement!).backgroundColor)
  await page.emulate({ colorScheme: 'dark' })
  expect(await background()).toBe('rgb(21, 23, 27)')
  await page.getByRole('button', { name: 'Colours: as the system' }).click()
  expect(await background()).toBe('rgb(255, 255, 255)')
  await page.getByRole('button', { name: 'Colours: light' }).click()
  expect(await background()).toBe('rgb(21, 23, 27)')
})
