import { defineContract } from 'cefrig'
import { z } from 'zod'

const note = z.object({ id: z.int(), text: z.string().min(1).max(80) })

/** What the notes page and its host have agreed on. */
export const notes = defineContract({
  name: 'host.notes',
  methods: {
    all: { returns: z.array(note) },
    save: {
      args: [note.omit({ id: true })],
      returns: note,
      errors: z.object({ code: z.literal('FULL'), left: z.int() }),
    },
    remove: { args: [z.int()] },
    limit: { returns: z.int(), sync: true },
  },
  events: { changed: z.array(note) },
})
