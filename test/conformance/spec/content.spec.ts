// What holds of a page that a test is given, and of the one that it runs in.
import { expect, holds, mock, shows, test, withFakeTimers } from './surface.js'

const greeting = `<label>Name <input></label>
  <button onclick="document.querySelector('output').textContent = 'Hello ' + document.querySelector('input').value">Greet</button>
  <output></output>`

test('content is filled in, used and read', async ({ page }) => {
  await page.setContent(greeting)
  const name = page.getByLabel('Name')
  await name.fill('Ada')
  await page.getByRole('button', { name: 'Greet' }).click()
  await shows(page.locator('output'), 'Hello Ada')
  await name.clear()
  await holds(name, '')
})

test('an element is found by whatever is said of it', async ({ page }) => {
  const said = ['placeholder="you@here"', 'title="Your mail"', 'data-testid="mail"', 'aria-label="Mail"']
  await page.setContent(`<input ${said.join(' ')}><ul><li>one <b>two</b><li>three</ul>`)
  const found = [
    page.getByPlaceholder('you@here'),
    page.getByTitle('Your mail'),
    page.getByTestId('mail'),
    page.getByLabel('Mail'),
    page.getByRole('textbox', { name: 'Mail' }),
  ]
  for (const [at, element] of found.entries()) {
    await element.fill(`${at}`)
    await holds(page.locator('input'), `${at}`)
  }
  await shows(page.getByRole('listitem').filter({ hasText: 'two' }), 'one two')
  await shows(page.getByRole('listitem').nth(1), 'three')
  await shows(page.getByRole('list').getByText('two', { exact: true }), 'two')
})

test('mocks and fake timers of the test leave input and pictures as they are', async ({ page }) => {
  const listen = mock((text: string) => text.toUpperCase())
  expect(listen('called')).toBe('CALLED')
  expect(listen).toHaveBeenCalledWith('called')
  await withFakeTimers(async () => {
    await page.setContent(greeting)
    await page.getByRole('button').hover()
    await page.getByRole('button').click()
    await shows(page.locator('output'), 'Hello')
    await expect(page.getByRole('button')).toMatchGolden('button')
  })
})

let attempts = 0
test(
  'a test is tried again',
  ({ page }) => {
    expect(page).toBeDefined()
    attempts++
    expect(attempts).toBe(2)
  },
  { retry: 1 },
)
