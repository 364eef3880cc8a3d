import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import { guard } from '../../src/contract/guard.js'
import { checkEvent } from '../../src/contract/validation.js'
import type { CefrigError } from '../../src/errors.js'
import { libraries, thrownBy, zodNotes } from './schemas.js'

const whole = { save: async () => ({ id: 1 }), count: () => 3, clear: () => {} }

/** What `list` of `host.odd` does with a schema and an implementation, and what was told of it. */
function odd(method: object, implementation: (...args: never[]) => unknown) {
  const told = vi.fn<(violation: CefrigError) => void>()
  const contract = defineContract({ name: 'host.odd', methods: { list: method } })
  const { list } = guard(contract, { list: implementation } as never, told)
  return { list: list!, told }
}

describe.each(libraries)('%s', (_, contract) => {
  test('calls that keep to the contract reach the implementation', async () => {
    const told = vi.fn()
    const save = vi.fn(async () => ({ id: 7 }))
    const guarded = guard(contract, { ...whole, save } as never, told)
    expect(await guarded.save!({ text: 'a' }, 2)).toEqual({ id: 7 })
    expect(await guarded.save!({ text: 'b' })).toEqual({ id: 7 })
    expect(save.mock.calls).toEqual([[{ text: 'a' }, 2], [{ text: 'b' }]])
    expect(guarded.count!()).toBe(3)
    expect(await guarded.clear!()).toBe(undefined)
    expect(told).not.toHaveBeenCalled()
  })

  test('a wrong argument is refused before the implementation runs', async () => {
    const told = vi.fn()
    const save = vi.fn(async () => ({ id: 1 }))
    const guarded = guard(contract, { ...whole, save } as never, told)
    const error = await thrownBy(() => guarded.save!({ text: 1 }))
    expect(error).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: {
        path: 'host.notes.save: argument 1.text',
        received: '1',
        expected: expect.stringMatching(/string/),
      },
    })
    expect(told.mock.calls).toEqual([[error]])
    expect(save).not.toHaveBeenCalled()
  })

  test('a missing argument is refused', async () => {
    const guarded = guard(contract, whole as never, () => {})
    expect(await thrownBy(() => guarded.save!())).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: 'host.notes.save: argument 1', received: 'undefined' },
    })
  })

  test('a wrong result is refused', async () => {
    const told = vi.fn()
    const guarded = guard(
      contract,
      { ...whole, save: async () => ({ id: 1.5 }), count: () => 'many' } as never,
      told,
    )
    const late = await thrownBy(() => guarded.save!({ text: '' }))
    expect(late).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: 'host.notes.save: result.id', received: '1.5' },
    })
    expect(() => guarded.count!()).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ path: 'host.notes.count: result', received: "'many'" }),
      }),
    )
    expect(told).toHaveBeenCalledTimes(2)
  })

  test('an error passes as it is when the contract names it, and is refused when not', async () => {
    const told = vi.fn()
    const full = Object.assign(new Error('No room'), { code: 'FULL' })
    const other = Object.assign(new Error('No paper'), { code: 'PAPER' })
    const save = vi.fn().mockRejectedValueOnce(full).mockRejectedValueOnce(other)
    const guarded = guard(contract, { ...whole, save } as never, told)
    expect(await thrownBy(() => guarded.save!({ text: '' }))).toBe(full)
    expect(told).not.toHaveBeenCalled()
    const error = await thrownBy(() => guarded.save!({ text: '' }))
    expect(error).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: 'host.notes.save: error.code', received: "'PAPER'" },
    })
    expect((error as Error).cause).toBe(other)
    expect(told.mock.calls).toEqual([[error]])
  })

  test('events are validated', async () => {
    expect(await checkEvent(contract, 'changed', { id: 1 })).toEqual({ id: 1 })
    expect(await thrownBy(() => checkEvent(contract, 'changed', { id: 'x' }))).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: 'host.notes: event changed.id', received: "'x'" },
    })
  })
})

