// As a namespace, which every Node can link: by its name, those without it would fail with a SyntaxError before cefrig can say
// which Node it needs.
import * as zlib from 'node:zlib'

/** Checksum of PNG chunks; of a text its UTF-8. `value` continues another one. */
export const crc32: typeof zlib.crc32 = (data, value) => zlib.crc32(data, value)
