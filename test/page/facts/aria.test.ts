import * as matchers from 'cefrig/matchers'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

expect.extend(matchers)

const cef = launched()

const tasks = `<h1>Tasks</h1>
  <ul><li><label><input type="checkbox" checked> Milk</label></li><li>Bread</li></ul>
  <p aria-hidden="true">hidden</p><button disabled>Save</button> <a href="#all">12 items</a>`

test('ariaSnapshot() tells roles, names and states in YAML', async () => {
  const page = await cef.show(tasks)
  expect(await page.locator('body').ariaSnapshot()).toBe(
    [
      '- heading "Tasks" [level=1]',
      '- list:',
      '  - listitem:',
      '    - checkbox "Milk" [checked]',
      '    - text: Milk',
      '  - listitem: Bread',
      '- button "Save" [disabled]',
      '- link "12 items":',
      '  - /url: "#all"',
    ].join('\n'),
  )
  expect(await page.getByRole('button').ariaSnapshot()).toBe('- button "Save" [disabled]')
})

test('toMatchAria() takes a part of it, with expressions', async () => {
  const page = await cef.show(tasks)
  await expect(page).toMatchAria(`
    - heading "Tasks"
    - list:
      - listitem: Bread
    - link /\\d+ items/
  `)
  await expect(page.getByRole('list')).toMatchAria('- list:\n  - listitem: Bread')
  await expect(page).toMatchAria(await page.locator('body').ariaSnapshot())
  await expect(page).not.toMatchAria('- button "Save" [pressed]')
})

test('toMatchAria() waits, and says what there was', async () => {
  const page = await cef.show(
    `<button onclick="setTimeout(() => document.body.append(document.createElement('hr')), 50)">x</button>`,
  )
  await page.locator('button').click()
  await expect(page).toMatchAria('- separator')
  await expect(expect(page).toMatchAria('- list', { timeout: 20 })).rejects.toThrow(
    /toMatchAria\(\) failed: it did not become as expected within 20 ms\..*Expected: .*- list.*Received: .*- button/s,
  )
})

test('a template that is none is refused', async () => {
  const page = await cef.show(tasks)
  for (const template of ['- [', '- unclosed "name', 5 as never])
    expect(await failure(expect(page).toMatchAria(template))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringMatching(/^toMatchAria\(\) failed: the template is /),
    })
  expect(await failure(expect(1).toMatchAria('- list'))).toMatchObject({ code: 'BAD_ARGUMENT' })
})
