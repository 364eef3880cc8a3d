import { base64 } from './base64.js'
import { createCodec } from './codec.js'

Object.defineProperty(globalThis, '__cefrig', { value: { codec: createCodec(base64) } })
