import { fileURLToPath } from 'node:url'
import { expect, test } from 'cefrig/vitest'

const source = (name: string) => fileURLToPath(new URL(`../source/${name}`, import.meta.url))

test('an error of the page, with a stack that names the source and not the bundle', async ({ page }) => {
  page.expectError(/Pot: -1 is no number of pieces/)
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Break' }).click()
  await expect.poll(() => page.errors).toHaveLength(1)
  const [error] = page.errors
  expect(error).toMatchObject({
    name: 'RangeError',
    message: 'Pot: -1 is no number of pieces',
    kind: 'exception',
  })
  await error!.mapped
  expect(error!.stack).toContain(`${source('price.ts')}:10:`)
  expect(error!.stack).toContain(`${source('shop.ts')}:16:`)
})

test.fails('an error that nobody expects fails the test', async ({ page }) => {
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Break' }).click()
  await expect.poll(() => page.errors).toHaveLength(1)
})

test('a rejected promise that nobody handles', async ({ page }) => {
  page.expectError('Saving failed with status 405')
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => page.errors).toHaveLength(1)
  expect(page.errors[0]).toMatchObject({ kind: 'rejection', message: 'Saving failed with status 405' })
})

test('errors of frames, of our own origin and of a partner in another process', async ({ page }) => {
  page.expectError('inner frame is broken')
  page.expectError(/Cannot read properties of null/)
  await page.goto('/frames.html')
  await expect.poll(() => page.errors).toHaveLength(2)
  const ours = page.errors.find((error) => error.message.includes('inner'))
  const partner = page.errors.find((error) => error.message.includes('null'))
  expect(ours).toMatchObject({ name: 'TypeError', origin: 'iframe', url: 'https://cefrig.test/inner.html' })
  expect(partner).toMatchObject({ origin: 'iframe', url: 'https://partner.test/widget.html' })
  await expect(page).toHaveConsole('widget of partner.test')
})

test('an error in a worker', async ({ page }) => {
  page.expectError('there is no Fibonacci number -5')
  await page.goto('/worker.html')
  await page.getByRole('button', { name: 'Work' }).click()
  await expect(page.locator('output')).toHaveText('6765')
  expect(page.errors).toHaveLength(0)
  await page.getByRole('button', { name: 'Work' }).click()
  await expect.poll(() => page.errors).toHaveLength(1)
  expect(page.errors[0]).toMatchObject({ name: 'RangeError', origin: 'worker' })
  await expect(page).toHaveConsole('asked for -5')
})

test('a page that works has no errors', async ({ page }) => {
  await page.goto('/shop.html')
  await page.getByRole('button', { name: 'Sum up' }).click()
  await expect(page.locator('output')).toHaveText('2500')
  await expect(page).toHaveNoErrors()
})
