import { base64 } from './base64.js'
import { createCodec } from './codec.js'
import { operations } from './operations.js'

/** What the Host and the client find in the isolated world of every frame. */
const injected = { codec: createCodec(base64), ...operations }

export type Injected = typeof injected

const world = globalThis as { __cefrig?: Injected }
// Calls that come at once each bring the script; the first one stays, with what it knows.
world.__cefrig ??= injected
