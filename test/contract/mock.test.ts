import { expect, test, vi } from 'vitest'
import { guard } from '../../src/contract/guard.js'
import { thrownBy, zodNotes } from './schemas.js'

test("Vitest's matchers read what a mock has recorded", async () => {
  const mock = zodNotes.mock({ save: async ({ text }) => ({ id: text.length }) })
  expect(mock.save).not.toHaveBeenCalled()
  expect(await mock.save({ text: 'abc' })).toEqual({ id: 3 })
  await mock.save({ text: 'abcd' }, 1)
  expect(mock.save).toHaveBeenCalledTimes(2)
  expect(mock.save).toHaveBeenCalledWith({ text: 'abc' })
  expect(mock.save).toHaveBeenNthCalledWith(1, { text: 'abc' })
  expect(mock.save).toHaveBeenLastCalledWith({ text: 'abcd' }, 1)
  expect(mock.save).toHaveReturnedTimes(2)
  expect(mock.save).toHaveResolvedWith({ id: 4 })
  expect(mock.clear).not.toHaveBeenCalled()
  mock.clear()
  expect(mock.clear).toHaveBeenCalledAfter(mock.save as never)
  expect(vi.isMockFunction(mock.save)).toBe(true)
  expect(() => expect(mock.save).toHaveBeenCalledWith({ text: 'other' })).toThrow('"host.notes.save"')
})

test('what Jest reads is there', async () => {
  const failure = new Error('no')
  const mock = zodNotes.mock({
    save: async () => ({ id: 1 }),
    count: () => {
      throw failure
    },
  })
  const promise = mock.save({ text: '' })
  expect(() => mock.count()).toThrow(failure)
  expect(mock.save._isMockFunction).toBe(true)
  expect(mock.save.getMockName()).toBe('host.notes.save')
  expect(mock.save.mock.calls).toEqual([[{ text: '' }]])
  expect(mock.save.mock.lastCall).toEqual([{ text: '' }])
  expect(mock.save.mock.results).toEqual([{ type: 'return', value: promise }])
  expect(mock.count.mock.results).toEqual([{ type: 'throw', value: failure }])
  expect(mock.save.mock.contexts).toEqual([mock])
  expect(mock.save.mock.instances).toEqual([mock])
  expect(mock.save.mock.settledResults).toEqual([{ type: 'incomplete', value: undefined }])
  await promise
  expect(mock.save.mock.settledResults).toEqual([{ type: 'fulfilled', value: { id: 1 } }])
})

test('a call that runs is incomplete', () => {
  const mock = zodNotes.mock({
    count: () => {
      seen.push(...mock.count.mock.results)
      return 1
    },
  })
  const seen: unknown[] = []
  mock.count()
  expect(seen).toEqual([{ type: 'incomplete', value: undefined }])
})

test('what it does can be changed, and its calls forgotten', async () => {
  const mock = zodNotes.mock({ count: () => 1 })
  mock.count.mockReturnValue(2)
  expect(mock.count()).toBe(2)
  mock.count.mockImplementation(() => 3)
  expect(mock.count()).toBe(3)
  mock.save.mockResolvedValue({ id: 4 })
  expect(await mock.save({ text: '' })).toEqual({ id: 4 })
  const failure = new Error('no')
  mock.save.mockRejectedValue(failure)
  expect(await thrownBy(() => mock.save({ text: '' }))).toBe(failure)
  expect(mock.save.mock.settledResults.map(({ type }) => type)).toEqual(['fulfilled', 'rejected'])
  mock.count.mockClear()
  expect(mock.count.mock.calls).toEqual([])
  expect(mock.count()).toBe(3)
  mock.count.mockReset()
  expect(mock.count.mock.calls).toEqual([])
  expect(mock.count()).toBe(1)
})

test('a call that was under way when the record was cleared leaves nothing in the new one', async () => {
  let resolve: (result: { id: number }) => void = () => {}
  const promise = new Promise<{ id: number }>((settle) => {
    resolve = settle
  })
  const { save } = zodNotes.mock({ save: () => promise })
  const call = save({ text: '' })
  save.mockClear()
  resolve({ id: 1 })
  await call
  expect([save.mock.calls, save.mock.settledResults]).toEqual([[], []])
})

test('behind a guard it records the calls that keep to the contract', async () => {
  const mock = zodNotes.mock({ save: async () => ({ id: 1 }) })
  const guarded = guard(zodNotes, mock, () => {})
  await guarded.save!({ text: 'a' })
  await thrownBy(() => guarded.save!('a'))
  expect(mock.save.mock.calls).toEqual([[{ text: 'a' }]])
})

test('an override that is wrong is refused', () => {
  expect(() => zodNotes.mock({ count: 3 as never })).toThrow(
    expect.objectContaining({
      code: 'BAD_ARGUMENT',
      message: 'contract.mock() failed: "count" is number. Give a function.',
    }),
  )
})
