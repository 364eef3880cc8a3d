import { expect, test } from './surface.js'

// `LOOK` is told by who runs this: what the page looks like, and `few` that a golden has lost its test.
const [colour = '#fff', few] = (process.env.LOOK ?? '').split(' ').filter((word) => word !== '')
const picture = `<!doctype html><body style="margin: 0; background: ${colour}"><p style="width: 9px; height: 9px; margin: 5px; background: #000">`

test('a page is compared with its golden', async ({ page }) => {
  await page.setContent(picture)
  await expect(page).toMatchGolden('page')
})

test('so is an element', async ({ page }) => {
  await page.setContent(picture)
  if (!few) await expect(page.locator('p')).toMatchGolden()
})
