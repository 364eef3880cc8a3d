// Each title says which message its test fails with.
import { expect, shows, test } from '../surface.js'

test('what is waited for in vain fails with the last state, "Hello"', async ({ page }) => {
  await page.setContent('<h1>Hello</h1>')
  await shows(page.getByRole('heading'), 'Bye', { timeout: 300 })
})

test('an element that never comes fails with "no element matches, after 300 ms"', async ({ page }) => {
  await page.getByRole('button', { name: 'Save' }).click({ timeout: 300 })
})

test('a click on one of two fails with "it matches 2 elements"', async ({ page }) => {
  await page.setContent('<button>Save</button><button>Send</button>')
  await page.getByRole('button').click({ timeout: 300 })
})

test('a golden that is missing in CI fails with "there is no golden"', async ({ page }) => {
  await expect(page).toMatchGolden('missing')
})

test('a test after those passes', async ({ page }) => {
  await page.setContent('<p>fine')
  await shows(page.locator('p'), 'fine')
})
