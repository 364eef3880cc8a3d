// The same contract in three schema libraries.
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import type { Contract } from '../../src/contract/types.js'

export const zodNotes = defineContract({
  name: 'host.notes',
  methods: {
    save: {
      args: [z.object({ text: z.string() }), z.number().optional()],
      returns: z.object({ id: z.int() }),
      errors: z.object({ code: z.literal('FULL') }),
    },
    count: { returns: z.int(), sync: true },
    clear: {},
  },
  events: { changed: z.object({ id: z.int() }) },
})

export const valibotNotes = defineContract({
  name: 'host.notes',
  methods: {
    save: {
      args: [v.object({ text: v.string() }), v.optional(v.number())],
      returns: v.object({ id: v.pipe(v.number(), v.integer()) }),
      errors: v.object({ code: v.literal('FULL') }),
    },
    count: { returns: v.pipe(v.number(), v.integer()), sync: true },
    clear: {},
  },
  events: { changed: v.object({ id: v.pipe(v.number(), v.integer()) }) },
})

export const arktypeNotes = defineContract({
  name: 'host.notes',
  methods: {
    save: {
      args: [type({ text: 'string' }), type('number | undefined')],
      returns: type({ id: 'number.integer' }),
      errors: type({ code: "'FULL'" }),
    },
    count: { returns: type('number.integer'), sync: true },
    clear: {},
  },
  events: { changed: type({ id: 'number.integer' }) },
})

export const libraries: readonly (readonly [name: string, contract: Contract])[] = [
  ['zod', zodNotes],
  ['valibot', valibotNotes],
  ['arktype', arktypeNotes],
]

/** What was thrown, now or later. */
export async function thrownBy(action: () => unknown): Promise<unknown> {
  try {
    await action()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}
