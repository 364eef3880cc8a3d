// An ECMAScript module: what Jest has is imported from @jest/globals, and cefrig's package as usual.
import { expect, jest, test } from '@jest/globals'
import { defineContract } from 'cefrig'
import { z } from 'zod'

const tasks = z.array(z.object({ title: z.string().min(1), done: z.boolean() }))

const contract = defineContract({
  name: 'host.tasks',
  methods: { load: { returns: tasks }, save: { args: [tasks] } },
})

test('the page keeps to what it has agreed on with its host', async () => {
  const save = jest.fn()
  await page.bind(contract, { load: () => [{ title: 'Call Ada', done: false }], save })
  await page.goto('/tasks.html')
  await page.getByText('Call Ada').click()
  await expect(page.getByRole('status')).toHaveText('0 of 1 to do')
  await expect(page).toHonor(contract)
})

test('two windows, each with a list of its own', async () => {
  const other = await cef.newPage({ viewport: { width: 300, height: 200 } })
  for (const [window, title] of [
    [page, 'One'],
    [other, 'Two'],
  ]) {
    await window.bind(contract, { load: () => [{ title, done: false }], save: () => {} })
    await window.goto('/tasks.html')
    await expect(window.getByRole('listitem')).toHaveText(title)
  }
})
