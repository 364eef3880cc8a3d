import { messageRouter, pytonium } from 'cefrig/presets'
import { expect, test, vi } from 'vitest'
import { notes, whole } from '../contract/notes.js'
import { launched } from '../setup.js'

const cefrig = launched()

/** What a page may do to the built-ins that bindings use. */
const havoc = `
  for (const name of ['get', 'set', 'value']) Object.prototype[name] = 1
  for (const name of ['push', 'map', 'filter', 'indexOf', 'includes']) Array.prototype[name] = () => { throw new Error(name) }
  Promise.prototype.then = JSON.stringify = window.structuredClone = Reflect.get = String.prototype.split = () => { throw new Error('replaced') }
  Array.prototype[Symbol.iterator] = () => { throw new Error('iterated') }
`

test('contracts, state and presets work in a page that has replaced what they use', async () => {
  const page = await cefrig.newPage()
  const asked = vi.fn()
  const bound = await page.bind(notes, whole)
  await page.bind(pytonium())
  await page.bind(messageRouter({ onQuery: (query) => void asked(query.request) }))
  await page.setContent(`<script>
    heard = 0
    host.notes.on('changed', ({ id }) => { heard = id })
    last = ''
    cefrig.state.on(({ value }) => { last = value })
    ${havoc}
    host.notes.save({ text: 'page' })
    Pytonium.appState.setState('a', 'b', 'from the page')
    cefQuery({ request: 'hello' })
    count = host.notes.count()
    read = Pytonium.appState.getState('a', 'b')
  </script>`)
  await vi.waitFor(() => expect(asked.mock.calls).toEqual([['hello']]), 10_000)
  await vi.waitFor(() => expect(page.state.get('a', 'b')).toBe('from the page'), 10_000)
  await bound.emit('changed', { id: 7 })
  await page.state.set('a', 'c', 'from the test')
  for (const [name, value] of [
    ['heard', 7],
    ['last', 'from the test'],
    ['count', 3],
    ['read', 'from the page'],
  ])
    expect(await page.cdp.send('Runtime.evaluate', { expression: `${name}` })).toMatchObject({
      result: { value },
    })
  expect(page.failures({})).toEqual([])
})
