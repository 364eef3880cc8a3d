import { base64 } from './base64.js'
import { createCodec } from './codec.js'

/** The codec of a page's own world, where nothing may be left behind: bundled as the value of one expression. */
export default createCodec(base64)
