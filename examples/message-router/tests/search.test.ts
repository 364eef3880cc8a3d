import type { Page } from 'cefrig'
import { messageRouter, type RouterQuery } from 'cefrig/presets'
import { expect, test, vi } from 'cefrig/vitest'

/** A page with the router of a host that keeps the searches it was asked for. */
async function open(page: Page) {
  const searches: RouterQuery[] = []
  const cancelled: number[] = []
  await page.bind(
    messageRouter({
      onQuery(query) {
        if (JSON.parse(query.request as string).type !== 'search') return false
        searches.push(query)
        return true
      },
      onCancel: (id) => cancelled.push(id),
    }),
  )
  await page.goto('/search.html')
  return { searches, cancelled }
}

async function search(page: Page, words: string) {
  await page.getByLabel('Find').fill(words)
  await page.getByRole('button', { name: 'Search' }).click()
}

test('hits are shown as they come', async ({ page }) => {
  const { searches } = await open(page)
  await search(page, 'milk')
  await vi.waitFor(() => expect(searches).toHaveLength(1), 10_000)
  const [found] = searches as [RouterQuery]
  expect(JSON.parse(found.request as string)).toEqual({ type: 'search', words: 'milk' })
  await found.success(JSON.stringify({ path: 'shopping.txt' }))
  await found.success(JSON.stringify({ path: 'recipes.txt' }))
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('status')).toHaveText('Searching')
  await found.failure(0, '')
  await expect(page.getByRole('status')).toHaveText('2 found')
})

test('a host that fails is told', async ({ page }) => {
  const { searches } = await open(page)
  await search(page, 'milk')
  await vi.waitFor(() => expect(searches).toHaveLength(1), 10_000)
  await searches[0]!.failure(5, 'the disk is gone')
  await expect(page.getByRole('status')).toHaveText('Failed: the disk is gone (5)')
})

test('a search that is stopped, replaced, or left is cancelled in the host', async ({ page }) => {
  const { searches, cancelled } = await open(page)
  const begun = (count: number) => vi.waitFor(() => expect(searches).toHaveLength(count), 10_000)
  const ended = (count: number) =>
    vi.waitFor(() => expect(cancelled).toEqual(searches.slice(0, count).map(({ id }) => id)), 10_000)
  await search(page, 'one')
  await begun(1)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('status')).toHaveText('Stopped')
  await ended(1)
  await search(page, 'two')
  await begun(2)
  await search(page, 'three')
  await begun(3)
  await ended(2)
  await page.reload()
  await ended(3)
})
