import { expect, test } from 'vitest'
import { launched } from '../setup.js'

const cefrig = launched()

const form = `<body style="margin: 0">
  <select style="position: absolute; left: 20px; top: 10px; width: 120px; height: 20px">
    ${['red', 'green', 'blue'].map((colour) => `<option>${colour}</option>`).join('')}
  </select>
  <script>
    document.querySelector('select').onchange = ({ target }) => host.choose(target.value, target.selectedIndex)
  </script>`

async function chooser() {
  const page = await cefrig.newPage()
  const chosen: unknown[][] = []
  await page.bind('host.choose', (...args: unknown[]) => void chosen.push(args))
  await page.setContent(form)
  return { page, chosen }
}

test('an option of a <select> that is chosen with the keyboard reaches the host', async () => {
  const { page, chosen } = await chooser()
  await page.locator('select').click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => chosen).toEqual([['green', 1]])
})

test('an option of a <select> that is chosen with the mouse reaches the host', async () => {
  const { page, chosen } = await chooser()
  let popup: { width: number; height: number } | undefined
  page.on('paint', (paint) => {
    if (paint.popup) popup = paint
  })
  await page.locator('select').click()
  await expect.poll(() => popup).toBeDefined()
  // Three options below the box.
  const { height } = popup!
  await page.mouse.click(60, 30 + (height * 5) / 6)
  await expect.poll(() => chosen).toEqual([['blue', 2]])
})
