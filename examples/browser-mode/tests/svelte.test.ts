import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Search from '../src/Search.svelte'

test('a component of Svelte finds what is typed, with what it is given anew', async () => {
  const onchoose = vi.fn()
  const screen = await render(Search, { words: ['lamp', 'land', 'moon'], onchoose })
  await userEvent.type(screen.getByLabelText('Word'), 'la')
  await expect.poll(() => screen.getByRole('listitem').all().length).toBe(2)
  await screen.rerender({ words: ['lava', 'moon'] })
  await screen.getByRole('button', { name: 'lava' }).click()
  expect(onchoose).toHaveBeenCalledWith('lava')
  await screen.unmount()
  expect(screen.container.textContent).toBe('')
})