test('the sentence names method, place, value, type, what the schema says and the next step', async () => {
  const guarded = guard(zodNotes, { ...whole, save: async () => ({ id: 'x' }) as never }, () => {})
  expect(((await thrownBy(() => guarded.save!({ text: 1 }))) as Error).message).toBe(
    'host.notes.save() failed: argument 1.text is 1, and the contract wants string: ' +
      'Invalid input: expected string, received number. Mend the call in the page, or the contract.',
  )
  expect(((await thrownBy(() => guarded.save!({ text: '' }))) as Error).message).toBe(
    "host.notes.save() failed: result.id is 'x', and the contract wants number: " +
      'Invalid input: expected number, received string. Mend the implementation, or the contract.',
  )
  expect(((await thrownBy(() => checkEvent(zodNotes, 'changed', {}))) as Error).message).toBe(
    'host.notes failed: event changed.id is undefined, and the contract wants number: ' +
      'Invalid input: expected number, received undefined. Emit what the contract names, or change the contract.',
  )
})

test('all that is wrong is in the facts, the first in the sentence', async () => {
  const { list } = odd({ args: [z.object({ a: z.string(), b: z.string() })] }, () => {})
  const error = (await thrownBy(() => list({ a: 1, b: [2] }))) as CefrigError
  expect(error.message).toContain('argument 1.a is 1, and the contract wants string: ')
  expect(error.message).toContain(' (and 1 more). ')
  expect(error.facts.type).toBe('string')
  expect(error.facts.issues).toEqual([
    {
      path: 'host.odd.list: argument 1.a',
      expected: 'Invalid input: expected string, received number',
      received: '1',
    },
    {
      path: 'host.odd.list: argument 1.b',
      expected: 'Invalid input: expected string, received array',
      received: '[ 2 ]',
    },
  ])
})

test('arguments that the contract does not name are refused, unless they are undefined', async () => {
  const implementation = vi.fn()
  const { list } = odd({ args: [z.string()] }, implementation)
  await list('a', undefined)
  expect(implementation.mock.calls).toEqual([['a']])
  expect(await thrownBy(() => list('a', undefined, 3))).toMatchObject({
    code: 'CONTRACT_VIOLATED',
    facts: { path: 'host.odd.list: argument 3', expected: 'no more than 1 argument', received: '3' },
  })
})

test('one schema for all arguments', async () => {
  const implementation = vi.fn()
  const { list } = odd({ args: z.tuple([z.string()], z.number()) }, implementation)
  await list('a', 1, 2)
  expect(implementation.mock.calls).toEqual([['a', 1, 2]])
  expect(await thrownBy(() => list('a', 1, { deep: true }))).toMatchObject({
    facts: { path: 'host.odd.list: argument 3', received: '{ deep: true }' },
  })
})

test('the implementation gets what the schema makes of arguments, the page what it makes of results', async () => {
  const implementation = vi.fn((at: Date) => at.getTime())
  const method = {
    args: [z.string().transform((text) => new Date(text)), z.number().default(5)],
    returns: z.number().transform(String),
  }
  const { list } = odd(method, implementation)
  expect(await list('1970-01-01T00:00:01Z')).toBe('1000')
  expect(implementation.mock.calls).toEqual([[new Date(1000), 5]])
})

test('without `returns` a result is refused', async () => {
  const { list } = odd({}, () => 3)
  expect(await thrownBy(() => list())).toMatchObject({
    code: 'CONTRACT_VIOLATED',
    facts: { path: 'host.odd.list: result', received: '3' },
  })
})

test('without `errors` any error passes', async () => {
  const { list, told } = odd({}, () => Promise.reject(null))
  expect(await thrownBy(() => list())).toBe(null)
  expect(told).not.toHaveBeenCalled()
})

