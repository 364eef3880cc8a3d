import { defineContract } from 'cefrig'
import { z } from 'zod'

/** A contract with one of everything. */
export const notes = defineContract({
  name: 'host.notes',
  methods: {
    save: {
      args: [z.object({ text: z.string() }), z.number().optional()],
      returns: z.object({ id: z.int() }),
      errors: z.object({ code: z.literal('FULL') }),
    },
    count: { args: [], returns: z.int(), sync: true },
    clear: {},
  },
  events: { changed: z.object({ id: z.int() }) },
})

export const whole = {
  save: async ({ text }: { text: string }) => ({ id: text.length }),
  count: () => 3,
  clear: () => {},
}
