import type { Aria } from './aria.js'

/** What the client brings along when it is needed; see `Frame.operate`. */
export function aria(): Aria {
  return (globalThis as unknown as { __cefrigAria: Aria }).__cefrigAria
}