describe('asynchronous schemas', () => {
  const even = z.number().refine(async (value) => value % 2 === 0, 'must be even')

  test('are waited for', async () => {
    const { list } = odd({ args: [even], returns: even }, (value: number) => value / 2)
    expect(await list(4)).toBe(2)
    expect(await thrownBy(() => list(3))).toMatchObject({ facts: { expected: 'must be even' } })
    expect(await thrownBy(() => list(2))).toMatchObject({ facts: { path: 'host.odd.list: result' } })
  })

  test('are refused for sync methods', () => {
    const implementation = vi.fn()
    const { list, told } = odd({ args: [even], sync: true }, implementation)
    expect(() => list(4)).toThrow(
      expect.objectContaining({
        code: 'CONTRACT_INVALID',
        message:
          'host.odd.list: arguments cannot be validated: its schema is asynchronous, and the method is sync. ' +
          'Take a synchronous schema, or leave `sync` out.',
      }),
    )
    expect(told).toHaveBeenCalledTimes(1)
    expect(implementation).not.toHaveBeenCalled()
  })
})

describe('a sync method', () => {
  test('answers at once and throws at once', () => {
    const { list } = odd(
      { args: [z.number()], returns: z.number(), sync: true },
      (value: number) => value + 1,
    )
    expect(list(1)).toBe(2)
    expect(() => list('1')).toThrow('host.odd.list() failed: argument 1 is ')
    const failing = odd({ sync: true }, () => {
      throw new RangeError('too far')
    })
    expect(() => failing.list()).toThrow(new RangeError('too far'))
  })

  test('must not return a promise', () => {
    const { list, told } = odd({ returns: z.number(), sync: true }, async () => 1)
    expect(() => list()).toThrow('the contract wants: a value at once, because the method is sync')
    expect(told).toHaveBeenCalledTimes(1)
  })
})

test.each([
  [
    'throws',
    () => {
      throw new TypeError('my fault')
    },
    'its schema threw TypeError: my fault',
  ],
  ['rejects', () => Promise.reject(new TypeError('my fault')), 'its schema threw TypeError: my fault'],
  ['answers nonsense', () => undefined, 'its schema answered undefined'],
])('a schema that %s makes the contract invalid', async (_, validate, fact) => {
  const schema = { '~standard': { version: 1, vendor: 'mine', validate } }
  const { list, told } = odd({ args: [schema] }, () => {})
  const error = await thrownBy(() => list('x'))
  expect(error).toMatchObject({
    code: 'CONTRACT_INVALID',
    message: `host.odd.list: argument 1 cannot be validated: ${fact}. Mend the schema.`,
    facts: { path: 'host.odd.list: argument 1' },
  })
  expect(told.mock.calls).toEqual([[error]])
})

test('an event that the contract does not have', async () => {
  expect(await thrownBy(() => checkEvent(zodNotes, 'toString', 1))).toMatchObject({
    code: 'CONTRACT_INVALID',
    message:
      'host.notes: event toString cannot be validated: the contract has no such event. Its events are changed.',
  })
})

test('the implementation keeps its `this`, and may change its functions', async () => {
  class Notes {
    #count = 0
    save(): { id: number } {
      this.#count++
      return { id: this.#count }
    }
    count(): number {
      return this.#count
    }
    clear(): void {
      this.#count = 0
    }
  }
  const notes = new Notes()
  const guarded = guard(zodNotes, notes, () => {})
  expect(await guarded.save!({ text: '' })).toEqual({ id: 1 })
  expect(guarded.count!()).toBe(1)
  notes.count = () => 99
  expect(guarded.count!()).toBe(99)
})

test('an implementation that lacks a method is refused with the name that comes closest', () => {
  expect(() =>
    guard(zodNotes, { safe: whole.save, count: whole.count, clear: whole.clear } as never, () => {}),
  ).toThrow(
    expect.objectContaining({
      code: 'BAD_ARGUMENT',
      message:
        'The implementation of host.notes has no function "save". Did you mean it by "safe"? Give one for each method of the contract.',
    }),
  )
  expect(() => guard(zodNotes, null as never, () => {})).toThrow(
    'host.notes has no function "save". Give one',
  )
})
